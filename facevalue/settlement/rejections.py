"""Posts that turn out not to be on-brand: their earnings are held, and then paid again or taken back.

A rejected post's payments are held one by one, so that each of them keeps its receipt, and what is restored is exactly what
was lost. What the creator has spent already cannot be had back: then the newest payments that the purse covers are held.
"""

from typing import NamedTuple

import numpy as np

from facevalue.kit import ids, sql
from facevalue.kit.columns import Column, Columns, take
from facevalue.kit.db import Database
from facevalue.ledger import ingest as ledger
from facevalue.settlement.pricing import fee_of
from facevalue.settlement.rules import CLEARS_NEVER, Outcome
from facevalue.social import ingest as social

_SQL = sql.load("facevalue.settlement")
_NARROW = {"slot": "i2", "kind": "i1", "undo": "i1", "outcome": "i1", "degree": "i4", "clears": "i4"}


class _Post(NamedTuple):
    """The post of a record. `available`: in the creator's purse; `held`: whether the creator's tier holds all earnings."""

    series: int
    creator: int
    campaign: int
    app: int
    escrow: int
    purse: int
    pending: int
    fee_account: int
    fee_bps: int
    available: int
    held: int
    clock_hour: int


class Rejections:
    """What records about rejection do to one post, at one position of the log, within the transaction that moves the cursor."""

    def __init__(self, db: Database, post: int, position: int, now_ms: int) -> None:
        self.db, self.slot, self.post, self.position, self.now_ms = db, ids.slot_in(post), post, position, now_ms
        row = db.row(_SQL.rejected_post, slot=self.slot, post=post)
        self.found = None if row is None else _Post(*row)

    def reject(self, tokens_max: int | None = None) -> None:
        """Holds what the post has earned: all that has not cleared, and of the rest at most `tokens_max` (None = as much as the
        purse holds), whole payments, the newest first. A post that the log has not published yet is held from its beginning."""
        if social.reject(self.db, self.post, self.position) and self.found:
            self._hold(self.found, tokens_max)

    def restore(self) -> None:
        """Pays at once what was held, unless everything of the creator is; the post earns again."""
        if not social.restore(self.db, self.post) or not self.found or self.found.held:
            return
        held = self._held(self.found)
        tokens = int(held["price"].sum())
        self._move(self.found.pending, self.found.purse, tokens, ledger.Code.RESTORE)
        self._note(self.found, ledger.Code.RESTORE, tokens)
        self._change(self.found, held, clears=0)

    def void(self) -> Columns | None:
        """Takes back what is held, closes the post, and returns the rows of a fact that say so; None if that was so before, or
        the post is not published yet. One that was not rejected before is now."""
        if social.reject(self.db, self.post, self.position) and self.found:
            self._hold(self.found, None)
        if not social.reject(self.db, self.post, self.position, final=True) or not self.found:
            return None
        social.close(self.db, self.post, self.position)
        held, found = self._held(self.found), self.found
        fees = fee_of(held["price"], np.full(len(held["price"]), found.fee_bps))
        self._move(found.pending, found.escrow, int(held["price"].sum()), ledger.Code.WITHDRAW)
        self._move(found.fee_account, found.escrow, int(fees.sum()), ledger.Code.FEE_BACK)
        self._change(found, held | {"price": np.zeros_like(held["price"])}, clears=0)
        return self._fact(found, held, fees)

    def _hold(self, found: _Post, tokens_max: int | None) -> None:
        payments = self.db.columns(_SQL.payments_of_post, slot=self.slot, series=found.series, post=self.post)
        waits = payments["clears"] > found.clock_hour
        spendable = np.flatnonzero(~waits)
        limit = found.available if tokens_max is None else min(tokens_max, found.available)
        sums = np.cumsum(payments["price"][spendable])
        back = spendable[sums <= limit]
        tokens = int(payments["price"][back].sum())
        self._move(found.purse, found.pending, tokens, ledger.Code.REJECT)
        self._note(found, ledger.Code.REJECT, tokens)
        clearing = np.flatnonzero(waits & (payments["clears"] < CLEARS_NEVER))
        self._unclear(found, payments["clears"][clearing], payments["price"][clearing])
        self._change(found, take(payments, np.concatenate((back, clearing))), clears=CLEARS_NEVER)

    def _unclear(self, found: _Post, hours: Column, prices: Column) -> None:
        """They no longer wait for the clock."""
        if not len(hours):
            return
        distinct, group = np.unique(hours, return_inverse=True)
        tokens = np.zeros(len(distinct), np.int64)
        np.add.at(tokens, group, prices)
        keys = {"slot": np.full(len(distinct), self.slot), "hour": distinct}
        accounts = {"pending": np.full(len(distinct), found.pending), "purse": np.full(len(distinct), found.purse)}
        self.db.stage(_SQL.stage_clearing, {**keys, **accounts, "tokens": -tokens})
        self.db.run(_SQL.add_clearing)

    def _held(self, found: _Post) -> Columns:
        payments = self.db.columns(_SQL.payments_of_post, slot=self.slot, series=found.series, post=self.post)
        return take(payments, payments["clears"] == CLEARS_NEVER)

    def _move(self, debit: int, credit: int, tokens: int, code: ledger.Code) -> None:
        if tokens:
            move = {"debit": debit, "credit": credit, "amount": tokens, "unit": ledger.TOKEN, "code": int(code)}
            moves = {name: np.array([value], np.int64) for name, value in (move | {"position": self.position}).items()}
            ledger.apply(self.db, ledger.prepare(self.db, moves, self.now_ms))

    def _note(self, found: _Post, code: ledger.Code, tokens: int) -> None:
        hours = {"clock_hour": found.clock_hour, "hour": found.clock_hour}
        turn = {"slot": self.slot, "post": self.post, "position": self.position, "code": int(code), **hours}
        self.db.run(_SQL.insert_turn, **turn, tokens=tokens)

    def _change(self, found: _Post, payments: Columns, clears: int) -> None:
        count = len(payments["price"])
        keys = {"slot": self.slot, "series": found.series, "post": self.post, "clears": clears}
        table = {name: np.full(count, value) for name, value in keys.items()}
        table |= {name: payments[name] for name in ("actor", "kind", "price")}
        order = np.lexsort((table["kind"], table["actor"]))
        names = ("slot", "series", "actor", "post", "kind", "price", "clears")
        if count:
            self.db.stage(_SQL.stage_payments, {name: table[name][order] for name in names})
            changed = self.db.run(_SQL.change_payments)
            assert changed == count

    def _fact(self, found: _Post, held: Columns, fees: Column) -> Columns:
        """As `write.fact_of` has them, one row for each payment that was taken back."""
        count = len(fees)
        same = {"position": self.position, "slot": self.slot, "post": self.post, "creator": found.creator}
        same |= {"campaign": found.campaign, "app": found.app, "via": 0, "undo": 0, "outcome": Outcome.VOIDED, "degree": 1}
        table = {name: np.full(count, int(value)) for name, value in same.items()}
        table |= {"actor": held["actor"], "kind": held["kind"], "at": held["at"], "price": -held["price"], "fee": -fees}
        table |= {"clears": np.full(count, CLEARS_NEVER)}
        return {name: column.astype(_NARROW.get(name, "i8")) for name, column in table.items()}
