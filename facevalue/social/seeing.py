"""Up to where somebody has seen what others did."""

from typing import NamedTuple

from facevalue.kit import ids, sql
from facevalue.kit.db import Database

_SQL = sql.load("facevalue.social")


class Follower(NamedTuple):
    """Somebody who follows a creator; a higher `position` began later."""

    person: int
    position: int


class Seen(NamedTuple):
    """The position of the newest follower, and what the person had earned, in tokens; 0 for who has seen nothing yet."""

    position: int = 0
    earned: int = 0


def newest_followers(db: Database, creator: int, limit: int) -> list[Follower]:
    """Who follows a creator, as settled, the newest first."""
    rows = db.rows(_SQL.newest_followers, slot=ids.slot_of(creator), creator=creator, limit=limit)
    return [Follower(*row) for row in rows]


def seen(db: Database, person: int) -> Seen:
    """What `see` was last told."""
    row = db.row(_SQL.seen, person=person)
    return Seen(*row) if row else Seen()


def see(db: Database, person: int, upto: Seen) -> None:
    """From now on everything up to there has been seen; in the caller's transaction."""
    db.run(_SQL.see, person=person, position=upto.position, earned=upto.earned)
