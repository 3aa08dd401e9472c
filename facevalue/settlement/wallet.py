"""A person's money, as the person reads it: what is in the purses, what waits and until when, and what moved."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from facevalue.kit import ids, sql
from facevalue.kit.clock import HOUR_MS
from facevalue.kit.columns import Column, Columns
from facevalue.kit.db import Database
from facevalue.ledger import queries as ledger
from facevalue.ledger.queries import TOKEN, Balance, Code, Entry, Kind
from facevalue.settlement.reactions import stage

_SQL = sql.load("facevalue.settlement")
_NOTHING = Balance(0, 0, 0)


class Clearing(NamedTuple):
    """Tokens that can be spent from a time on."""

    at_ms: int
    tokens: int


class BrandPurse(NamedTuple):
    """Tokens that buy one brand's products alone; `unit` tells whose."""

    unit: int
    balance: Balance


@dataclass(frozen=True, slots=True)
class Wallet:
    """`purse`: what can be spent, and what of it is set aside; `pending`: what was earned and waits, for the clock (`clearing`)
    or for trust (`held`); `brands`: purses of single brands. An account is 0 where there is none."""

    purse: Balance
    pending: int
    clearing: list[Clearing]
    held: int
    brands: list[BrandPurse]
    purse_account: int
    pending_account: int


class Movement(NamedTuple):
    """A transfer of a person's account: `tokens` came (negative: went) for the reason `code`, about a post (0: none)."""

    transfer: int
    at_ms: int
    tokens: int
    code: Code
    post: int
    position: int


class Rule(NamedTuple):
    """What engagements with a post earn: `tier` of its creator in the rate card (0: not known), the prices that hold now, the
    operator's fee on top in hundredths of a percent, caps (0: none), and the end of the earning window (0: none)."""

    post: int
    campaign: int
    tier: int
    price_like: int
    price_comment: int
    price_share: int
    fee_bps: int
    cap_post: int
    cap_actor: int
    closes_at: int


class Turn(NamedTuple):
    """A rejection or restoration of a post at a position, when the slot was cleared up to `clock_hour`, and what it moved."""

    position: int
    code: Code
    clock_hour: int
    tokens: int


def wallet(db: Database, person: int) -> Wallet:
    """What a person has at one moment; nothing at all, if nobody has paid them yet. `db` is in no transaction."""
    with db.snapshot():
        owned = ledger.owned(db, ids.slot_of(person), person)
        purses = {(account.kind, account.unit): account for account in owned}
        purse, pending = purses.get((Kind.PURSE, TOKEN)), purses.get((Kind.PENDING, TOKEN))
        clears = _clearing(db, pending.id) if pending else []
    waits = _balance(pending).posted
    return Wallet(
        purse=_balance(purse),
        pending=waits,
        clearing=clears,
        held=waits - sum(each.tokens for each in clears),
        brands=[
            BrandPurse(unit, _balance(each)) for (kind, unit), each in purses.items() if kind == Kind.PURSE and unit != TOKEN
        ],
        purse_account=purse.id if purse else 0,
        pending_account=pending.id if pending else 0,
    )


def _balance(account: ledger.Account | None) -> Balance:
    if account is None:
        return _NOTHING
    posted = account.credits - account.debits
    return Balance(posted, account.held, posted - account.held)


def _clearing(db: Database, account: int) -> list[Clearing]:
    rows = db.rows(_SQL.clearing_of_account, slot=ids.slot_in(account), account=account)
    return [Clearing(hour * HOUR_MS, tokens) for hour, tokens in rows]


def earned(db: Database, person: int) -> int:
    """Tokens that a person has earned until now, spent ones too; what was taken back while it waited is not among them."""
    accounts = ledger.owned(db, ids.slot_of(person), person)
    pending = sum(each.credits - each.debits for each in accounts if each.kind == Kind.PENDING)
    return pending + sum(each.credits for each in accounts if each.kind == Kind.PURSE and each.unit == TOKEN)


def movements(db: Database, account: int, limit: int, before: int | None = None) -> list[Movement]:
    """At most `limit` transfers of a purse or pending account, newest first; those that precede the transfer `before`.

    Raises the ledger's UnknownAccount, also if `before` is not a transfer of the account.
    """
    entries = ledger.history(db, account, limit, before)
    owners = ledger.owners(db, {other for entry in entries for other in (entry.debit, entry.credit)})
    return [_movement(entry, account, owners) for entry in entries]


def _movement(entry: Entry, account: int, owners: dict[int, tuple[int, Kind]]) -> Movement:
    came = entry.credit == account
    owner, kind = owners[entry.debit if came else entry.credit]
    post = owner if kind == Kind.ESCROW else 0
    tokens = entry.amount if came else -entry.amount
    return Movement(entry.transfer, entry.at_ms, tokens, Code(entry.code), post, entry.position)


def rules(db: Database, posts: Collection[int]) -> dict[int, Rule]:
    """By post what engagements with it earn; those that settlement has not met are left out."""
    if not len(stage(db, posts)):
        return {}
    found = db.columns(_SQL.rules_of_posts)
    rows = zip(*(found[name].tolist() for name in Rule._fields), strict=True)
    return {rule.post: rule for rule in (Rule(*row) for row in rows)}


def turns(db: Database, post: int, position: int) -> list[Turn]:
    """The rejections and restorations of a post up to a position, in the order of the log."""
    rows = db.rows(_SQL.turns_of_post, slot=ids.slot_in(post), post=post, position=position)
    return [Turn(at, Code(code), clock_hour, tokens) for at, code, clock_hour, tokens in rows]


def post_of_turn(db: Database, slot: int, position: int) -> int:
    """The post that was rejected or restored at a position, 0 if none was."""
    row = db.row(_SQL.post_of_turn, slot=slot, position=position)
    return 0 if row is None else int(row[0])


def cleared_hours(db: Database, slot: int, position: int) -> tuple[int, int]:
    """The hours since the epoch, after the first up to the second, that the record of the clock at a position has cleared; none
    if it has cleared nothing."""
    row = db.row(_SQL.turn_of_clock, slot=slot, position=position)
    return (0, 0) if row is None else (int(row[0]), int(row[1]))


def rejections(db: Database, posts: Column, position: int) -> Columns:
    """The rejections of these posts before a position, as columns post and position."""
    if not len(stage(db, posts.tolist())):
        return {"post": np.zeros(0, np.int64), "position": np.zeros(0, np.int64)}
    return db.columns(_SQL.rejections_of_posts, position=position)
