"""Workers share the slots: fairly, each slot with one of them, and those of the dead with the living."""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from facevalue.kit import ids
from facevalue.kit.db import connect
from facevalue.settlement.actions import Settler
from facevalue.settlement.errors import LeaseLost
from facevalue.settlement.leases import LEASE_MS
from facevalue.social import ingest
from tests.settlement.model import Post
from tests.settlement.world import NOON, World

FANS = [f"fan {number}" for number in range(12)]
CREATORS = [f"creator {number}" for number in range(20)]
PRICES = {"like": 10, "comment": 30, "share": 50}

Hire = Callable[[int], Settler]


@pytest.fixture
def log_target(engine: str, target: str, tmp_path: Path) -> str:
    return target if engine == "postgres" else str(tmp_path / "log.sqlite")


@pytest.fixture
def hire(target: str, log_target: str) -> Iterator[Hire]:
    """A worker with connections of its own."""
    hired: list[Settler] = []

    def settler(worker: int) -> Settler:
        hired.append(Settler(connect(target), ingest.open_log(log_target), worker))
        return hired[-1]

    yield settler
    for each in hired:
        each.log.close()
        each.db.close()


@pytest.fixture
def world(target: str, log_target: str) -> Iterator[World]:
    """Twenty creators, each with a post, and a lot of what people do, waiting in the log."""
    db, log = connect(target), ingest.open_log(log_target)
    world, rng = World(db, log), random.Random(5)
    for creator in CREATORS:
        world.publish(f"selfie of {creator}", Post(creator, PRICES, escrow=900))
        for fan in rng.sample(FANS, 8):
            world.edge(creator, fan, "follow", on=True)
    for _ in range(400):
        post, kind, fan = f"selfie of {rng.choice(CREATORS)}", rng.choice(list(PRICES)), rng.choice(FANS)
        world.engage(post, kind, fan, via=rng.choice(["", "", *FANS]))
    world.deliver(50)
    yield world
    log.close()
    db.close()


def test_slots_are_shared_fairly(hire: Hire) -> None:
    first, second, third = hire(1), hire(2), hire(3)
    assert first.lease(NOON) == ids.SLOTS
    assert second.lease(NOON) == 0  # none is free yet, but from now on there are two
    assert [each.lease(NOON + 1_000) for each in (first, second)] == [128, 128]
    assert not first.slots.keys() & second.slots.keys()
    for moment in range(2, 6):
        held = [each.lease(NOON + moment * 1_000) for each in (third, first, second)]
    assert sorted(held) == [84, 86, 86]
    third.leave()
    assert [each.lease(NOON + 7_000) for each in (first, second)] == [128, 128]


def test_a_dead_workers_slots_are_taken_over_and_a_living_ones_are_not(hire: Hire) -> None:
    dead, living, heir = hire(1), hire(2), hire(3)
    for moment in (0, 1, 2):
        for each in (dead, living):
            each.lease(NOON + moment)
    last_seen = NOON + 2
    assert living.lease(last_seen + LEASE_MS - 1) == 128
    assert heir.lease(last_seen + LEASE_MS - 1) == 0
    after = last_seen + LEASE_MS + 1
    assert heir.lease(after) == 128
    assert heir.slots.keys() == dead.slots.keys()
    assert living.lease(after) == 128


def test_whoever_lost_a_slot_cannot_settle_it(world: World, hire: Hire) -> None:
    sleeper, heir = hire(1), hire(2)
    sleeper.lease(NOON)
    assert sleeper.step(300, NOON) is not None
    heir.lease(NOON + LEASE_MS + 1)
    before = world.said()
    with pytest.raises(LeaseLost):
        sleeper.step(300, NOON)
    assert world.said() == before
    assert sleeper.step(300, NOON) is None
    while heir.step(300, NOON):
        pass
    assert world.said() == world.model.said
    assert world.voided() == sorted(world.model.voided)
    assert world.balances() == world.expected_balances()


def _act(worker: Settler, rng: random.Random, now: int) -> None:
    """What a worker does next: mostly settle, often ask for its leases, now and then leave."""
    lot = rng.random()
    if lot < 0.6:
        worker.step(rng.choice([1, 10, 100]), now)
    elif lot < 0.95:
        worker.lease(now)
    else:
        worker.leave()


@pytest.mark.parametrize("seed", range(2))
def test_however_workers_come_and_go_everything_is_settled_once(world: World, hire: Hire, seed: int) -> None:
    rng, now = random.Random(seed), NOON
    workers = [hire(number) for number in range(1, 4)]
    for _ in range(120):
        now += rng.choice([1, 500, 2_000, LEASE_MS + 1])
        each = rng.choice(workers)
        with suppress(LeaseLost):
            _act(each, rng, now)
    for moment in range(1, 4):
        workers[0].lease(now + moment * (LEASE_MS + 1))
    while workers[0].step(1 << 20, now):
        pass
    assert world.said() == world.model.said
    assert world.voided() == sorted(world.model.voided)
    assert world.balances() == world.expected_balances()
