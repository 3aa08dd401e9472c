"""The log: segments of records, each one group commit, in one order that every slot's log follows."""

from dataclasses import dataclass, field
from typing import Any

import msgspec
import numpy as np

from facevalue.kit import columns as kit_columns
from facevalue.kit import sql
from facevalue.kit.columns import Columns
from facevalue.kit.db import Database
from facevalue.social import records
from facevalue.social.errors import DeliveryConflict
from facevalue.social.records import Records

_SQL = sql.load("facevalue.social")
_INDEX_BITS = 20
SEGMENT_RECORDS_MAX = 1 << _INDEX_BITS
# The source of what our own apps and loops deliver; any other is a credential.
OURSELVES = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one request brings: `key` is the source's own name for it, `digest` that of its body, `answer` what to say again.

    Without a key it cannot be recognised when it comes again, and needs no row.
    """

    source: int
    key: str
    digest: bytes
    records: Records
    answer: bytes = b""


@dataclass(frozen=True, slots=True)
class Receipt:
    """`seq` of the segment that holds the delivery (0 if it brought no record), `answer` as first given, and when that was."""

    seq: int
    repeated: bool
    answer: bytes
    at_ms: int


@dataclass(frozen=True, slots=True)
class Segment:
    """Records sorted by slot, in the order of arrival within each. `columns` has `slot` and `position` besides."""

    seq: int
    at_ms: int
    columns: Columns
    details: dict[int, dict[str, Any]] = field(default_factory=dict)


class Log:
    """The log in one database: any number of readers, writers one after another."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def append(self, deliveries: list[Delivery], now_ms: int) -> list[Receipt | DeliveryConflict]:
        """Makes the deliveries durable in one transaction; one answer for each, in order.

        A delivery that was taken before is answered as then and adds nothing; with another body it is a conflict.
        Raises StorageUnavailable, with nothing taken, when the storage refuses.
        """
        assert sum(len(delivery.records) for delivery in deliveries) <= SEGMENT_RECORDS_MAX
        with self.db.transaction():
            row = self.db.row(_SQL.next_segment_seq)
            assert row is not None
            seq = int(row[0])
            answers = [self._register(delivery, seq, now_ms) for delivery in deliveries]
            fresh = [
                delivery.records
                for delivery, answer in zip(deliveries, answers, strict=True)
                if isinstance(answer, Receipt) and not answer.repeated and len(delivery.records)
            ]
            if fresh:
                self._insert(seq, fresh, now_ms)
        return answers

    def _register(self, delivery: Delivery, seq: int, now_ms: int) -> Receipt | DeliveryConflict:
        """Notes that the delivery came; the row that is already there decides what a repeated one gets."""
        seq = seq if len(delivery.records) else 0
        if not delivery.key:
            return Receipt(seq, repeated=False, answer=delivery.answer, at_ms=now_ms)
        key = {"source": delivery.source, "key": delivery.key}
        taken = self.db.run(_SQL.insert_delivery, **key, digest=delivery.digest, seq=seq, at_ms=now_ms, answer=delivery.answer)
        if taken:
            return Receipt(seq, repeated=False, answer=delivery.answer, at_ms=now_ms)
        row = self.db.row(_SQL.read_delivery, **key)
        assert row is not None
        digest, first_seq, answer, at_ms = row
        if bytes(digest) != delivery.digest:
            return DeliveryConflict("This key was used before, for a request with another body", key=delivery.key)
        return Receipt(first_seq, repeated=True, answer=bytes(answer), at_ms=at_ms)

    def _insert(self, seq: int, parts: list[Records], now_ms: int) -> None:
        together = records.concatenate(parts)
        slots = records.slots_of(together.columns)
        order = np.argsort(slots, kind="stable")
        body = {"slot": slots[order], **kit_columns.take(together.columns, order)}
        details = {}
        if together.details:
            places = np.argsort(order)
            details = {int(places[row]): detail for row, detail in together.details.items()}
        self.db.run(
            _SQL.insert_segment,
            seq=seq,
            at_ms=now_ms,
            records=len(together),
            body=kit_columns.pack(body),
            details=msgspec.json.encode(list(details.items())) if details else b"",
        )

    def read(self, after_seq: int, records_max: int) -> list[Segment]:
        """The next segments: at least one if there is any, and as many more as keep within `records_max` records."""
        rows = self.db.rows(_SQL.list_segments, after_seq=after_seq, limit=1 + records_max // 16)
        counts = np.cumsum([row[1] for row in rows])
        wanted = max(1, int(np.searchsorted(counts, records_max, side="right"))) if rows else 0
        if not wanted:
            return []
        stored = self.db.rows(_SQL.read_segments, after_seq=after_seq, last_seq=rows[wanted - 1][0])
        return [_segment(*row) for row in stored]

    def close(self) -> None:
        """Closes the connection."""
        self.db.close()

    def last_seq(self) -> int:
        """The newest segment's seq, 0 for an empty log."""
        row = self.db.row(_SQL.last_segment_seq)
        return int(row[0]) if row and row[0] else 0

    def count_records(self) -> int:
        """How many records it holds."""
        row = self.db.row(_SQL.records_of_log)
        return int(row[0]) if row else 0


def _segment(seq: int, at_ms: int, body: bytes, details: bytes) -> Segment:
    columns = kit_columns.unpack(bytes(body))
    columns["position"] = (seq << _INDEX_BITS) + np.arange(len(columns["op"]), dtype=np.int64)
    rows = msgspec.json.decode(bytes(details), type=list[tuple[int, dict[str, Any]]]) if details else []
    return Segment(seq, at_ms, columns, dict(rows))


def seq_of(position: int) -> int:
    """The segment that holds a position."""
    return position >> _INDEX_BITS


def position_before(seq: int) -> int:
    """A position before all of a segment's records and after those of the segments before it."""
    return (seq << _INDEX_BITS) - 1
