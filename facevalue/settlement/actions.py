"""Settling: what a worker does, batch after batch."""

import time
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from facevalue.kit import ids, sql
from facevalue.kit.columns import Column
from facevalue.kit.db import Database, Preempted
from facevalue.ledger import actions as ledger_actions
from facevalue.settlement import controls, leases, write
from facevalue.settlement.backlog import Backlog, Batch
from facevalue.settlement.decide import Decision, decide
from facevalue.settlement.errors import LeaseLost
from facevalue.settlement.known import KnownPosts
from facevalue.social import ingest as social
from facevalue.social.ingest import Log

__all__ = ["Decision", "Settled", "Settler"]

_SQL = sql.load("facevalue.settlement")
_NOT_OURS = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Settled:
    """A batch that is committed. `decision` is None where it held control records alone; `write_s`: its transaction;
    `more`: the backlog goes on."""

    records: int
    decision: Decision | None
    more: bool
    write_s: float = 0.0


class Settler:
    """Settles the slots that one worker holds. One thread, one connection; any number of workers at once."""

    def __init__(self, db: Database, log: Log, worker: int) -> None:
        self.db, self.log, self.worker = db, log, worker
        self.slots: dict[int, int] = {}
        self._backlog: Backlog | None = None
        self._cursors = np.full(ids.SLOTS, _NOT_OURS)
        self._known = KnownPosts()

    def lease(self, now_ms: int) -> int:
        """Renews the leases and takes what is free; returns how many slots the worker holds."""
        held = leases.take(self.db, self.worker, now_ms)
        if held.keys() != self.slots.keys():
            self._restart(held)
        return len(held)

    def leave(self) -> None:
        """Gives the slots back for others to take at once."""
        leases.leave(self.db, self.worker)
        self._restart({})

    def step(self, records_max: int, now_ms: int) -> Settled | None:
        """Settles one batch of at most `records_max` records in one transaction; None if nothing waits.

        Raises Preempted when another writer waits (do it again, smaller), LeaseLost, or StorageUnavailable; in any case
        nothing was written, and the next step begins where the last one ended.
        """
        if self._backlog is None:
            return None
        try:
            batch = self._backlog.batch(records_max)
            if batch is None:
                return None
            settled = self._settle(batch, now_ms)
            self._backlog.settled(batch)
            return settled
        except Preempted:
            raise  # what is known still holds, and the cursors say what is left of the batch
        except BaseException:
            self._restart(self._stored_cursors())
            raise

    def settle_all(self, records_max: int, now_ms: int) -> None:
        """Settles batch after batch until nothing waits, letting others write in between. Raises as `step`, but Preempted."""
        waits = True
        while waits:
            with suppress(Preempted):
                waits = self.step(records_max, now_ms) is not None

    def _settle(self, batch: Batch, now_ms: int) -> Settled:
        if batch.publishes or batch.controls:
            controlled = self._positions_of(batch)
            with self.db.transaction(patient=True):
                self._publish(batch, now_ms)
                controls.apply(self.db, batch.controls, now_ms)
                if batch.controls:
                    self._stage_cursors(controlled)
                    self._move_cursors(controlled)
            self._advance(controlled)
            if any(control.op in controls.OF_POSTS for control in batch.controls):
                self._known.forget()
        if not len(batch.columns["op"]) and not batch.publishes:
            return Settled(batch.records, None, batch.more)
        decision = decide(self.db, self._known, batch.columns)
        staged = write.stage(self.db, decision, now_ms)
        self._stage_cursors(batch.positions)
        with self.db.transaction(gives_way=True, patient=True):
            began_s = time.perf_counter()
            write.apply(self.db, staged, now_ms)
            self._move_cursors(batch.positions)
        self._advance(batch.positions)
        write.remember(self._known, decision)
        return Settled(batch.records, decision, batch.more, time.perf_counter() - began_s)

    def _publish(self, batch: Batch, now_ms: int) -> None:
        """Stores posts and frees their escrows. It may happen again after a crash, and changes nothing then; that
        engagements before the post's position do not know it is left to them."""
        if not batch.publishes:
            return
        details = [detail for _, detail in batch.publishes]
        social.publish(self.db, details, np.array([position for position, _ in batch.publishes], np.int64))
        holds = np.array([int(detail["hold"]) for detail in details], np.int64)
        ledger_actions.release_many(self.db, holds, now_ms)

    def _positions_of(self, batch: Batch) -> Column:
        positions = np.full(ids.SLOTS, -1, np.int64)
        for control in batch.controls:
            positions[control.slot] = max(positions[control.slot], control.position)
        return positions

    def _stage_cursors(self, positions: Column) -> None:
        slots = np.flatnonzero(positions >= 0)
        cursors = {"slot": slots, "before": self._cursors[slots], "after": positions[slots]}
        self.db.stage(_SQL.stage_cursors, cursors)

    def _move_cursors(self, positions: Column) -> None:
        """Moves the stored cursors, in the transaction of what they stand for: this is what makes settling exactly-once."""
        if self.db.run(_SQL.move_cursors, holder=self.worker) != np.count_nonzero(positions >= 0):
            raise LeaseLost("Another worker has settled some of these slots in the meantime")

    def _advance(self, positions: Column) -> None:
        """Notes where the stored cursors are, once they are committed."""
        np.copyto(self._cursors, positions, where=positions >= 0)

    def _stored_cursors(self) -> dict[int, int]:
        return dict(self.db.rows(_SQL.held_slots, holder=self.worker))

    def _restart(self, slots: dict[int, int]) -> None:
        """Begins anew from the stored positions."""
        self.slots = slots
        self._known.forget()
        self._cursors = np.full(ids.SLOTS, _NOT_OURS)
        for slot, position in slots.items():
            self._cursors[slot] = position
        self._backlog = Backlog(self.log, self._cursors) if slots else None
