"""What people read: feeds, posts, comments, and who follows whom."""

import re
from collections.abc import Collection
from typing import NamedTuple

import numpy as np

from facevalue.kit import ids, sql
from facevalue.kit.clock import DAY_MS
from facevalue.kit.columns import Column
from facevalue.kit.db import Database, Row
from facevalue.social import records, taps
from facevalue.social.content import Content, content_of

_SQL = sql.load("facevalue.social")
# So many posts are looked at for those of others.
_WINDOW_POSTS = 2_000
# So long what people share stays in the feeds of those who follow them.
SHARED_MS = 7 * DAY_MS
_STATE_SHOWN, _STATE_HIDDEN = 0, 1
_PLACE = re.compile(r"([no])(\d{1,15})-(\d{1,19})")


class Place(NamedTuple):
    """Where a page of posts ended: the next one begins before it. In a feed, the own network comes before the others."""

    at_ms: int = ids.EVER
    post: int = ids.EVER
    of_network: bool = True

    def __str__(self) -> str:
        """As it stands in an address."""
        return f"{'n' if self.of_network else 'o'}{self.at_ms}-{self.post}"

    @classmethod
    def parse(cls, text: str) -> "Place":
        """The place that an address names; the beginning, if it names none."""
        found = _PLACE.fullmatch(text)
        return cls(int(found[2]), min(int(found[3]), ids.EVER), found[1] == "n") if found else START


START = Place()


class Page(NamedTuple):
    """Some posts, and where the next ones begin: None if these are the last. `via`: by post, whose share brought it here."""

    posts: list[Content]
    next: Place | None
    via: dict[int, int] = {}


class Share(NamedTuple):
    """That somebody gave a post on, in the app of that post."""

    post: int
    app: int
    at_ms: int


class Comment(NamedTuple):
    """What somebody wrote; `visible` to others."""

    id: int
    post: int
    person: int
    text: str
    at_ms: int
    visible: bool


def feed(db: Database, person: int, app: int, before: Place, limit: int, now_ms: int) -> Page:
    """At most `limit` posts of an app, newest first: those of whom the person follows (and their own) and what these shared of
    others, then everybody's.

    A page may hold fewer, even none, and still name the next one."""
    key = {"person": person, "slot": ids.slot_of(person), "app": app, "since": now_ms - taps.RECENT_MS}
    key["shared_since"] = now_ms - SHARED_MS
    first: list[Row] = []
    if before.of_network:
        first = db.rows(_SQL.feed_of_network, **key, before_at=before.at_ms, before_post=before.post, limit=limit)
        if len(first) == limit:
            return _feed_page(first, _end(first, of_network=True))
        before = Place(of_network=False)
    rest = limit - len(first)
    where = {"app": app, "before_at": before.at_ms, "before_post": before.post, "window": _WINDOW_POSTS}
    rows = db.rows(_SQL.feed_of_others, **{**key, **where}, limit=rest)
    if len(rows) == rest:
        return _feed_page([*first, *rows], _end(rows, of_network=False))
    end = db.row(_SQL.end_of_window, **where)
    return _feed_page([*first, *rows], Place(end[0], end[1], of_network=False) if end else None)


def _feed_page(rows: list[Row], following: Place | None) -> Page:
    """Of rows of contents that also say where each stands in the feed, and by whose share."""
    return Page([content_of(row[:9]) for row in rows], following, {row[0]: row[10] for row in rows if row[10]})


def _end(rows: list[Row], *, of_network: bool) -> Place:
    return Place(rows[-1][9], rows[-1][0], of_network)


def posts_of(db: Database, creator: int, app: int, person: int, before: Place, limit: int) -> Page:
    """A creator's posts in an app, newest first, as `person` (0: nobody in particular) may see them."""
    rows = db.rows(
        _SQL.posts_of_creator,
        creator=creator,
        app=app,
        person=person,
        slot=ids.slot_of(person),
        before_at=before.at_ms,
        before_post=before.post,
        state_max=_STATE_HIDDEN if person == creator else _STATE_SHOWN,
        limit=limit,
    )
    found = list(map(content_of, rows))
    return Page(found, _last(found) if len(found) == limit else None)


def _last(posts: list[Content]) -> Place:
    return Place(posts[-1].published_at, posts[-1].post)


def content(db: Database, posts: Collection[int]) -> dict[int, Content]:
    """What is shown of these posts, by post, hidden ones too; those without content are left out."""
    wanted = np.unique(np.array(list(posts), np.int64))
    if not len(wanted):
        return {}
    db.stage(_SQL.stage_content_posts, {"slot": ids.slot_in(wanted), "post": wanted})
    found = map(content_of, db.rows(_SQL.content_of_posts))
    return {each.post: each for each in found}


def comments(
    db: Database, post: int, person: int, before: int | None, limit: int, *, hidden: bool = False, now_ms: int
) -> list[Comment]:
    """At most `limit` comments of a post, newest first, written before the comment `before`, as `person` (0: nobody in
    particular) may see them; `hidden` ones too for those who judge."""
    rows = db.rows(
        _SQL.comments_of_post,
        slot=ids.slot_in(post),
        post=post,
        before=ids.EVER if before is None else before,
        person=person,
        person_slot=ids.slot_of(person),
        state_max=_STATE_HIDDEN if hidden else _STATE_SHOWN,
        since=now_ms - taps.RECENT_MS,
        limit=limit,
    )
    return list(map(_comment_of, rows))


def _comment_of(row: Row) -> Comment:
    comment, post, person, text, at_ms, state = row
    return Comment(comment, post, person, text, at_ms, state == _STATE_SHOWN)


def follows(db: Database, person: int, now_ms: int) -> list[int]:
    """Whom a person follows, as they last said, in order of their ids."""
    settled = {creator for (creator,) in db.rows(_SQL.edges_of_person, person=person)}
    return sorted(_overlaid(db, person, records.FOLLOW, settled, now_ms))


def following(db: Database, person: int, creators: Collection[int], now_ms: int) -> set[int]:
    """Which of these creators a person follows, as they last said."""
    wanted = np.unique(np.array(list(creators), np.int64))
    if not len(wanted):
        return set()
    slots = ids.slot_of(wanted)
    order = np.lexsort((wanted, slots))
    db.stage(_SQL.stage_creators, {"slot": slots[order], "creator": wanted[order]})
    settled = {creator for (creator,) in db.rows(_SQL.edges_to_creators, person=person)}
    return _overlaid(db, person, records.FOLLOW, settled, now_ms) & set(creators)


def is_following(db: Database, person: int, creator: int, now_ms: int) -> bool:
    """Whether a person follows a creator, as they last said."""
    return creator in following(db, person, [creator], now_ms)


def friends(db: Database, person: int, people: Collection[int], now_ms: int) -> set[int]:
    """Which of these people follow the person and are followed back; what they did themselves counts once it is settled."""
    wanted = np.unique(np.array(sorted(following(db, person, people, now_ms)), np.int64))
    if not len(wanted):
        return set()
    db.stage(_SQL.stage_creators, {"slot": ids.slot_of(wanted), "creator": wanted})
    return {other for (other,) in db.rows(_SQL.edges_from, slot=ids.slot_of(person), creator=person)}


def followers_count(db: Database, creator: int) -> int:
    """How many follow a creator, as settled."""
    row = db.row(_SQL.followers_count, slot=ids.slot_of(creator), creator=creator)
    assert row is not None
    return int(row[0])


def followers(db: Database, creator: int, after: int, limit: int) -> Column:
    """Who follows a creator, as settled: at most `limit` ids after `after`, ascending."""
    return db.columns(_SQL.followers, slot=ids.slot_of(creator), creator=creator, after=after, limit=limit)["person"]


def blocked_by(db: Database, person: int, now_ms: int) -> list[int]:
    """Whom a person blocks, as they last said, in order of their ids."""
    settled = {other for (other,) in db.rows(_SQL.blocked_by, slot=ids.slot_of(person), person=person)}
    return sorted(_overlaid(db, person, records.BLOCK, settled, now_ms))


def are_kept_apart(db: Database, person: int, other: int, now_ms: int) -> bool:
    """Whether one of the two blocks the other, or the network the other one."""
    pair = {"slot": ids.slot_of(person), "person": person, "other_slot": ids.slot_of(other), "other": other}
    settled = {other} if db.row(_SQL.kept_apart, **pair) is not None else set()
    return other in settled or other in _overlaid(db, person, records.BLOCK, settled, now_ms)


def _overlaid(db: Database, person: int, kind: int, settled: set[int], now_ms: int) -> set[int]:
    """What is settled, but for what the person did a moment ago."""
    standing = set(settled)
    for (of_kind, subject), stands in taps.recent(db, person, now_ms).items():
        if of_kind == kind:
            (standing.add if stands else standing.discard)(subject)
    return standing


def shares_by(db: Database, person: int) -> list[Share]:
    """What a person shared within apps, and did not take back, oldest first."""
    return [Share(*row) for row in db.rows(_SQL.shares_of_person, person=person)]


def comments_by(db: Database, person: int, after: int, limit: int) -> list[Comment]:
    """What a person wrote and has not deleted, oldest first, after the comment `after`: for who asks for all that is theirs."""
    rows = db.rows(_SQL.comments_of_person, person=person, after=after, limit=limit)
    return [_comment_of(row) for row in rows]
