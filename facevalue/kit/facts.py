"""Facts: rows that say something happened. Higher rooms read them by cursor, in the order in which they were committed."""

from typing import NamedTuple

from facevalue.kit import sql
from facevalue.kit.db import Database

_SQL = sql.load("facevalue.kit")


class Fact(NamedTuple):
    """One fact: `seq` grows by one with each commit, `body` is what its writer packed."""

    seq: int
    at_ms: int
    body: bytes


def append(db: Database, kind: str, body: bytes, at_ms: int) -> int:
    """Writes a fact; the last thing that a transaction should do, for on PostgreSQL it waits for other writers to commit
    (so that no reader sees a later fact before an earlier one). Returns its seq."""
    row = db.row(_SQL.next_seq, kind=kind)
    assert row is not None
    db.run(_SQL.append_fact, kind=kind, seq=row[0], at_ms=at_ms, body=body)
    return int(row[0])


def read(db: Database, kind: str, after_seq: int, limit: int) -> list[Fact]:
    """At most `limit` facts of a kind after `after_seq`, in order."""
    return [Fact(*row) for row in db.rows(_SQL.read_facts, kind=kind, after_seq=after_seq, limit=limit)]


def last_seq(db: Database, kind: str) -> int:
    """The seq of the newest fact of a kind, 0 if there is none."""
    row = db.row(_SQL.last_seq, kind=kind)
    return int(row[0]) if row else 0
