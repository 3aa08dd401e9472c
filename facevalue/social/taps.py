"""What people did a moment ago: shown at once, before settlement has met it."""

from collections.abc import Iterable
from typing import NamedTuple

from facevalue.kit import ids, sql
from facevalue.kit.db import Database
from facevalue.social.log import Receipt

_SQL = sql.load("facevalue.social")
# So long a tap is believed rather than what is settled: settlement takes a tenth of a second, more when it has fallen behind.
RECENT_MS = 10 * 60_000


class Tap(NamedTuple):
    """`kind` is a code of the log's records: like, comment, share (of a post), follow or block (of a person)."""

    person: int
    kind: int
    subject: int
    stands: bool


def note(db: Database, taps: Iterable[Tap], receipt: Receipt, now_ms: int) -> None:
    """Remembers what the log took, as of when it first took it, unless something later is there; forgets a few that are old.

    What is delivered again is no newer: what came after the first time may have been settled and forgotten since."""
    with db.transaction():
        for tap in taps:
            slot = ids.slot_of(tap.person)
            db.run(
                _SQL.tap,
                slot=slot,
                person=tap.person,
                kind=tap.kind,
                subject=tap.subject,
                stands=int(tap.stands),
                seq=receipt.seq,
                at=receipt.at_ms,
            )
            db.run(_SQL.forget_taps, slot=slot, before=now_ms - RECENT_MS)


def recent(db: Database, person: int, now_ms: int) -> dict[tuple[int, int], bool]:
    """By (kind, subject) whether what the person did last stands."""
    rows = db.rows(_SQL.taps, slot=ids.slot_of(person), person=person, since=now_ms - RECENT_MS)
    return {(kind, subject): bool(stands) for kind, subject, stands in rows}
