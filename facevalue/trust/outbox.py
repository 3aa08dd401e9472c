"""Word for the log, left in the transaction that it tells of."""

import msgspec
import numpy as np

from facevalue.campaigns import ingest as campaigns
from facevalue.kit import ids, sql
from facevalue.kit.db import Database
from facevalue.ledger import actions as ledger
from facevalue.ledger import queries as balances
from facevalue.trust.rules import Op

SQL = sql.load("facevalue.trust")


def announce(db: Database, op: Op, post: int, now_ms: int, **more: int) -> None:
    """Leaves word about a post."""
    db.run(SQL.announce, op=op, details=msgspec.json.encode([{"post": post} | more]).decode(), at_ms=now_ms)


def reject(db: Database, post: int, owner: int, tokens_max: int, now_ms: int) -> None:
    """Leaves word that a post is rejected, and holds what its owner could otherwise spend until settlement hears of it.

    That is what the post can have earned at most, as far as the purse covers it. Settlement frees the hold, and holds what the
    post did earn.
    """
    slots, owners = np.array([ids.slot_of(owner)], np.int64), np.array([owner], np.int64)
    purse = int(balances.accounts_of(db, slots, owners, ledger.Kind.PURSE, ledger.TOKEN)[0])
    tokens = min(balances.balance(db, purse).available, tokens_max) if purse else 0
    more = {"tokens": tokens}
    if tokens > 0:
        more["hold"] = ledger.hold(db, purse, tokens, f"reject:{post}:{ids.make()}", ledger.NEVER, now_ms)
    announce(db, Op.REJECT, post, now_ms, **more)


def void(db: Database, post: int, now_ms: int) -> None:
    """A rejected post is so for good, unless it is already: it closes, and what it held goes back to its campaign."""
    if db.run(SQL.void, post=post, now_ms=now_ms):
        campaigns.close(db, np.array([post], np.int64), now_ms)
        announce(db, Op.VOID, post, now_ms)
