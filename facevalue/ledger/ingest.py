"""Moving money in bulk: many moves become transfers in a handful of statements.

`prepare` does whatever can be done before the write lock is taken, `apply` only writes.
"""

from dataclasses import dataclass

import numpy as np

from facevalue.kit import ids, sql
from facevalue.kit.columns import Column, Columns, take
from facevalue.kit.db import Database
from facevalue.ledger import rules
from facevalue.ledger.errors import UnitMismatch, UnknownAccount, translated
from facevalue.ledger.terms import AMOUNT_MAX, TOKEN, UNLIMITED, Code, Kind

__all__ = ["AMOUNT_MAX", "TOKEN", "UNLIMITED", "Code", "Kind", "Prepared", "apply", "prepare"]

_SQL = sql.load("facevalue.ledger")
MOVE_COLUMNS = ("debit", "credit", "amount", "unit", "code", "position")
# After about so many of an account's transfers its balance is written down, for those who look back.
TRANSFERS_PER_STATEMENT = 256


@dataclass(frozen=True, slots=True)
class Prepared:
    """Moves that are staged on one connection until the next ones are. `transfers`: ids to be, in the order of the moves."""

    transfers: Column
    at_ms: int
    accounts: Columns
    first_entry: Column
    due: Column
    filling: int


def prepare(db: Database, moves: Columns, now_ms: int, *, lock: bool = False) -> Prepared:
    """Chains the moves to the accounts as they are now, and stages them.

    `moves` has the int64 columns debit, credit (accounts), amount (1 to AMOUNT_MAX), unit, code and position (in the log: that
    nothing is moved twice is up to who reads it; 0 only for transfers with a key); others are ignored. Moves of one slot are
    chained in the order given. With `lock`, within a transaction, nobody else changes these accounts until it ends.
    Raises AmountOutOfRange, SameAccount, UnitMismatch, UnknownAccount.
    """
    rules.check_moves(moves)
    if not len(moves["debit"]):
        nothing = np.zeros(0, np.int64)
        return Prepared(nothing, now_ms, {}, nothing, nothing, 0)
    slots = ids.slot_in(moves["debit"])
    # By slot, for then ids ascend and are appended; the few of a locked call stay in the order in which their caller thinks.
    order = np.arange(len(slots)) if lock else np.argsort(slots.astype(np.uint8), kind="stable")
    moves = {name: moves[name][order] for name in MOVE_COLUMNS}
    transfers = ids.make_many(slots[order])
    links = rules.link(moves, transfers)
    slot = ids.slot_in(links.account)
    previous = _heads(db, {"slot": slot, "account": links.account, "unit": links.unit}, lock=lock)
    links.prev[links.first_entry] = previous
    accounts = {name: getattr(links, name) for name in ("account", "unit", "debits", "credits", "last_transfer")}
    accounts |= {"slot": slot, "previous": previous}
    filling = db.stage(_SQL.stage_ledger_accounts, accounts)
    moves |= {"transfer": transfers, "prev_debit": links.prev[::2], "prev_credit": links.prev[1::2]}
    db.stage(_SQL.stage_ledger_moves, moves)
    noted = np.flatnonzero(transfers % TRANSFERS_PER_STATEMENT == 0)
    due = np.unique(np.concatenate((moves["debit"][noted], moves["credit"][noted])))
    answers = np.empty_like(transfers)
    answers[order] = transfers
    return Prepared(answers, now_ms, accounts, links.first_entry, due, filling)


def apply(db: Database, prepared: Prepared) -> None:
    """Writes prepared moves, once, within a transaction: all of them, or it raises InsufficientFunds or AmountOutOfRange."""
    count = len(prepared.first_entry)
    if not count:
        return
    assert db.in_transaction
    assert db.filling(_SQL.stage_ledger_accounts) == prepared.filling, "other moves were prepared since"
    with translated():
        posted = db.run(_SQL.post)
        if posted < count:
            _catch_up(db, prepared, count - posted)
        appended = db.run(_SQL.append, at=prepared.at_ms)
        assert appended == len(prepared.transfers)
        if len(prepared.due):
            db.stage(_SQL.stage_ledger_due, {"slot": ids.slot_in(prepared.due), "account": prepared.due})
            db.run(_SQL.write_statements, at=prepared.at_ms)


def _heads(db: Database, accounts: Columns, *, lock: bool) -> Column:
    """The last transfer of each account, 0 for none."""
    db.stage(_SQL.stage_ledger_heads, accounts)
    previous = db.columns(_SQL.lock_heads if lock else _SQL.heads)["previous"]
    if len(previous) < len(accounts["account"]):
        account, unit = db.rows(_SQL.unfit)[0]
        if unit:
            raise UnitMismatch(f"The unit of account {account} is {unit}", account=str(account))
        raise UnknownAccount(f"There is no account {account}", account=str(account))
    return previous


def _catch_up(db: Database, prepared: Prepared, count: int) -> None:
    """Posts to the accounts that somebody else has posted to since they were read, behind what is there now."""
    late = db.columns(_SQL.late)
    assert len(late["n"]) == count
    db.stage(_SQL.stage_ledger_accounts, take(prepared.accounts, late["n"]) | {"previous": late["previous"]})
    posted = db.run(_SQL.post)
    assert posted == count
    entries = prepared.first_entry[late["n"]]
    moves, row = np.unique(entries >> 1, return_inverse=True)
    prev = np.zeros((2, len(moves)), np.int64)
    prev[entries & 1, row] = late["previous"]
    db.stage(_SQL.stage_ledger_relinks, {"move": moves, "prev_debit": prev[0], "prev_credit": prev[1]})
    db.run(_SQL.relink)
