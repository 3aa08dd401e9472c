"""Who follows whom, and who is kept apart from whom. Friends are two who follow each other.

Every function here opens its own transactions, on a connection that is in none. What a person asks for twice changes nothing.
"""

from facevalue.kit import ids, sql
from facevalue.kit.db import Database
from facevalue.social import records, taps
from facevalue.social.errors import InvalidEngagement, KeptApart
from facevalue.social.log import OURSELVES, Delivery, Log, Receipt
from facevalue.social.records import Records
from facevalue.social.taps import Tap

_SQL = sql.load("facevalue.social")


def follow(db: Database, log: Log, person: int, creator: int, now_ms: int) -> None:
    """From here on the person belongs to the creator's own network. Raises InvalidEngagement, KeptApart, StorageUnavailable."""
    if person == creator or creator < 1:
        raise InvalidEngagement("Nobody can follow themselves")
    pair = {"slot": ids.slot_of(person), "person": person, "other_slot": ids.slot_of(creator), "other": creator}
    if db.row(_SQL.kept_apart, **pair) is not None:
        raise KeptApart("A block stands between the two")
    _tell(db, log, [_one(records.FOLLOW, creator, person, now_ms)], [Tap(person, records.FOLLOW, creator, stands=True)], now_ms)


def unfollow(db: Database, log: Log, person: int, creator: int, now_ms: int) -> None:
    """And from here on no more, as a friend neither. Raises StorageUnavailable."""
    ops = (records.UNFOLLOW, records.UNFRIEND)
    parts = [_one(op, creator, person, now_ms) for op in ops]
    _tell(db, log, parts, [Tap(person, records.FOLLOW, creator, stands=False)], now_ms)


def block(db: Database, log: Log, person: int, other: int, now_ms: int) -> None:
    """Keeps two apart: neither follows the other any more, sees the other's posts and comments, or engages with them.

    Raises InvalidEngagement, StorageUnavailable.
    """
    if person == other or other < 1:
        raise InvalidEngagement("Nobody can block themselves")
    parts = [_one(records.BLOCK, person, other, now_ms)]
    for creator, follower in ((person, other), (other, person)):
        parts += [_one(op, creator, follower, now_ms) for op in (records.UNFOLLOW, records.UNFRIEND)]
    gone = [Tap(person, records.FOLLOW, other, stands=False), Tap(other, records.FOLLOW, person, stands=False)]
    _tell(db, log, parts, [Tap(person, records.BLOCK, other, stands=True), *gone], now_ms)


def unblock(db: Database, log: Log, person: int, other: int, now_ms: int) -> None:
    """Takes a block back; whoever followed before has to do it again. Raises StorageUnavailable."""
    parts = [_one(records.UNBLOCK, person, other, now_ms)]
    _tell(db, log, parts, [Tap(person, records.BLOCK, other, stands=False)], now_ms)


def _one(op: int, creator: int, person: int, now_ms: int) -> Records:
    return records.one(op, creator, actor=person, at=now_ms)


def _tell(db: Database, log: Log, parts: list[Records], done: list[Tap], now_ms: int) -> None:
    """No key: what is told again changes nothing, and the last one counts."""
    (receipt,) = log.append([Delivery(OURSELVES, "", b"", records.concatenate(parts))], now_ms)
    assert isinstance(receipt, Receipt)
    taps.note(db, done, receipt, now_ms)
