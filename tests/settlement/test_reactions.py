"""What people see of reactions is what stands, and their own taps at once."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from facevalue.kit.db import Database
from facevalue.settlement import queries
from facevalue.settlement.queries import Figures, Outcome
from facevalue.social import actions, ingest
from facevalue.social.actions import COMMENT, LIKE, SHARE, Content
from tests.settlement.model import Post
from tests.settlement.world import NOON, World


@pytest.fixture
def world(engine: str, target: str, db: Database, tmp_path: Path) -> Iterator[World]:
    log = ingest.open_log(target if engine == "postgres" else str(tmp_path / "log.sqlite"))
    made = World(db, log)
    for name in ("one", "two", "quiet"):
        made.publish(name, Post(creator="Ayu", prices={"like": 10, "comment": 30, "share": 50}, escrow=1_000))
    for fan in ("Budi", "Chidi"):
        made.edge("Ayu", fan, "follow", on=True)
    yield made
    log.close()


def settle(world: World) -> None:
    world.deliver(100)
    world.settle()


def test_figures_spread_and_reactions_are_what_stands(world: World) -> None:
    world.engage("one", "share", "Budi")
    world.engage("one", "like", "Dewi", via="Budi")
    world.engage("one", "like", "Emeka")
    world.engage("one", "like", "Chidi")
    world.engage("one", "like", "Chidi")
    world.engage("one", "comment", "Budi")
    world.undo("one", "like", "Emeka")
    world.engage("two", "like", "Budi")
    settle(world)
    one, two, quiet = (world.posts[name] for name in ("one", "two", "quiet"))
    assert queries.figures_of_posts(world.db, [one, two, quiet, one + 1]) == {
        one: Figures(likes=2, comments=1, shares=1, paid=3, beyond=1, tokens=90),
        two: Figures(likes=1, paid=1, tokens=10),
    }
    assert queries.spread(world.db, one) == [(1, 3, 3, 1, 90), (2, 1, 0, 0, 0)]
    found = queries.reactions(world.db, one, 3)
    budi, chidi, dewi = (world.people[name] for name in ("Budi", "Chidi", "Dewi"))
    assert [(reaction.actor, reaction.kind, reaction.degree, reaction.outcome, reaction.tokens) for reaction in found] == [
        (budi, COMMENT, 1, Outcome.PAID, 30),
        (chidi, LIKE, 1, Outcome.PAID, 10),
        (dewi, LIKE, 2, Outcome.SECOND_DEGREE, 0),
    ]
    (rest,) = queries.reactions(world.db, one, 3, before=found[-1].position)
    assert (rest.actor, rest.kind, rest.at_ms) == (budi, SHARE, NOON)
    assert queries.spread(world.db, quiet) == []
    assert queries.reactions(world.db, quiet, 9) == []
    assert queries.figures_of_posts(world.db, []) == {}


def test_posts_of_a_series_are_told_apart(world: World) -> None:
    """Whether they are asked for together or each by itself, and by whatever kind, degree and outcome it came."""
    world.publish("other", Post(creator="Mali", prices={"like": 10, "comment": 30, "share": 50}, escrow=1_000))
    chance = Random(16)
    fans = [f"Fan {number}" for number in range(12)]
    for fan in fans[:6]:
        for creator in ("Ayu", "Mali"):
            world.edge(creator, fan, "follow", on=True)
    for _ in range(150):
        name, kind = chance.choice(("one", "two", "other")), chance.choice(("like", "comment", "share"))
        fan = chance.choice(fans)
        if chance.random() < 0.2:
            world.undo(name, kind, fan)
        else:
            world.engage(name, kind, fan, via=chance.choice(("", *fans)))
    settle(world)
    posts = [world.posts[name] for name in ("one", "two", "quiet", "other")]
    together = queries.figures_of_posts(world.db, posts)
    each = [queries.figures_of_posts(world.db, [post]) for post in posts]
    assert together == {post: figures for found in each for post, figures in found.items()}
    assert [len(found) for found in each] == [1, 1, 0, 1]
    for post, figures in together.items():
        spread, found = queries.spread(world.db, post), queries.reactions(world.db, post, 1_000)
        assert (figures.paid, figures.shares) == (sum(each.paid for each in spread), sum(each.shares for each in spread))
        assert figures.tokens == sum(each.tokens for each in spread)
        kinds = [sum(each.kind == kind for each in found) for kind in (LIKE, COMMENT, SHARE)]
        assert [figures.likes, figures.comments, figures.shares] == kinds
        assert figures.beyond == sum(each.degree > 1 or each.outcome is Outcome.STRANGER for each in found) > 0


def test_my_own_reactions_are_there_before_they_are_settled(world: World) -> None:
    settle(world)
    ayu, budi = world.people["Ayu"], world.people["Budi"]
    one, two = world.posts["one"], world.posts["two"]
    contents = [Content(post, ayu, 0, 77, 1, NOON, "", "") for post in (one, two)]
    with world.db.transaction():
        for content in contents:
            actions.write_content(world.db, content)

    def mine() -> list[set[int]]:
        return [set(card.mine) for card in queries.cards(world.db, budi, contents, NOON)]

    def engage(kind: int, key: str, *, undo: bool = False, text: str = "") -> None:
        actions.engage(world.db, world.log, one, kind, budi, 0, 0, key, NOON, undo=undo, text=text)

    assert mine() == [set(), set()]
    engage(LIKE, "a")
    engage(COMMENT, "b", text="Enak!")
    assert mine() == [{LIKE, COMMENT}, set()]
    world.settle()
    assert mine() == [{LIKE, COMMENT}, set()]
    engage(LIKE, "c", undo=True)
    assert mine() == [{COMMENT}, set()]
    assert queries.figures_of_posts(world.db, [one])[one] == Figures(likes=1, comments=1, paid=2, tokens=40)
    world.settle()
    (first, second) = queries.cards(world.db, budi, contents, NOON)
    assert first.mine == {COMMENT}
    assert first.follows
    assert first.figures == Figures(comments=1, paid=1, tokens=40), "the like had cleared at once, so its tokens stay"
    assert (second.figures, second.follows) == (Figures(), True)
    assert queries.cards(world.db, budi, [], NOON) == []
