"""Accounts, transfers and holds. Every function runs in a transaction that its caller opened, and rolls back if it raises.

A key is an idempotency key, unique forever: the same key with the same body gives the first answer again and changes nothing,
with another body it raises KeyConflict.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np

from facevalue.kit import ids, sql
from facevalue.kit.columns import Column
from facevalue.kit.db import Database
from facevalue.ledger import ingest, rules
from facevalue.ledger.errors import HoldClosed, HoldExceeded, KeyConflict, UnknownAccount, UnknownHold, translated
from facevalue.ledger.queries import Hold
from facevalue.ledger.terms import AMOUNT_MAX, NEVER, TOKEN, UNLIMITED, Code, HoldState, Kind

__all__ = [
    "AMOUNT_MAX",
    "NEVER",
    "TOKEN",
    "UNLIMITED",
    "Code",
    "Kind",
    "Transfer",
    "capture",
    "expire_due",
    "hold",
    "hold_many",
    "open_accounts",
    "release",
    "release_many",
    "transfer",
]

_SQL = sql.load("facevalue.ledger")


@dataclass(frozen=True, slots=True)
class Transfer:
    """`amount` of `unit` from the account `debit` to the account `credit`; `meta` is JSON to remember with it."""

    debit: int
    credit: int
    amount: int
    unit: int
    code: int
    key: str
    meta: Mapping[str, Any] | None = None


def open_accounts(
    db: Database,
    slots: Column,
    owners: Column,
    kind: int,
    unit: int,
    floor: int = 0,
    *,
    now_ms: int,
    account_ids: Column | None = None,
) -> Column:
    """The accounts of `owners` in `slots`, opened where they are missing. An account that exists keeps its floor.

    Whoever builds books anew gives the ids that the accounts had.
    """
    assert db.in_transaction
    made = ids.make_many(slots) if account_ids is None else account_ids.copy()
    order = np.argsort(made)
    db.stage(_SQL.stage_ledger_openings, {"slot": slots[order], "id": made[order], "owner": owners[order]})
    db.run(_SQL.insert_owners, kind=int(kind), unit=unit, opened_at=now_ms)
    db.run(_SQL.insert_accounts, floor=floor)
    known = db.columns(_SQL.accounts_of, kind=int(kind), unit=unit)
    made[order[known["n"]]] = known["id"]
    return made


def transfer(db: Database, transfers: Sequence[Transfer], now_ms: int) -> list[int]:
    """Linked transfers: all or none; what counts for the floors is their outcome together. Returns their ids.

    Raises KeyConflict, InsufficientFunds, UnknownAccount, UnitMismatch, AmountOutOfRange, SameAccount.
    """
    assert db.in_transaction
    if not transfers:
        return []
    rows = [(each.debit, each.credit, each.amount, each.unit, each.code) for each in transfers]
    for each in transfers:
        rules.check_amount(each.amount)
    keys = rules.keys([each.key for each in transfers], "transfer", rows, [each.meta for each in transfers])
    columns = np.array(rows, np.int64).T
    moves = dict(zip(("debit", "credit", "amount", "unit", "code"), columns, strict=True))
    prepared = ingest.prepare(db, moves | {"position": np.zeros(len(rows), np.int64)}, now_ms, lock=True)
    answers = _claim(db, keys, prepared.transfers)
    if answers is not None:
        return answers
    ingest.apply(db, prepared)
    _remember(db, keys)
    made: list[int] = prepared.transfers.tolist()
    for identifier, each in zip(made, transfers, strict=True):
        if each.meta is not None:
            text = msgspec.json.encode(each.meta).decode()
            db.run(_SQL.insert_meta, slot=ids.slot_in(identifier), transfer=identifier, json=text)
    return made


def hold(db: Database, account: int, amount: int, key: str, expires_at_ms: int, now_ms: int) -> int:
    """Sets tokens aside until they are captured, released or expire. Returns the hold's id. Raises as `hold_many`."""
    return int(hold_many(db, np.array([account]), np.array([amount]), [key], expires_at_ms, now_ms)[0])


def hold_many(
    db: Database,
    accounts: Column,
    amounts: Column,
    keys: Sequence[str],
    expires_at_ms: int,
    now_ms: int,
    hold_ids: Column | None = None,
) -> Column:
    """Linked holds, one for each element. Raises KeyConflict, InsufficientFunds, UnknownAccount, AmountOutOfRange.

    Whoever builds books anew gives the ids that the holds had.
    """
    assert db.in_transaction
    rules.check_amounts(amounts)
    if not len(accounts):
        return accounts
    slots = ids.slot_in(accounts)
    made = ids.make_many(slots) if hold_ids is None else hold_ids
    named = rules.keys(keys, "hold", accounts.tolist(), amounts.tolist(), expires_at_ms)
    _lock(db, accounts, amounts)
    answers = _claim(db, named, made)
    if answers is not None:
        return np.array(answers)
    with translated():
        db.run(_SQL.add_held)
    db.stage(_SQL.stage_ledger_holds, {"slot": slots, "hold": made, "account": accounts, "amount": amounts})
    db.run(_SQL.insert_holds, expires_at=expires_at_ms, opened_at=now_ms)
    _remember(db, named)
    return made


def capture(
    db: Database, hold: int, credit: int, amount: int, key: str, *, final: bool = True, now_ms: int, code: int = Code.CAPTURE
) -> int:
    """Pays `amount` out of a hold; what is left of it goes back if `final`, and stays aside if not. Returns the transfer's id.

    Raises UnknownHold, HoldClosed (also once it is past its expiry), HoldExceeded, KeyConflict, and as `transfer`.
    """
    assert db.in_transaction
    rules.check_amount(amount)
    row = db.row(_SQL.lock_hold, slot=ids.slot_in(hold), hold=hold)
    if row is None:
        raise UnknownHold(f"There is no hold {hold}", hold=str(hold))
    held = Hold(*row)
    move = {"debit": held.account, "credit": credit, "amount": amount, "unit": held.unit, "code": int(code), "position": 0}
    moves = {name: np.array([value], np.int64) for name, value in move.items()}
    prepared = ingest.prepare(db, moves, now_ms, lock=True)
    named = rules.keys([key], "capture", hold, credit, amount, final, int(code))
    answers = _claim(db, named, prepared.transfers)
    if answers is not None:
        return answers[0]
    if held.state != HoldState.OPEN or held.expires_at_ms <= now_ms:
        raise HoldClosed(f"Hold {hold} is closed", hold=str(hold))
    if amount > held.rest:
        raise HoldExceeded(f"{held.rest} are left of hold {hold}", hold=str(hold), rest=held.rest)
    released = held.rest - amount if final else 0
    state = HoldState.OPEN if amount + released < held.rest else HoldState.CAPTURED
    _lock(db, np.array([held.account]), np.array([-amount - released]))
    db.run(_SQL.add_held)
    ingest.apply(db, prepared)
    made = int(prepared.transfers[0])
    slot = ids.slot_in(hold)
    closed_at = now_ms if state else 0
    db.run(_SQL.capture_hold, slot=slot, hold=hold, captured=amount, released=released, state=int(state), closed_at=closed_at)
    db.run(_SQL.insert_capture, slot=slot, hold=hold, transfer=made)
    _remember(db, named)
    return made


def release(db: Database, hold: int, now_ms: int) -> int:
    """Gives back what is left of a hold; how much that was, 0 if it was closed before. Raises UnknownHold."""
    return release_many(db, np.array([hold]), now_ms)


def release_many(db: Database, holds: Column, now_ms: int) -> int:
    """Gives back what is left of the holds; how much that was. Raises UnknownHold, and then releases none."""
    assert db.in_transaction
    holds = np.unique(holds)
    db.stage(_SQL.stage_ledger_closing, {"slot": ids.slot_in(holds), "hold": holds})
    known = np.array(db.rows(_SQL.lock_holds), np.int64).reshape(-1, 4)
    if len(known) < len(holds):
        missing = np.setdiff1d(holds, known[:, 1])[0]
        raise UnknownHold(f"There is no hold {missing}", hold=str(missing))
    return _close(db, known[known[:, 3] > 0], HoldState.RELEASED, now_ms)


def expire_due(db: Database, now_ms: int, limit: int) -> int:
    """Closes at most `limit` holds whose time is over; how many there were."""
    assert db.in_transaction
    due = np.array(db.rows(_SQL.due_holds, now=now_ms, limit=limit), np.int64).reshape(-1, 4)
    _close(db, due, HoldState.EXPIRED, now_ms)
    return len(due)


def _close(db: Database, open_holds: np.ndarray[tuple[int, int], np.dtype[np.int64]], state: HoldState, now_ms: int) -> int:
    """Closes locked holds, given as rows of slot, hold, account and what is left of it."""
    slots, holds, accounts, rest = open_holds.T
    if not len(holds):
        return 0
    db.stage(_SQL.stage_ledger_closing, {"slot": slots, "hold": holds})
    db.run(_SQL.close_holds, state=int(state), closed_at=now_ms)
    _lock(db, accounts, -rest)
    db.run(_SQL.add_held)
    return int(rest.sum())


def _lock(db: Database, accounts: Column, amounts: Column) -> None:
    """Stages what will be added to what is held of accounts, and keeps others away from them. Raises UnknownAccount."""
    distinct, row = np.unique(accounts, return_inverse=True)
    totals = np.zeros(len(distinct), np.int64)
    np.add.at(totals, row, amounts)
    db.stage(_SQL.stage_ledger_held, {"slot": ids.slot_in(distinct), "account": distinct, "amount": totals})
    known = [account for (account,) in db.rows(_SQL.lock_accounts)]
    if len(known) < len(distinct):
        missing = np.setdiff1d(distinct, known)[0]
        raise UnknownAccount(f"There is no account {missing}", account=str(missing))


def _claim(db: Database, keys: rules.Keys, answers: Column) -> list[int] | None:
    """The first answers to these keys, or None if they are new; `answers` are staged to be remembered then."""
    db.stage(_SQL.stage_ledger_keys, {"slot": keys.slot, "key_hi": keys.hi, "key_lo": keys.lo, "answer": answers})
    known = db.rows(_SQL.known_keys)
    if not known:
        return None
    if len(known) < len(keys.slot) or any(body != keys.body for _, body, _ in known):
        raise KeyConflict("A key was used before for something else")
    return [answer for _, _, answer in known]


def _remember(db: Database, keys: rules.Keys) -> None:
    with translated():
        db.run(_SQL.insert_keys, body=keys.body)
