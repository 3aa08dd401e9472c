"""Trust without Django: telling the log, and what the passing of time does to rejected posts."""

import hashlib
from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from facevalue.kit.db import Database
from facevalue.trust import outbox

__all__ = ["Announcement", "relay", "void_due"]


class Announcement(NamedTuple):
    """A row of the outbox: `op` is reject, restore or void, `details` an object for each post that it concerns.

    `digest` is that of the body, so that (id, digest) identifies what was announced.
    """

    id: int
    op: str
    details: list[dict[str, Any]]
    at_ms: int
    digest: bytes


def relay(db: Database, deliver: Callable[[list[Announcement]], None], now_ms: int, rows_max: int) -> int:
    """Hands the next rows of the outbox to `deliver`, which makes them durable in the log, and then marks them as sent.

    Outside a transaction. Whoever dies in between delivers the same again, so `deliver` has to know a row by its id. It also
    has to see to it that what campaigns announced before stands in the log before. Returns how many were sent.
    """
    rows = db.rows(outbox.SQL.unsent, limit=rows_max)
    if rows:
        deliver([_announcement(*row) for row in rows])
        with db.transaction():
            for row in rows:
                db.run(outbox.SQL.mark_sent, id=row[0], now_ms=now_ms)
    return len(rows)


def _announcement(row_id: int, op: str, details: str, at_ms: int) -> Announcement:
    digest = hashlib.blake2b(f"{op} {details}".encode(), digest_size=16).digest()
    return Announcement(row_id, op, msgspec.json.decode(details), at_ms, digest)


def void_due(db: Database, now_ms: int, limit: int) -> int:
    """Makes at most `limit` rejections final whose time for an appeal has passed; how many. In the caller's transaction."""
    posts = [int(post) for (post,) in db.rows(outbox.SQL.lock_void, now_ms=now_ms, limit=limit)]
    for post in posts:
        outbox.void(db, post, now_ms)
    return len(posts)
