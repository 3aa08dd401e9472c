"""Whether the log is whole, and whether the posts stand as it tells them."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import numpy as np
import zstandard

from facevalue.kit import ids, sql
from facevalue.kit.columns import Column
from facevalue.kit.compare import pages
from facevalue.kit.db import Database
from facevalue.kit.findings import Finding, place
from facevalue.social import records
from facevalue.social.content_audit import audit_content
from facevalue.social.log import Log, Segment
from facevalue.social.store import rows_of

_SQL = sql.load("facevalue.social")
_POSTS_AT_ONCE = 5_000
_SEGMENTS_AT_ONCE = 1_000
_WITH_DETAIL = (records.PUBLISH, records.TOP_UP, records.RATES)


def audit(db: Database, log: Log, cursors: Column, tell: Callable[[int], None]) -> Iterator[Finding]:
    """Reads the whole log, and holds the posts against it up to `cursors`, the position that each slot is settled up to.

    `tell` is called with the number of records that were read since. Raises nothing for a segment that cannot be read.
    """
    posts = _Posts(db, cursors)
    head = log.last_seq()
    for (seq,) in log.db.rows(_SQL.segments_beyond_head):
        yield Finding("log", "social_log_head", f"the log's head is before segment {seq}, which would be written again")
    for source, key, seq in log.db.rows(_SQL.stray_deliveries):
        yield Finding("delivery", f"social_log_delivery {source} {key!r}", f"was acknowledged, but segment {seq} is not there")
    for seq, count in _listed(log, head):
        try:
            (segment,) = log.read(seq - 1, 1)
        except (ValueError, KeyError, zstandard.ZstdError, msgspec.MsgspecError) as error:
            yield Finding("log", f"social_log_segment {seq}", f"cannot be read: {error}")
            continue
        yield from _whole(segment, count)
        yield from posts.meet(segment)
        tell(count)
    yield from posts.compare()
    yield from posts.strangers()
    yield from audit_content(db, log)


def _listed(log: Log, head: int) -> Iterator[tuple[int, int]]:
    after = 0
    while after < head:
        rows = log.db.rows(_SQL.list_segments, after_seq=after, limit=_SEGMENTS_AT_ONCE)
        yield from ((seq, count) for seq, count in rows)
        after = rows[-1][0]


def _whole(segment: Segment, count: int) -> Iterator[Finding]:
    """As many records as noted, each in its slot, in the order of slots, and with a detail where one belongs."""
    where, columns = f"social_log_segment {segment.seq}", segment.columns
    if len(columns["op"]) != count:
        yield Finding("log", where, f"{count} records are noted, {len(columns['op'])} are there")
    slots = columns["slot"]
    for row in np.flatnonzero(slots != records.slots_of(columns))[:1]:
        expected = records.slots_of(columns)[row]
        yield Finding("log", where, f"record {row} stands in slot {slots[row]}, it belongs to slot {expected}")
    if (slots[1:] < slots[:-1]).any():
        yield Finding("log", where, "its records are not in the order of slots")
    for row in np.flatnonzero(np.isin(columns["op"], _WITH_DETAIL)).tolist():
        if row not in segment.details:
            yield Finding("log", where, f"record {row} has lost its detail")


class _Posts:
    """What the log says of posts, held against the posts some thousands at a time."""

    def __init__(self, db: Database, cursors: Column) -> None:
        self.db, self.cursors = db, cursors
        self.details: list[dict[str, Any]] = []
        self.positions: list[int] = []
        self.settled: list[bool] = []
        self.published: list[Column] = [np.zeros(0, np.int64)]

    def meet(self, segment: Segment) -> Iterator[Finding]:
        """Notes the posts that a segment publishes; one that is not settled yet may stand already, but need not."""
        columns = segment.columns
        for row in np.flatnonzero(columns["op"] == records.PUBLISH).tolist():
            position = int(columns["position"][row])
            self.details.append(segment.details.get(row, {}))
            self.positions.append(position)
            self.settled.append(position <= self.cursors[columns["slot"][row]])
        if len(self.details) >= _POSTS_AT_ONCE:
            yield from self.compare()

    def compare(self) -> Iterator[Finding]:
        """Holds what was noted against the table."""
        try:
            told = rows_of(self.details, np.array(self.positions, np.int64))
        except (KeyError, TypeError, ValueError) as error:
            span = f"positions {self.positions[0]} to {self.positions[-1]}"
            yield Finding("log", span, f"a record there publishes no post: {error!r}")
            return
        finally:
            settled = self.settled
            self.details, self.positions, self.settled = [], [], []
        self.published.append(told["id"])
        self.db.stage(_SQL.stage_posts, told)
        found = self.db.columns(_SQL.posts_unlike)
        for row, n in enumerate(found.pop("n").tolist()):
            where, position = place("social_post", told["id"][n]), told["position"][n]
            missing = found["position"][row] < 0
            if missing and settled[n]:
                yield Finding("post", where, f"is missing, it was published at position {position}")
            for name, column in found.items():
                if not missing and column[row] != told[name][n]:
                    detail = f"{name} is {column[row]}, published at position {position} as {told[name][n]}"
                    yield Finding("post", where, detail)

    def strangers(self) -> Iterator[Finding]:
        """Posts that nobody published."""
        published = np.unique(np.concatenate(self.published))
        for page in pages(self.db, _SQL.page_of_posts, 2):
            for post in np.setdiff1d(page["id"], published):
                yield Finding("post", place("social_post", post), "stands there, the log has not published it")
            for post in page["id"][ids.slot_in(page["id"]) != page["slot"]]:
                yield Finding("post", place("social_post", post), "is in another slot than its id says")
