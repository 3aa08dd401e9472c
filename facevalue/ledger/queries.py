"""What is in accounts, and how it came there."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec
import numpy as np

from facevalue.kit import ids, sql
from facevalue.kit.columns import Column
from facevalue.kit.db import Database
from facevalue.kit.findings import Finding
from facevalue.ledger import books
from facevalue.ledger.errors import UnknownAccount, UnknownHold
from facevalue.ledger.terms import AMOUNT_MAX, NEVER, TOKEN, UNLIMITED, Code, HoldState, Kind
from facevalue.ledger.turnover import Turnover, turnover

__all__ = [
    "AMOUNT_MAX",
    "NEVER",
    "TOKEN",
    "UNLIMITED",
    "Account",
    "Balance",
    "Code",
    "Entry",
    "Finding",
    "Hold",
    "HoldState",
    "Kind",
    "Turnover",
    "account",
    "accounts_of",
    "audit",
    "balance",
    "balance_at",
    "entry",
    "history",
    "hold",
    "meta",
    "owned",
    "owners",
    "turnover",
]

_SQL = sql.load("facevalue.ledger")


class Balance(NamedTuple):
    """`posted` = credits - debits; `held` of it is set aside; `available` = posted - held."""

    posted: int
    held: int
    available: int


@dataclass(frozen=True, slots=True)
class Account:
    """An account and its sums, in `unit`."""

    id: int
    slot: int
    owner: int
    unit: int
    kind: Kind
    opened_at_ms: int
    floor: int
    debits: int
    credits: int
    held: int
    last_transfer: int


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold on an account, in the account's unit; `closed_at_ms` is 0 while it is open."""

    id: int
    account: int
    unit: int
    amount: int
    captured: int
    released: int
    state: HoldState
    expires_at_ms: int
    opened_at_ms: int
    closed_at_ms: int

    @property
    def rest(self) -> int:
        """What is still set aside."""
        return self.amount - self.captured - self.released


class Entry(NamedTuple):
    """A transfer, as it stands in an account's history; `position` in the log, 0 if it did not come from there."""

    transfer: int
    at_ms: int
    debit: int
    credit: int
    unit: int
    amount: int
    code: int
    position: int


def account(db: Database, account: int) -> Account:
    """Raises UnknownAccount."""
    row = db.row(_SQL.account, slot=ids.slot_in(account), account=account)
    if row is None:
        raise _unknown(account)
    return Account(*row)


def balance(db: Database, account: int) -> Balance:
    """What is in an account now. Raises UnknownAccount."""
    row = db.row(_SQL.sums, slot=ids.slot_in(account), account=account)
    if row is None:
        raise _unknown(account)
    posted, held = row
    return Balance(posted, held, posted - held)


def balance_at(db: Database, account: int, at_ms: int) -> int:
    """What was posted to an account up to and including a time: after the last transfer of its chain stamped no later."""
    where = {"slot": ids.slot_in(account), "account": account}
    point = db.row(_SQL.statement_after, **where, at=at_ms) or db.row(_SQL.head, **where)
    if point is None:
        raise _unknown(account)
    last_transfer, posted = point
    since = db.row(_SQL.posted_since, account=account, transfer=last_transfer, at=at_ms)
    assert since is not None
    return int(posted - since[0])


def history(db: Database, account: int, limit: int, before: int | None = None) -> list[Entry]:
    """At most `limit` transfers of an account, newest first; with `before`, a transfer of the account, those that precede it.

    Raises UnknownAccount, also if `before` is not a transfer of the account.
    """
    if before is None:
        row = db.row(_SQL.last_transfer, slot=ids.slot_in(account), account=account)
    else:
        row = db.row(_SQL.transfer_before, slot=ids.slot_in(before), transfer=before, account=account)
    if row is None:
        raise _unknown(account)
    entries = db.rows(_SQL.history, slot=ids.slot_in(row[0]), transfer=row[0], account=account, limit=limit)
    return [Entry(*entry) for entry in entries]


def meta(db: Database, transfer: int) -> dict[str, Any] | None:
    """What its maker wanted to remember with a transfer."""
    row = db.row(_SQL.meta, slot=ids.slot_in(transfer), transfer=transfer)
    return None if row is None else msgspec.json.decode(row[0], type=dict[str, Any])


def hold(db: Database, hold: int) -> Hold:
    """Raises UnknownHold."""
    row = db.row(_SQL.hold, slot=ids.slot_in(hold), hold=hold)
    if row is None:
        raise UnknownHold(f"There is no hold {hold}", hold=str(hold))
    return Hold(*row)


def accounts_of(db: Database, slots: Column, owners: Column, kind: int, unit: int) -> Column:
    """The accounts of `owners` in `slots`, 0 where there is none."""
    found = np.zeros(len(owners), np.int64)
    db.stage(_SQL.stage_ledger_openings, {"slot": slots, "id": found, "owner": owners})
    known = db.columns(_SQL.accounts_of, kind=int(kind), unit=unit)
    found[known["n"]] = known["id"]
    return found


def owned(db: Database, slot: int, owner: int) -> list[Account]:
    """All accounts of an owner in a slot, by kind and unit."""
    return [Account(*row) for row in db.rows(_SQL.accounts_of_owner, slot=slot, owner=owner)]


def owners(db: Database, accounts: Collection[int]) -> dict[int, tuple[int, Kind]]:
    """By account whose it is, and of which kind; those that are not there are left out."""
    wanted = np.unique(np.array(list(accounts), np.int64))
    if not len(wanted):
        return {}
    db.stage(_SQL.stage_ledger_openings, {"slot": ids.slot_in(wanted), "id": wanted, "owner": np.zeros_like(wanted)})
    found = db.columns(_SQL.owners)
    rows = zip(*(found[name].tolist() for name in ("id", "owner", "kind")), strict=True)
    return {account: (owner, Kind(kind)) for account, owner, kind in rows}


def entry(db: Database, transfer: int) -> Entry | None:
    """One transfer, None if there is none."""
    row = db.row(_SQL.entry, slot=ids.slot_in(transfer), transfer=transfer)
    return None if row is None else Entry(*row)


def audit(db: Database) -> Iterator[Finding]:
    """Recomputes every balance, chain, hold, statement and key; says what is wrong and where. Nobody should write meanwhile."""
    return books.audit(db)


def _unknown(account: int) -> UnknownAccount:
    return UnknownAccount(f"There is no account {account}", account=str(account))
