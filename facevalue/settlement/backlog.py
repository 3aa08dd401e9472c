"""What of the log waits to be settled, and how it is cut into batches.

A batch takes from each slot a stretch of its log: first the control records at its head, then all up to the next one.
So within a batch prices, blocks and clocks stand still, and everything else can be done by sets.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from facevalue.kit import columns as kit_columns
from facevalue.kit import ids
from facevalue.kit.columns import Column, Columns
from facevalue.social.ingest import Log, Segment, records, seq_of


@dataclass(slots=True)
class Control:
    """A record that changes how the rest of its slot is settled."""

    op: int
    slot: int
    subject: int
    actor: int
    at_ms: int
    position: int
    detail: dict[str, Any]


@dataclass(slots=True)
class Batch:
    """`columns`: the records to settle by sets, in log order within each slot; `publishes`: (position, detail); `positions`: by
    slot the last position of the batch, its controls included, -1 where the slot has none; `more`: others wait."""

    controls: list[Control]
    publishes: list[tuple[int, dict[str, Any]]]
    columns: Columns
    positions: Column
    at_ms: int
    more: bool

    @property
    def records(self) -> int:
        """How many log records this batch settles."""
        return len(self.columns["op"]) + len(self.controls)


class Backlog:
    """The log after the cursors of the slots that a worker holds, read as needed."""

    def __init__(self, log: Log, cursors: dict[int, int]) -> None:
        self.log = log
        self.cursors = np.full(ids.SLOTS, np.iinfo(np.int64).max)
        for slot, position in cursors.items():
            self.cursors[slot] = position
        self.read_seq = seq_of(min(cursors.values())) - 1 if cursors else 0
        self.details: dict[int, dict[str, Any]] = {}
        self.waiting: list[Columns] = []
        self.at_ms = 0

    def batch(self, records_max: int) -> Batch | None:
        """The next batch, of about `records_max` records; None if nothing waits."""
        self._fill(records_max)
        if not self.waiting:
            return None
        taken, count = 0, 0
        while taken < len(self.waiting) and (not taken or count + len(self.waiting[taken]["op"]) <= records_max):
            count += len(self.waiting[taken]["op"])
            taken += 1
        columns = kit_columns.concatenate(self.waiting[:taken])
        limit = records_max if taken == 1 and count > records_max else count
        now, later = self._cut(columns, limit)
        self.waiting[:taken] = [later] if len(later["op"]) else []
        return self._batch(now)

    def _fill(self, records_max: int) -> None:
        while sum(len(part["op"]) for part in self.waiting) < records_max:
            segments = self.log.read(self.read_seq, records_max)
            if not segments:
                return
            for segment in segments:
                self._take(segment)
            self.read_seq = segments[-1].seq

    def _take(self, segment: Segment) -> None:
        columns, position = segment.columns, segment.columns["position"]
        ours = position > self.cursors[columns["slot"]]
        self.details.update({int(position[row]): detail for row, detail in segment.details.items() if ours[row]})
        self.at_ms = segment.at_ms
        if ours.any():
            self.waiting.append(columns if ours.all() else kit_columns.take(columns, ours))

    def _cut(self, columns: Columns, records_max: int) -> tuple[Columns, Columns]:
        """The records of the next batch, and what has to wait."""
        control = np.isin(columns["op"], records.CONTROLS)
        ready = np.arange(len(control)) < records_max
        if control.any():
            order = np.argsort(columns["slot"], kind="stable")
            slots, marks = columns["slot"][order], control[order]
            starts = np.flatnonzero(np.concatenate(([True], slots[1:] != slots[:-1])))
            slot_of_row = np.cumsum(np.concatenate(([False], slots[1:] != slots[:-1])))
            plain = np.cumsum(~marks)
            ends = marks & (plain > (plain - ~marks)[starts][slot_of_row])
            ended = np.cumsum(ends)
            ready[order] &= ended == (ended - ends)[starts][slot_of_row]
        return kit_columns.take(columns, ready), kit_columns.take(columns, ~ready)

    def _batch(self, columns: Columns) -> Batch:
        position = columns["position"]
        positions = np.full(ids.SLOTS, -1, np.int64)
        np.maximum.at(positions, columns["slot"], position)
        special = np.flatnonzero(columns["op"] >= records.PUBLISH)
        controls, publishes = [], []
        for row in special.tolist():
            op, detail = int(columns["op"][row]), self.details.pop(int(position[row]), {})
            if op == records.PUBLISH:
                publishes.append((int(position[row]), detail))
            elif op in records.CONTROLS:
                slot, subject, actor, at_ms = (int(columns[name][row]) for name in ("slot", "subject", "actor", "at"))
                controls.append(Control(op, slot, subject, actor, at_ms, int(position[row]), detail))
        rest = columns
        if len(special):
            known = np.isin(columns["op"], (records.PUBLISH, *records.CONTROLS))
            rest = kit_columns.take(columns, ~known)
        return Batch(controls, publishes, rest, positions, self.at_ms, more=bool(self.waiting))
