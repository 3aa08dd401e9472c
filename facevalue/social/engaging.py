"""Likes, comments and shares of people in our own apps: into the log, as the gateway takes those of others in.

Every function here opens its own transactions, on a connection that is in none.
"""

import hashlib
import re
from typing import NamedTuple

from facevalue.kit import ids, sql
from facevalue.kit.db import Database
from facevalue.social import records, taps
from facevalue.social.errors import DeliveryConflict, InvalidEngagement, InvalidText, PostNotReady, UnknownComment, UnknownPost
from facevalue.social.log import OURSELVES, Delivery, Log, Receipt
from facevalue.social.taps import Tap
from facevalue.social.text import COMMENT_CHARACTERS_MAX, clean, is_blank

_SQL = sql.load("facevalue.social")
_KEY = re.compile(r"[\x21-\x7e]{1,128}")
_SHOWN, _HIDDEN, _DELETED = 0, 1, 2
# Whoever has not told the log of a comment by then will not do it any more.
_UNTOLD_MS = 10_000


class Engaged(NamedTuple):
    """`repeated`: the same key came before, and nothing was added; `comment`: the id of the comment, 0 if it is none."""

    repeated: bool
    comment: int = 0


def engage(
    db: Database,
    log: Log,
    post: int,
    kind: int,
    actor: int,
    via: int,
    app: int,
    key: str,
    now_ms: int,
    *,
    undo: bool = False,
    text: str = "",
) -> Engaged:
    """Takes one like, comment or share of `actor` in `app`, or its undoing, once for each of the actor's keys. It is durable
    when this returns; what it earns is settled a moment later.

    `via` is the person whose share led here, 0 if nobody's did; whether that share counts is settlement's to say. A comment
    is undone by `delete_comment`. Raises UnknownPost, PostNotReady, InvalidEngagement, InvalidText, DeliveryConflict,
    StorageUnavailable.
    """
    if kind not in records.KINDS.values() or not _KEY.fullmatch(key):
        raise InvalidEngagement(
            "An engagement is a like, a comment or a share, under a key of 1 to 128 visible ASCII characters"
        )
    if kind == records.COMMENT:
        if undo:
            raise InvalidEngagement("A comment is deleted, each by itself")
        return _comment(db, log, post, actor, via, app, key, now_ms, text)
    creator = _require_post(db, post, actor, app)
    via = 0 if via in (actor, creator) else max(0, via)
    op = kind | (records.UNDO if undo else 0)
    digest = _digest(op, post, via, app)
    record = records.one(op, post, actor=actor, via=0 if undo else via, at=now_ms, app=app)
    receipt = _append(log, Delivery(OURSELVES, f"tap {actor} {key}", digest, record), now_ms)
    taps.note(db, [Tap(actor, kind, post, not undo)], receipt, now_ms)
    if kind == records.SHARE:
        _keep_share(db, post, actor, app, now_ms)
    return Engaged(receipt.repeated)


def _keep_share(db: Database, post: int, person: int, app: int, now_ms: int) -> None:
    """For the feeds of those who follow the person: as they last said, whichever of two deliveries comes here first."""
    told = {"slot": ids.slot_of(person), "person": person, "post": post, "kind": records.SHARE}
    with db.transaction():
        db.run(_SQL.keep_share, **told, app=app, at=now_ms)
        db.run(_SQL.drop_share, **told)


def _require_post(db: Database, post: int, person: int, app: int) -> int:
    """The creator of a post with which the person may engage."""
    row = db.row(_SQL.standing_of_post, slot=ids.slot_in(post), post=post, person=person, person_slot=ids.slot_of(person))
    if row is None:
        raise UnknownPost("There is no such post", post=str(post))
    creator, of_app, state, met, blocks = row
    if of_app != app or state != 0 or blocks:
        raise UnknownPost("There is no such post", post=str(post))
    if not met:
        raise PostNotReady("The post was published a moment ago: try again", post=str(post))
    return int(creator)


def _comment(db: Database, log: Log, post: int, person: int, via: int, app: int, key: str, now_ms: int, text: str) -> Engaged:
    """The text first: should the process end before the log has heard of it, a retry or `complete_comments` tells it."""
    text = clean(text, COMMENT_CHARACTERS_MAX, "comment")
    if is_blank(text):
        raise InvalidText("The comment is empty")
    where = {"slot": ids.slot_in(post), "post": post}
    known = db.row(_SQL.comment_of_key, **where, person=person, key=key)
    repeated = known is not None
    if known is None:
        creator = _require_post(db, post, person, app)
        via = 0 if via in (person, creator) else max(0, via)
        row = {"id": ids.make(where["slot"]), "person": person, "via": via, "app": app, "at": now_ms, "key": key, "text": text}
        with db.transaction():
            repeated = not db.run(_SQL.insert_comment, **where, **row)
        known = db.row(_SQL.comment_of_key, **where, person=person, key=key)
        assert known is not None
    comment, via, app, at, state, told, before = known
    if state != _DELETED and before != text:
        raise DeliveryConflict("This key was used before, for another comment", key=key)
    if not told:
        _tell_comment(db, log, _Comment(post, comment, person, via, app, at, state), now_ms)
    return Engaged(repeated, comment)


class _Comment(NamedTuple):
    post: int
    id: int
    person: int
    via: int
    app: int
    at: int
    state: int


def _tell_comment(db: Database, log: Log, comment: _Comment, now_ms: int) -> None:
    """Tells the log that a comment stands, or that the last one of its author is gone; once, however often it is called. What
    is no longer as it was read is left to whoever changed it, and to `complete_comments`."""
    where = {"slot": ids.slot_in(comment.post), "post": comment.post, "id": comment.id}
    deleted = comment.state == _DELETED
    with db.transaction():
        # The row is nobody else's until the log has it, or who deletes the comment could tell the log first.
        if not db.run(_SQL.comment_told, **where, state=comment.state):
            return
        if deleted and db.row(_SQL.other_comments, **where, person=comment.person) is not None:
            return
        op = records.COMMENT | (records.UNDO if deleted else 0)
        via = 0 if deleted else comment.via
        record = records.one(op, comment.post, actor=comment.person, via=via, at=comment.at, app=comment.app)
        key = f"{'uncomment' if deleted else 'comment'} {comment.id}"
        receipt = _append(log, Delivery(OURSELVES, key, b"", record), now_ms)
    taps.note(db, [Tap(comment.person, records.COMMENT, comment.post, not deleted)], receipt, now_ms)


def delete_comment(db: Database, log: Log, person: int, post: int, comment: int, now_ms: int) -> None:
    """Takes a comment of the person's own away, and with the last one on the post the engagement. Again it changes nothing.

    Raises UnknownComment, StorageUnavailable.
    """
    where = {"slot": ids.slot_in(post), "post": post, "id": comment}
    with db.transaction():
        row = db.row(_SQL.comment, **where)
        if row is None or row[0] != person:
            raise UnknownComment("The person has written no such comment", comment=str(comment))
        db.run(_SQL.delete_comment, **where)
    row = db.row(_SQL.comment, **where)
    assert row is not None
    _, app, _, _, told = row
    if not told:
        _tell_comment(db, log, _Comment(post, comment, person, 0, app, now_ms, _DELETED), now_ms)


def hide_comment(db: Database, post: int, comment: int, *, hidden: bool = True) -> bool:
    """Hides a comment from everybody but its author, or shows it again; what it earned stays. In the caller's transaction.
    False if there is none to judge."""
    state = _HIDDEN if hidden else _SHOWN
    return bool(db.run(_SQL.judge_comment, slot=ids.slot_in(post), post=post, id=comment, state=state))


def complete_comments(db: Database, log: Log, now_ms: int, limit: int) -> int:
    """Tells the log of comments whose process ended before it did; how many there were, at most `limit`."""
    rows = db.rows(_SQL.untold_comments, before=now_ms - _UNTOLD_MS, limit=limit)
    for row in rows:
        _tell_comment(db, log, _Comment(*row), now_ms)
    return len(rows)


def _digest(*parts: int) -> bytes:
    return hashlib.blake2b(" ".join(map(str, parts)).encode(), digest_size=16).digest()


def _append(log: Log, delivery: Delivery, now_ms: int) -> Receipt:
    (answer,) = log.append([delivery], now_ms)
    if isinstance(answer, DeliveryConflict):
        raise answer
    return answer
