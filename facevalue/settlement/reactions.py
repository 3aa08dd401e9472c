"""Who reacted to posts, as people see it: what stands, by the last batch that was settled, and one's own taps at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from facevalue.kit import ids, sql
from facevalue.kit.columns import Column
from facevalue.kit.db import Database
from facevalue.settlement.rules import Outcome
from facevalue.social import queries as social
from facevalue.social.ingest import records
from facevalue.social.queries import Content

_SQL = sql.load("facevalue.settlement")
_KINDS = frozenset(records.KINDS.values())
# What the statement figures_of_posts puts into one number.
_KIND, _BEYOND, _PAID = 3, 4, 8


@dataclass(frozen=True, slots=True)
class Figures:
    """Engagements of a post that stand, by kind; how many are `paid`, how many came from `beyond` the own network, and the
    tokens that the creator has of them."""

    likes: int = 0
    comments: int = 0
    shares: int = 0
    paid: int = 0
    beyond: int = 0
    tokens: int = 0


class Reach(NamedTuple):
    """What stands of one degree of a post."""

    degree: int
    engagements: int
    paid: int
    shares: int
    tokens: int


class Reaction(NamedTuple):
    """One engagement that stands; `tokens` is what the creator has of it, `position` where it stands in the log."""

    position: int
    actor: int
    kind: int
    degree: int
    outcome: Outcome
    tokens: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class Card:
    """A post with what a page shows around it, for one person: the kinds of their own reactions, and whether they follow the
    creator."""

    content: Content
    figures: Figures = field(default_factory=Figures)
    mine: frozenset[int] = frozenset()
    follows: bool = False


def figures_of_posts(db: Database, posts: Collection[int]) -> dict[int, Figures]:
    """By post; those with which nobody has engaged are left out."""
    wanted = stage(db, posts)
    if not len(wanted):
        return {}
    found = db.columns(_SQL.figures_of_posts)
    row, traits, counted = found["n"], found["traits"], found["counted"]

    def total(values: Column) -> list[int]:
        sums = np.zeros(len(wanted), np.int64)
        np.add.at(sums, row, values)
        return sums.tolist()

    kinds = [total(np.where(traits & _KIND == kind, counted, 0)) for kind in (records.LIKE, records.COMMENT, records.SHARE)]
    flags = [total(np.where(traits & flag, counted, 0)) for flag in (_PAID, _BEYOND)]
    figures = [Figures(*sums) for sums in zip(*kinds, *flags, total(found["tokens"]), strict=True)]
    return {int(wanted[place]): figures[place] for place in np.unique(row).tolist()}


def spread(db: Database, post: int) -> list[Reach]:
    """How far a post has come, by degree."""
    return [Reach(*row) for row in db.rows(_SQL.spread_of_post, slot=ids.slot_in(post), post=post)]


def reactions(db: Database, post: int, limit: int, before: int = ids.EVER) -> list[Reaction]:
    """At most `limit` reactions that stand, newest first, from before the position `before`."""
    rows = db.rows(_SQL.reactions_to_post, slot=ids.slot_in(post), post=post, before=before, limit=limit)
    return [
        Reaction(position, actor, kind, degree, Outcome(outcome), price, at_ms)
        for position, actor, kind, degree, outcome, price, at_ms in rows
    ]


def reacted(db: Database, person: int, posts: Collection[int], now_ms: int) -> dict[int, set[int]]:
    """By post the kinds with which a person has reacted: what is settled, but for what they did a moment ago."""
    wanted = stage(db, posts)
    mine: dict[int, set[int]] = {post: set() for post in wanted.tolist()}
    if mine:
        found = db.columns(_SQL.reactions_of_actor, actor=person)
        for post, kind in zip(wanted[found["n"]].tolist(), found["kind"].tolist(), strict=True):
            mine[post].add(kind)
    for (kind, subject), stands in social.recent(db, person, now_ms).items():
        if subject in mine and kind in _KINDS:
            (mine[subject].add if stands else mine[subject].discard)(kind)
    return mine


def cards(db: Database, person: int, posts: Sequence[Content], now_ms: int) -> list[Card]:
    """What a page shows of these posts, in order: five queries, however many there are."""
    wanted = [content.post for content in posts]
    figures = figures_of_posts(db, wanted)
    mine = reacted(db, person, wanted, now_ms)
    followed = social.following(db, person, {content.creator for content in posts}, now_ms)
    return [
        Card(
            content,
            figures.get(content.post, Figures()),
            frozenset(mine[content.post]),
            follows=content.creator in followed,
        )
        for content in posts
    ]


def stage(db: Database, posts: Collection[int]) -> Column:
    """Fills the staging table of the statements about posts; which they are, each once."""
    wanted = np.unique(np.array(list(posts), np.int64))
    if len(wanted):
        db.stage(_SQL.stage_shown_posts, {"slot": ids.slot_in(wanted), "post": wanted})
    return wanted
