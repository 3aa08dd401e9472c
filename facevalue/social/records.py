"""What stands in the log: one record for each thing that settlement depends on, as columns."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from facevalue.kit import ids
from facevalue.kit.columns import Column, Columns

LIKE, COMMENT, SHARE = 1, 2, 3
KINDS = {"like": LIKE, "comment": COMMENT, "share": SHARE}
UNDO = 16
FOLLOW, UNFOLLOW, FRIEND, UNFRIEND = 32, 33, 34, 35
PUBLISH, TOP_UP, CLOSE, RATES, BLOCK, UNBLOCK, TIER, CLOCK, REJECT, RESTORE, VOID = range(64, 75)

# Of a record with one of these everything after it in its slot depends in another way than by its post or pair,
# so settlement cuts its batches there.
CONTROLS = (TOP_UP, CLOSE, RATES, BLOCK, UNBLOCK, TIER, CLOCK, REJECT, RESTORE, VOID)
_OF_POSTS = (PUBLISH, TOP_UP, CLOSE, RATES, REJECT, RESTORE, VOID)
EVERYWHERE = 0

WIDTHS = {"op": "u1", "subject": "i8", "actor": "i8", "via": "i8", "at": "i8", "app": "i8"}


@dataclass(slots=True)
class Records:
    """Columns of equal length:

    - `op`: what happened, a code of this module
    - `subject`: the post of an engagement, or the creator of an edge, block or tier; EVERYWHERE for the whole network
    - `actor`: who engaged, followed or is blocked
    - `via`: the person whose share of the post the actor acted on, 0 = directly; for a record EVERYWHERE, its slot
    - `at`: when it happened, ms
    - `app`: the id of the app that reported it, 0 = ours

    and for some records details: row → JSON object.
    """

    columns: Columns
    details: dict[int, dict[str, Any]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.columns["op"])


def make(**columns: Column | list[int]) -> Records:
    """Records of columns; what is not given is 0."""
    count = len(next(iter(columns.values())))
    return Records(
        {name: np.asarray(columns.get(name, np.zeros(count, np.int64)), np.dtype(code)) for name, code in WIDTHS.items()}
    )


def one(
    op: int, subject: int, detail: dict[str, Any] | None = None, *, actor: int = 0, via: int = 0, at: int = 0, app: int = 0
) -> Records:
    """A single record, with a detail if there is one."""
    records = make(op=[op], subject=[subject], actor=[actor], via=[via], at=[at], app=[app])
    if detail:
        records.details[0] = detail
    return records


def everywhere(op: int, *, actor: int = 0, at: int) -> Records:
    """One record for each slot, about the whole network."""
    slots = np.arange(ids.SLOTS)
    return make(op=np.full(ids.SLOTS, op), actor=np.full(ids.SLOTS, actor), via=slots, at=np.full(ids.SLOTS, at))


def concatenate(parts: list[Records]) -> Records:
    """Records one after another."""
    columns = {name: np.concatenate([part.columns[name] for part in parts]) for name in WIDTHS}
    details, start = {}, 0
    for part in parts:
        details.update({start + row: detail for row, detail in part.details.items()})
        start += len(part)
    return Records(columns, details)


def slots_of(columns: Columns) -> Column:
    """The slot of each record: that of the post's or the edge's creator."""
    op, subject = columns["op"], columns["subject"]
    of_post = (op < FOLLOW) | np.isin(op, _OF_POSTS)
    slots = np.where(of_post, ids.slot_in(subject), ids.slot_of(subject))
    return np.where((subject == EVERYWHERE) & (op >= BLOCK), columns["via"] & (ids.SLOTS - 1), slots).astype(np.int16)
