"""What of the log waits to be settled, and how it is cut into batches.

The backlog is read in rounds: all that waits, up to a limit, sorted by slot. A batch is the round's next stretch, so the more
waits, the fewer slots a batch is about and the more of its rows meet in the same pages of the database. That slots need not
keep step with each other is what they are for.

Within a batch prices, blocks and clocks stand still, so that everything else can be done by sets: of each slot it takes
control records first, then all up to the next one.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from facevalue.kit import columns as kit_columns
from facevalue.kit import ids
from facevalue.kit.columns import Column, Columns
from facevalue.social.ingest import Log, Segment, records, seq_of

# So many records a round has at least, if they are there, at 51 bytes each. With half as many, an engagement costs a fifth more
# processor time once 9 million are stored.
ROUND_RECORDS = 524_288
# A round has at most so many segments, each of which costs time and memory of its own, and of no slot more stretches between
# control records than this: others shall not wait for who toggles a block all day.
_SEGMENTS_MAX, _PASSES_MAX = 2_048, 8
_READ_RECORDS_MAX = 32_768


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
    slot the last position of the batch, its controls included, -1 where the slot has none; `taken`: of the round; `more`:
    others wait."""

    controls: list[Control]
    publishes: list[tuple[int, dict[str, Any]]]
    columns: Columns
    positions: Column
    taken: int
    more: bool

    @property
    def records(self) -> int:
        """How many log records this batch settles."""
        return len(self.columns["op"]) + len(self.controls)


class Backlog:
    """The log after `cursors`, the position of each slot, which the settler moves with each commit; a position past all
    keeps a slot out that is not the settler's."""

    def __init__(self, log: Log, cursors: Column) -> None:
        self.log, self.cursors = log, cursors
        self.read_seq = max(0, seq_of(int(cursors.min())) - 1)
        self.round: Columns = {}
        self.left: list[Columns] = []  # for the next round
        self.details: dict[int, dict[str, Any]] = {}
        # Places in the round: where the next batch begins, and those where no batch may go on.
        self.place, self.ends = 0, np.zeros(1, np.int64)

    def batch(self, records_max: int) -> Batch | None:
        """The next batch, of at most `records_max` records; None if nothing waits. The same again until it is `settled`."""
        if self.place == self.ends[-1]:
            self._begin(max(records_max, ROUND_RECORDS))
        if self.place == self.ends[-1]:
            return None
        end = self.ends[np.searchsorted(self.ends, self.place, side="right")]
        taken = int(min(records_max, end - self.place))
        columns = kit_columns.take(self.round, slice(self.place, self.place + taken))
        done = columns["position"] <= self.cursors[columns["slot"]]
        if done.any():  # controls whose transaction was committed, when the one after it was not
            columns = kit_columns.take(columns, ~done)
        return self._batch(columns, taken)

    def settled(self, batch: Batch) -> None:
        """Goes on behind a batch that is committed."""
        self.place += batch.taken
        if self.place == self.ends[-1]:
            self.round = {}

    def _begin(self, records_wanted: int) -> None:
        """Reads the next round."""
        self.round, self.place, self.ends = {}, 0, np.zeros(1, np.int64)
        parts = self._read(records_wanted)
        count = sum(len(part["op"]) for part in parts)
        if not count:
            return
        slots = np.concatenate([part["slot"] for part in parts])
        order = np.argsort(slots.astype(np.uint8), kind="stable")
        control = np.isin(np.concatenate([part["op"] for part in parts]), records.CONTROLS)
        passes = _passes(control[order], slots[order])
        later = np.sort(order[passes >= _PASSES_MAX])
        if passes.any():
            again = np.argsort(passes, kind="stable")[: count - len(later)]
            order, passes = order[again], passes[again]
        left: Columns = {}
        # Column by column, so that the round is not held twice.
        for name in list(parts[0]):
            column = np.concatenate([part.pop(name) for part in parts])
            self.round[name], left[name] = column[order], column[later]
        self.left = [left] if len(later) else []
        self.ends = np.concatenate((np.flatnonzero(np.diff(passes)) + 1, [len(order)]))

    def _read(self, records_wanted: int) -> list[Columns]:
        """What was left, and what comes next in the log."""
        parts, seq, segments_read = self.left, self.read_seq, 0
        kept = {int(position) for part in parts for position in part["position"]}
        self.details = {position: detail for position, detail in self.details.items() if position in kept}
        count = sum(len(part["op"]) for part in parts)
        while count < records_wanted and (segments_read < _SEGMENTS_MAX or not count):
            segments = self.log.read(seq, _READ_RECORDS_MAX)
            if not segments:
                break
            parts = [*parts, *map(self._ours, segments)]
            count += sum(len(part["op"]) for part in parts[-len(segments) :])
            segments_read += len(segments)
            seq = segments[-1].seq
        self.read_seq, self.left = seq, []
        return parts

    def _ours(self, segment: Segment) -> Columns:
        columns, position = segment.columns, segment.columns["position"]
        ours = position > self.cursors[columns["slot"]]
        self.details.update({int(position[row]): detail for row, detail in segment.details.items() if ours[row]})
        return columns if ours.all() else kit_columns.take(columns, ours)

    def _batch(self, columns: Columns, taken: int) -> Batch:
        position = columns["position"]
        positions = np.full(ids.SLOTS, -1, np.int64)
        np.maximum.at(positions, columns["slot"], position)
        special = np.flatnonzero(columns["op"] >= records.PUBLISH)
        controls, publishes = [], []
        for row in special.tolist():
            op, detail = int(columns["op"][row]), self.details.get(int(position[row]), {})
            if op == records.PUBLISH:
                publishes.append((int(position[row]), detail))
            elif op in records.CONTROLS:
                slot, subject, actor, at_ms = (int(columns[name][row]) for name in ("slot", "subject", "actor", "at"))
                controls.append(Control(op, slot, subject, actor, at_ms, int(position[row]), detail))
        rest = columns
        if len(special):
            known = np.isin(columns["op"], (records.PUBLISH, *records.CONTROLS))
            rest = kit_columns.take(columns, ~known)
        return Batch(controls, publishes, rest, positions, taken, more=self.place + taken < self.ends[-1] or bool(self.left))


def _passes(control: Column, slots: Column) -> Column:
    """In which pass over the round each record's turn comes, for records sorted by slot: a slot's next pass begins with a
    control record that follows others."""
    fresh = np.ones(len(slots), bool)
    fresh[1:] = slots[1:] != slots[:-1]
    cuts = np.cumsum(control & ~fresh & ~np.concatenate(([False], control[:-1])))
    first: Column = np.maximum.accumulate(np.where(fresh, cuts, 0))
    return cuts - first
