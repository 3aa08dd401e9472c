"""Which worker settles which slots: each slot is held by one worker at a time, and a dead worker's are taken over."""

from facevalue.kit import ids, sql
from facevalue.kit.db import Database

_SQL = sql.load("facevalue.settlement")
LEASE_MS = 5_000


def take(db: Database, worker: int, now_ms: int, lease_ms: int = LEASE_MS) -> dict[int, int]:
    """Renews what the worker holds, takes what is free up to its fair share, gives back what is above: slot → position.

    Call it a few times within `lease_ms`. That a lease ran out unnoticed is harmless: cursors move only from where the
    worker began and only while it is the holder.
    """
    with db.transaction(patient=True):
        db.run(_SQL.forget_workers, before_ms=now_ms - 10 * lease_ms)
        db.run(_SQL.seen, holder=worker, now_ms=now_ms)
        db.run(_SQL.renew, holder=worker, until_ms=now_ms + lease_ms)
        living = db.row(_SQL.living, since_ms=now_ms - lease_ms)
        assert living is not None
        share = -(-ids.SLOTS // int(living[0]))
        held = len(db.rows(_SQL.held_slots, holder=worker))
        if held > share:
            db.run(_SQL.give_back, holder=worker, count=held - share)
        elif held < share:
            db.run(_SQL.take_free, holder=worker, count=share - held, now_ms=now_ms, until_ms=now_ms + lease_ms)
        return dict(db.rows(_SQL.held_slots, holder=worker))


def leave(db: Database, worker: int) -> None:
    """Gives everything back at once, so that nobody has to wait for the leases to run out."""
    with db.transaction():
        db.run(_SQL.give_back, holder=worker, count=ids.SLOTS)
        db.run(_SQL.leave, holder=worker)
