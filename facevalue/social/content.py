"""What people see of posts."""

from dataclasses import dataclass, replace

from facevalue.kit import ids, sql
from facevalue.kit.db import Database, Row
from facevalue.social.errors import InvalidEngagement
from facevalue.social.text import ALT_CHARACTERS_MAX, CAPTION_CHARACTERS_MAX, clean

_SQL = sql.load("facevalue.social")
_VISIBLE, _HIDDEN = 0, 1


@dataclass(frozen=True, slots=True)
class Content:
    """A post as it is shown: a composition in an app, with what its creator says (`caption`) and what is seen (`alt`)."""

    post: int
    creator: int
    app: int
    campaign: int
    composition: int
    published_at: int
    caption: str
    alt: str
    visible: bool = True


def content_of(row: Row) -> Content:
    """A row of `social_content`, as every query here selects it."""
    post, creator, app, campaign, composition, published_at, state, caption, alt = row
    return Content(post, creator, app, campaign, composition, published_at, caption, alt, state == _VISIBLE)


def write_content(db: Database, content: Content) -> Content:
    """Stores what people are to see of a post, in the transaction that publishes it; again it changes nothing. What it became.

    Caption and alt text lose what must not be shown (`text.clean`). Raises InvalidText, and InvalidEngagement if the post's id
    does not lie in the slot of its creator.
    """
    if ids.slot_in(content.post) != ids.slot_of(content.creator):
        raise InvalidEngagement("The id of a post lies in the slot of its creator")
    cleaned = replace(
        content,
        caption=clean(content.caption, CAPTION_CHARACTERS_MAX, "caption"),
        alt=clean(content.alt, ALT_CHARACTERS_MAX, "description of the picture"),
        visible=True,
    )
    names = ("post", "creator", "app", "campaign", "composition", "published_at", "caption", "alt")
    values = {name: getattr(cleaned, name) for name in names}
    db.run(_SQL.insert_content, slot=ids.slot_in(content.post), **values)
    return cleaned


def hide(db: Database, post: int) -> bool:
    """Nobody but its creator sees the post any more, in the caller's transaction. False if there is no such content."""
    return bool(db.run(_SQL.set_state, slot=ids.slot_in(post), post=post, state=_HIDDEN))


def show(db: Database, post: int) -> bool:
    """The post is seen again, in the caller's transaction. False if there is no such content."""
    return bool(db.run(_SQL.set_state, slot=ids.slot_in(post), post=post, state=_VISIBLE))


def forget(db: Database, creator: int) -> int:
    """Hides every post and comment of a person who has left, and takes the words and what they shared away, in the caller's
    transaction."""
    gone = (_SQL.forget_captions, _SQL.forget_comments, _SQL.forget_shares, _SQL.forget_seen)
    return sum(db.run(statement, person=creator) for statement in gone)
