"""The audit: whatever the ledger maintains is computed again from what it only ever appends.

Transfers are read once, in pages, and added up by account. That an account's chain visits each of its transfers once is seen
without walking it: the pointers together with the chain's end must be the same set as the transfers together with 0 (the
beginning), compared by a sum of salted hashes; and pointers that all lead to earlier transfers cannot form a circle. The few
chains that fail are walked.
"""

import secrets
from collections.abc import Iterator
from typing import Any

import numpy as np

from facevalue.kit import ids, sql
from facevalue.kit.columns import Column, Columns, concatenate, take
from facevalue.kit.db import Database
from facevalue.kit.findings import Finding
from facevalue.kit.sql import Query

_SQL = sql.load("facevalue.ledger")
PAGE_ROWS = 200_000
STRETCHES_PER_PAGE = 2_000


def audit(db: Database) -> Iterator[Finding]:
    """Everything that is wrong, in the order of the checks."""
    books = _Books(db)
    yield from books.owners()
    yield from books.transfers()
    yield from books.balances()
    yield from books.chains()
    yield from books.holds()
    yield from books.statements()
    for (transfer,) in db.rows(_SQL.stray_meta):
        yield Finding("meta", f"transfer {transfer}", "has metadata but does not exist")


class _Books:
    """All accounts, ascending by id, as columns; sums and hashes are by the row of the account."""

    def __init__(self, db: Database) -> None:
        self.db = db
        accounts = _whole(db, _SQL.page_of_accounts, "slot", "id")
        self.accounts = take(accounts, np.argsort(accounts["id"]))
        count = len(self.accounts["id"])
        self.debits, self.credits, self.count = (np.zeros(count, np.int64) for _ in range(3))
        self.hashes = np.zeros(count, np.uint64)
        self.salt = np.uint64(secrets.randbits(64))
        self.unsure = np.zeros(count, np.bool_)
        self.keyed = np.sort(_whole(db, _SQL.page_of_keys, "slot", "key_hi", "key_lo")["answer"])
        self.answered = np.zeros(len(self.keyed), np.bool_)

    def owners(self) -> Iterator[Finding]:
        """Each account has an owner and the other way round, of one unit."""
        owners = _whole(self.db, _SQL.page_of_owners, "slot", "id")
        row, known = _find(self.accounts["id"], owners["id"])
        for account in owners["id"][~known]:
            yield Finding("account", f"account {account}", "has an owner but no balance")
        for account in np.setdiff1d(self.accounts["id"], owners["id"]):
            yield Finding("account", f"account {account}", "has a balance but no owner")
        for account in owners["id"][known][owners["unit"][known] != self.accounts["unit"][row[known]]]:
            yield Finding("account", f"account {account}", "is of two units")

    def transfers(self) -> Iterator[Finding]:
        """Each transfer is well formed, between known accounts of its unit, and has a key unless it comes from the log."""
        for page in _pages(self.db, _SQL.page_of_transfers, "slot", "id"):
            wrong = page["amount"] <= 0, page["debit"] == page["credit"], ids.slot_in(page["debit"]) != page["slot"]
            for transfer in page["id"][np.any(wrong, axis=0)]:
                yield Finding("transfer", f"transfer {transfer}", "is malformed")
            for side in ("debit", "credit"):
                yield from self._add(page, side)
            yield from self._unlock(page["id"][page["position"] == 0], "transfer")

    def _add(self, page: Columns, side: str) -> Iterator[Finding]:
        row, known = _find(self.accounts["id"], page[side])
        for place in np.flatnonzero(~known):
            yield Finding("transfer", f"transfer {page['id'][place]}", f"has the unknown account {page[side][place]}")
        page, row = take(page, known), row[known]
        for place in np.flatnonzero(page["unit"] != self.accounts["unit"][row]):
            yield Finding("transfer", f"transfer {page['id'][place]}", f"is not of the unit of its account {page[side][place]}")
        np.add.at(self.debits if side == "debit" else self.credits, row, page["amount"])
        np.add.at(self.count, row, 1)
        prev = page[f"prev_{side}"]
        np.add.at(self.hashes, row, self._hash(page["id"]) - self._hash(prev))
        self.unsure[row[_ticket(prev) >= _ticket(page["id"])]] = True

    def _unlock(self, answers: Column, what: str) -> Iterator[Finding]:
        place, known = _find(self.keyed, answers)
        self.answered[place[known]] = True
        for answer in answers[~known]:
            yield Finding("key", f"{what} {answer}", "has no key, so a repetition would do it again")

    def balances(self) -> Iterator[Finding]:
        """Each sum is that of the account's transfers, no account is below its floor, and each unit adds up to nothing."""
        accounts = self.accounts
        for name, sums in (("debits", self.debits), ("credits", self.credits)):
            for row in np.flatnonzero(accounts[name] != sums):
                detail = f"{name} are {accounts[name][row]}, its transfers add up to {sums[row]}"
                yield Finding("balance", self._account(row), detail)
        available = accounts["credits"] - accounts["debits"] - accounts["held"]
        for row in np.flatnonzero(available < accounts["floor"]):
            yield Finding("floor", self._account(row), f"{available[row]} are available, the floor is {accounts['floor'][row]}")
        for unit in np.unique(accounts["unit"]):
            of_unit = accounts["unit"] == unit
            debits, credits_ = (sum(accounts[name][of_unit].tolist()) for name in ("debits", "credits"))
            if debits != credits_:
                yield Finding("double entry", f"unit {unit}", f"debits are {debits}, credits are {credits_}")

    def chains(self) -> Iterator[Finding]:
        """Each account's chain visits each of its transfers once."""
        ends = self._hash(self.accounts["last_transfer"]) - self._hash(np.zeros_like(self.count))
        self.unsure |= self.hashes != ends
        for row in np.flatnonzero(self.unsure):
            account, end, count = int(self.accounts["id"][row]), int(self.accounts["last_transfer"][row]), int(self.count[row])
            found = self.db.row(_SQL.chain_length, account=account, transfer=end, limit=count)
            assert found is not None
            self.unsure[row] = self.hashes[row] != ends[row] or found[0] != count
            if self.unsure[row]:
                reached = min(found[0], count)
                yield Finding("chain", self._account(row), f"from its end {reached} of {count} transfers are reached")

    def holds(self) -> Iterator[Finding]:
        """What is held of an account is what is left of its open holds; what was captured is what their transfers say."""
        held = np.zeros(len(self.count), np.int64)
        for page in _pages(self.db, _SQL.page_of_holds, "slot", "id"):
            rest = page["amount"] - page["captured"] - page["released"]
            for hold in page["id"][((page["state"] == 0) != (rest > 0)) | (rest < 0)]:
                yield Finding("hold", f"hold {hold}", "is neither open with something left nor closed with nothing left")
            row, known = _find(self.accounts["id"], page["account"])
            for hold in page["id"][~known]:
                yield Finding("hold", f"hold {hold}", "is on an unknown account")
            np.add.at(held, row[known], np.where(page["state"] == 0, rest, 0)[known])
            yield from self._unlock(page["id"], "hold")
        for wrong in np.flatnonzero(held != self.accounts["held"]):
            detail = f"{self.accounts['held'][wrong]} are held, open holds have {held[wrong]}"
            yield Finding("hold", self._account(wrong), detail)
        for hold, captured, paid in self.db.rows(_SQL.wrong_captures):
            yield Finding("hold", f"hold {hold}", f"{captured} are captured, its transfers add up to {paid}")
        for hold, transfer in self.db.rows(_SQL.stray_captures):
            yield Finding("hold", f"hold {hold}", f"does not exist, but transfer {transfer} is its capture")
        for answer in self.keyed[~self.answered]:
            yield Finding("key", f"answer {answer}", "is remembered for a key, but there is no such transfer or hold")

    def statements(self) -> Iterator[Finding]:
        """Each statement is the one before it in the account, and what lies between; a broken chain has been told already."""
        for account, transfer in self.db.rows(_SQL.stray_statements):
            yield Finding("statement", f"account {account}", f"at transfer {transfer}, which is not its own or of another time")
        previous = np.zeros(4, np.int64)
        names = "account", "last_transfer", "debits", "credits"
        for page in _pages(self.db, _SQL.page_of_statements, "slot", "account", "last_transfer", limit=STRETCHES_PER_PAGE):
            points = np.vstack((previous, np.stack([page[name] for name in names], axis=1)))
            before, after, previous = points[:-1], points[1:], points[-1]
            before = np.where(before[:, :1] == after[:, :1], before, 0)
            row, known = _find(self.accounts["id"], after[:, 0])
            sound = known & ~self.unsure[np.where(known, row, 0)]
            yield from self._compare(before[sound], after[sound])

    def _compare(self, before: Any, after: Any) -> Iterator[Finding]:
        self.db.stage(_SQL.stage_ledger_stretches, {"account": after[:, 0], "start": after[:, 1], "stop": before[:, 1]})
        sums = self.db.columns(_SQL.sums_of_stretches)
        expected = after[:, 2:] - np.where(sums["met"][:, None] == 1, before[:, 2:], 0)
        wrong = (expected != np.stack((sums["debits"], sums["credits"]), axis=1)).any(axis=1)
        for account, transfer in after[wrong, :2]:
            yield Finding("statement", f"account {account}", f"at transfer {transfer} is not what its transfers add up to")

    def _account(self, row: Any) -> str:
        return f"account {self.accounts['id'][row]}"

    def _hash(self, numbers: Column) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
        with np.errstate(over="ignore"):
            mixed = (numbers.astype(np.uint64) ^ self.salt) * np.uint64(0x9E3779B97F4A7C15)
            mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
            return mixed ^ (mixed >> np.uint64(32))


def _pages(db: Database, query: Query, *key: str, limit: int = PAGE_ROWS) -> Iterator[Columns]:
    after = [-(1 << 63)] * len(key)
    while True:
        page = db.columns(query, limit=limit, **{f"after_{place}": value for place, value in enumerate(after, 1)})
        yield page
        if len(page[key[0]]) < limit:
            return
        after = [int(page[name][-1]) for name in key]


def _whole(db: Database, query: Query, *key: str) -> Columns:
    return concatenate(list(_pages(db, query, *key)))


def _find(ascending: Column, wanted: Column) -> tuple[Column, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """The row of each wanted number, and whether it is there at all."""
    row = np.minimum(np.searchsorted(ascending, wanted), max(0, len(ascending) - 1))
    return row, (ascending[row] == wanted if len(ascending) else np.zeros(len(wanted), np.bool_))


def _ticket(identifiers: Column) -> Column:
    """Ids without their slot: in the order in which they were made."""
    return (identifiers >> 22 << 14) | (identifiers & 16383)
