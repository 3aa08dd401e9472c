"""DESIGN: state = f(log). Whatever happens, in whatever batches, settlement says and pays what the model does."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facevalue.kit.db import connect
from facevalue.social import ingest
from tests.settlement.model import Post
from tests.settlement.world import HOUR_MS, NOON, World

CREATORS = ("Ayu", "Amara")
FANS = ("Budi", "Chidi", "Dewi", "Ayu")
POSTS = ("one", "two", "three", "four", "nothing")
KINDS = ("like", "comment", "share")

Step = Callable[[World], None]
posts, fans, kinds = st.sampled_from(("one", *POSTS)), st.sampled_from(FANS), st.sampled_from(KINDS)
times = st.sampled_from([NOON - HOUR_MS, NOON, NOON + 1, NOON + 3 * HOUR_MS, NOON + 20 * HOUR_MS])


@st.composite
def engagement(draw: st.DrawFn) -> Step:
    name, kind, actor, at = draw(posts), draw(kinds), draw(fans), draw(times)
    via = draw(st.sampled_from(("", "", *FANS)))
    return lambda world: world.engage(name, kind, actor, via, at)


@st.composite
def regret(draw: st.DrawFn) -> Step:
    """An undo of something that was tried, now and then followed by another try."""
    lot, again = draw(st.integers(0, 1 << 16)), draw(st.booleans())

    def step(world: World) -> None:
        if world.tried:
            name, kind, actor, at = world.tried[lot % len(world.tried)]
            world.undo(name, kind, actor)
            if again:
                world.engage(name, kind, actor, "", at)

    return step


@st.composite
def edge(draw: st.DrawFn) -> Step:
    creator, person, kind = draw(st.sampled_from(CREATORS)), draw(fans), draw(st.sampled_from(("follow", "friend")))
    on = draw(st.sampled_from((True, True, False)))
    return lambda world: world.edge(creator, person, kind, on=on)


@st.composite
def control(draw: st.DrawFn) -> Step:
    """What cuts batches: top-ups, closings, blocks, tiers, the clock, rejections."""
    which, tokens, on = draw(st.integers(0, 12)), draw(st.integers(1, 120)), draw(st.booleans())
    creator, person = draw(st.sampled_from(("", *CREATORS))), draw(fans)
    at, name = draw(times), draw(st.sampled_from(POSTS[:2]))
    if which < 2:
        return lambda world: world.top_up(name, tokens)
    if which < 4:
        return lambda world: world.block(creator, person, on=on)
    if which == 4:
        return lambda world: world.close(name)
    if which < 7:
        return lambda world: world.tier(creator or "Ayu", tokens // 20, held=on and tokens > 60)
    if which == 8:
        return lambda world: world.reject(name, tokens if on else None)
    if which == 9:
        return lambda world: world.restore(name)
    if which == 10 and on:
        return lambda world: world.void(name)
    return lambda world: world.clock(at)


@st.composite
def stories(draw: st.DrawFn) -> list[Step]:
    """Two posts from the start, two that may come later, and what happens around them."""
    steps: list[Step] = []
    for name in POSTS[:4]:
        post = Post(
            creator=draw(st.sampled_from(CREATORS)),
            prices={"like": 10, "comment": draw(st.sampled_from((0, 30))), "share": 50},
            escrow=draw(st.integers(1, 260)),
            published_at=draw(st.sampled_from((0, NOON))),
            closes_at=draw(st.sampled_from((0, NOON + 3 * HOUR_MS))),
            cap_post=draw(st.sampled_from((0, 0, 70, 150))),
            cap_actor=draw(st.sampled_from((0, 1, 3))),
            fee_bps=draw(st.sampled_from((0, 1_000))),
        )
        steps.append(lambda world, name=name, post=post: world.publish(name, replace(post)))  # type: ignore[misc]
    for creator in CREATORS:
        hours, held = draw(st.sampled_from(((0, False), (2, False), (24, False), (0, True))))
        steps.insert(0, partial(World.tier, creator=creator, hours=hours, held=held))
    network = [
        lambda world, creator=creator, fan=fan: world.edge(creator, fan, "follow", on=True)
        for creator in CREATORS
        for fan in FANS[: draw(st.integers(0, 3))]
    ]
    happenings = draw(st.lists(st.one_of(engagement(), engagement(), regret(), edge(), control()), max_size=60))
    places = sorted(draw(st.integers(0, len(happenings))) for _ in POSTS[2:4])
    for place, publishing in zip(reversed(places), reversed(steps[4:]), strict=True):
        happenings.insert(place, publishing)
    return [*steps[:4], *network, *happenings]


def tell(story: list[Step], target: str, log_target: str, segment: int, batch: int) -> World:
    """Plays a story on a fresh database: `segment` records to a segment of the log, `batch` records to a transaction."""
    db, log = connect(target), ingest.open_log(log_target)
    try:
        world = World(db, log)
        for step in story:
            step(world)
        world.deliver(segment)
        world.settle(batch)
        assert world.said() == world.model.said
        assert world.voided() == sorted(world.model.voided)
        assert world.balances() == world.expected_balances()
        return world
    finally:
        log.close()
        db.close()


@pytest.fixture
def fresh(engine: str, make_target: Callable[[], str]) -> Iterator[Callable[[], tuple[str, str]]]:
    """Makes targets of fresh databases, one after another: (state, log)."""
    with tempfile.TemporaryDirectory() as folder:

        def next_one() -> tuple[str, str]:
            target = make_target()
            return target, target if engine == "postgres" else str(Path(tempfile.mkdtemp(dir=folder)) / "log.sqlite")

        yield next_one


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(story=stories(), segment=st.sampled_from((1, 2, 7, 1000)), batch=st.sampled_from((1, 3, 1 << 20)))
def test_settlement_is_a_function_of_the_log(
    fresh: Callable[[], tuple[str, str]], story: list[Step], segment: int, batch: int
) -> None:
    tell(story, *fresh(), segment, batch)
