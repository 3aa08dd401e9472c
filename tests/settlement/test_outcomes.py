"""Each outcome, told by a story; the model says the same."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from facevalue.kit import columns, facts
from facevalue.kit.db import Database
from facevalue.settlement.queries import Outcome
from facevalue.social import ingest
from tests.settlement.model import Post
from tests.settlement.world import HOUR_MS, NOON, World

PRICES = {"like": 10, "comment": 30, "share": 50}


@pytest.fixture
def world(engine: str, target: str, db: Database, tmp_path: Path) -> Iterator[World]:
    log = ingest.open_log(target if engine == "postgres" else str(tmp_path / "log.sqlite"))
    yield World(db, log)
    log.close()


def post(creator: str = "Ayu", escrow: int = 1_000, **details: Any) -> Post:
    return Post(creator, PRICES, escrow, **details)


def words(world: World) -> list[str]:
    """What settlement said, after checking that the model says the same and holds the same money."""
    world.deliver(1 << 20)
    world.settle()
    said = world.said()
    assert said == world.model.said
    assert world.balances() == world.expected_balances()
    return [outcome for outcome, _, _ in said]


def test_a_follower_pays_and_a_stranger_is_free(world: World) -> None:
    world.publish("selfie", post())
    world.edge("Ayu", "Budi", "follow", on=True)
    world.engage("selfie", "like", "Budi")
    world.engage("selfie", "like", "Chidi")
    assert words(world) == ["paid", "stranger"]
    assert world.balances()["purse Ayu"] == 10


def test_only_an_edge_before_the_engagement_counts(world: World) -> None:
    world.publish("selfie", post())
    world.engage("selfie", "like", "Budi")
    world.edge("Ayu", "Budi", "follow", on=True)
    world.engage("selfie", "comment", "Budi")
    world.edge("Ayu", "Budi", "friend", on=True)
    world.edge("Ayu", "Budi", "follow", on=False)
    world.engage("selfie", "share", "Budi")
    world.edge("Ayu", "Budi", "friend", on=False)
    world.engage("selfie", "like", "Dewi")
    assert words(world) == ["stranger", "paid", "paid", "stranger"]


def test_reach_beyond_the_own_network_is_free(world: World) -> None:
    world.publish("selfie", post())
    for person in ("Budi", "Chidi", "Dewi"):
        world.edge("Ayu", person, "follow", on=True)
    world.engage("selfie", "share", "Budi")
    world.engage("selfie", "share", "Chidi", via="Budi")
    world.engage("selfie", "like", "Dewi", via="Chidi")
    world.engage("selfie", "like", "Emeka", via="Dewi")
    world.engage("selfie", "like", "Budi", via="Ayu")
    assert words(world) == ["paid", "second_degree", "second_degree", "unknown_via", "paid"]
    assert [degree for _, degree, _ in world.said()] == [1, 2, 3, 1, 1]


def test_the_tests_come_in_order(world: World) -> None:
    world.publish("selfie", post(published_at=NOON, closes_at=NOON + HOUR_MS))
    world.edge("Ayu", "Budi", "follow", on=True)
    world.engage("nothing", "like", "Budi", via="Chidi")
    world.engage("selfie", "like", "Ayu", via="Chidi", at=NOON - 1)
    world.engage("selfie", "like", "Ayu", at=NOON - 1)
    world.engage("selfie", "like", "Ayu")
    world.engage("selfie", "like", "Budi", at=NOON + HOUR_MS)
    world.engage("selfie", "like", "Budi")
    world.engage("selfie", "share", "Budi", at=NOON + HOUR_MS + 1)
    assert words(world) == ["unknown_post", "unknown_via", "early", "self", "paid", "duplicate", "late"]


def test_blocks(world: World) -> None:
    world.publish("selfie", post())
    for person in ("Budi", "Chidi"):
        world.edge("Ayu", person, "follow", on=True)
    world.block("Ayu", "Budi", on=True)
    world.block("", "Chidi", on=True)
    world.engage("selfie", "like", "Budi")
    world.engage("selfie", "like", "Chidi")
    world.block("Ayu", "Budi", on=False)
    world.engage("selfie", "like", "Budi")
    world.block("", "Ayu", on=True)
    world.engage("selfie", "comment", "Budi")
    assert words(world) == ["blocked", "blocked", "paid", "blocked"]


def test_each_slot_hears_of_a_block_at_its_own_place(world: World) -> None:
    world.publish("selfie", post())
    world.publish("other", post("Linh"))
    world.block("", "Chidi", on=True)
    world.engage("other", "like", "Dewi")
    world.block("", "Chidi", on=False)
    world.engage("selfie", "like", "Chidi")
    assert words(world) == ["stranger", "stranger"]


def test_the_first_price_that_does_not_fit_closes(world: World) -> None:
    world.publish("selfie", post(escrow=75))
    world.publish("capped", post(cap_post=45))
    for person in ("Budi", "Chidi", "Dewi"):
        world.edge("Ayu", person, "follow", on=True)
        world.engage("selfie", "share", person)
        world.engage("selfie", "like", person)
        world.engage("capped", "comment", person)
        world.engage("capped", "like", person)
    world.top_up("selfie", 100)
    world.engage("selfie", "comment", "Budi")
    said = words(world)
    assert said[::4] == ["paid", "budget", "budget", "paid"]
    assert said[2::4] == ["paid", "cap_post", "cap_post"]


def test_an_actor_counts_so_often_a_day(world: World) -> None:
    for name in ("one", "two"):
        world.publish(name, post(cap_actor=2))
    world.edge("Ayu", "Budi", "follow", on=True)
    for name in ("one", "two"):
        world.engage(name, "like", "Budi")
        world.engage(name, "share", "Budi")
    world.engage("two", "comment", "Budi", at=NOON + 24 * HOUR_MS)
    assert words(world) == ["paid", "paid", "cap_actor", "cap_actor", "paid"]


def test_an_undo_takes_back_what_has_not_cleared(world: World) -> None:
    world.tier("Ayu", 24, held=False)
    world.publish("selfie", post(fee_bps=1_000))
    world.edge("Ayu", "Budi", "follow", on=True)
    world.engage("selfie", "share", "Budi")
    world.undo("selfie", "share", "Budi")
    world.undo("selfie", "share", "Budi")
    world.engage("selfie", "share", "Budi")
    world.clock(NOON + 48 * HOUR_MS)
    world.undo("selfie", "share", "Budi")
    world.engage("selfie", "share", "Budi")
    assert words(world) == ["paid", "undone", "nothing_to_undo", "paid", "undone", "paid"]
    assert [tokens for _, _, tokens in world.said()] == [50, -50, 0, 50, 0, 0]
    assert world.balances()["purse Ayu"] == 50


def test_only_the_app_of_a_post_can_report_about_it(world: World) -> None:
    world.publish("selfie", post())
    world.waiting[-1].details[0]["app"] = 2
    world.edge("Ayu", "Budi", "follow", on=True)
    for _ in range(4):  # the world's engagements come from apps 0, which is ourselves, 1, 2 and 3
        world.engage("selfie", "like", "Budi")
    world.deliver(1 << 20)
    world.settle()
    assert [outcome for outcome, _, _ in world.said()] == ["paid", "unknown_post", "duplicate", "unknown_post"]


def test_an_old_time_does_not_make_an_earning_clear_sooner(world: World) -> None:
    world.tier("Ayu", 24, held=False)
    world.publish("selfie", post(published_at=NOON - 48 * HOUR_MS))
    world.edge("Ayu", "Budi", "follow", on=True)
    world.clock(NOON)
    world.engage("selfie", "share", "Budi", at=NOON - 47 * HOUR_MS)
    world.undo("selfie", "share", "Budi")
    world.engage("selfie", "share", "Budi", at=NOON - 47 * HOUR_MS)
    world.clock(NOON + 23 * HOUR_MS)
    assert words(world) == ["paid", "undone", "paid"]
    assert world.balances()["pending Ayu"] == 50
    world.clock(NOON + 24 * HOUR_MS)
    words(world)
    assert world.balances()["purse Ayu"] == 50


def test_whoever_shares_and_undoes_without_end_is_paid_once(world: World) -> None:
    world.tier("Ayu", 24, held=False)
    world.publish("selfie", post(fee_bps=1_000))
    world.edge("Ayu", "Budi", "follow", on=True)
    for _ in range(300):
        world.engage("selfie", "share", "Budi")
        world.undo("selfie", "share", "Budi")
    world.engage("selfie", "share", "Budi")
    world.clock(NOON + 48 * HOUR_MS)
    assert words(world) == ["paid", "undone"] * 300 + ["paid"]
    assert world.balances()["purse Ayu"] == 50


def test_held_earnings_wait_for_trust(world: World) -> None:
    world.tier("Ayu", 0, held=True)
    world.publish("selfie", post())
    world.edge("Ayu", "Budi", "follow", on=True)
    world.engage("selfie", "share", "Budi")
    world.clock(NOON + 1_000 * HOUR_MS)
    assert words(world) == ["held"]
    assert world.balances() == {"escrow selfie": 950, "purse Ayu": 0, "pending Ayu": 50, "fees": 0}


def test_who_came_via_an_undone_share_keeps_the_degree(world: World) -> None:
    world.publish("selfie", post())
    world.engage("selfie", "share", "Budi")
    world.engage("selfie", "share", "Chidi", via="Budi")
    world.undo("selfie", "share", "Budi")
    world.engage("selfie", "like", "Dewi", via="Budi")
    world.engage("selfie", "like", "Emeka", via="Chidi")
    assert words(world) == ["stranger", "second_degree", "undone", "unknown_via", "second_degree"]
    assert world.said()[-1][1] == 3


def test_a_closed_post_pays_nothing_whatever_its_cap(world: World) -> None:
    world.publish("selfie", post(escrow=60, cap_post=60))
    world.edge("Ayu", "Budi", "follow", on=True)
    world.engage("selfie", "share", "Budi")
    world.close("selfie")
    world.top_up("selfie", 100)
    world.engage("selfie", "comment", "Budi")
    world.engage("selfie", "like", "Budi")
    assert words(world) == ["paid", "budget", "budget"]


def test_what_an_undo_returns_to_a_closed_post_is_told(world: World) -> None:
    world.tier("Ayu", 24, held=False)
    world.publish("selfie", post())
    world.edge("Ayu", "Budi", "follow", on=True)
    world.engage("selfie", "share", "Budi")
    world.close("selfie")
    world.engage("selfie", "like", "Budi")
    world.undo("selfie", "share", "Budi")
    assert words(world) == ["paid", "budget", "undone"]
    assert [columns.unpack(fact.body)["post"].tolist() for fact in facts.read(world.db, "closed", 0, 9)] == [
        [world.posts["selfie"]]
    ] * 2


def test_a_chain_longer_than_any_real_one(world: World) -> None:
    world.publish("selfie", post())
    chain = [f"fan {number}" for number in range(150)]
    for person, via in zip(chain, ("", *chain), strict=False):
        world.engage("selfie", "share", person, via=via)
        world.engage("selfie", "share", person, via="Ayu")
        world.engage("selfie", "share", f"late {person}", via=f"late {chain[-1]}")
    assert words(world)[3::3] == ["second_degree"] * 149
    assert world.said()[-3][1] == 150


def test_a_rejected_post_earns_nothing_and_a_restored_one_exactly_what_was_lost(world: World) -> None:
    world.publish("selfie", post(fee_bps=1_000))
    world.edge("Ayu", "Budi", "follow", on=True)
    world.engage("selfie", "share", "Budi")
    world.reject("selfie")
    world.engage("selfie", "like", "Budi")
    assert words(world) == ["paid", "held"]
    assert (world.balances()["purse Ayu"], world.balances()["pending Ayu"]) == (0, 60)
    world.restore("selfie")
    world.engage("selfie", "comment", "Budi")
    assert words(world) == ["paid", "held", "paid"]
    assert (world.balances()["purse Ayu"], world.balances()["pending Ayu"]) == (90, 0)


def test_what_a_post_earned_that_is_rejected_for_good_returns_to_its_escrow(world: World) -> None:
    world.tier("Ayu", 24, held=False)
    world.publish("selfie", post(fee_bps=1_000))
    world.edge("Ayu", "Budi", "follow", on=True)
    world.engage("selfie", "share", "Budi")
    world.reject("selfie")
    world.clock(NOON + 48 * HOUR_MS)
    world.void("selfie")
    world.undo("selfie", "share", "Budi")
    world.engage("selfie", "share", "Budi")
    assert words(world) == ["paid", "undone", "budget"]
    balances = world.balances()
    assert [balances[name] for name in ("escrow selfie", "purse Ayu", "pending Ayu", "fees")] == [1_000, 0, 0, 0]
    told = [columns.unpack(fact.body) for fact in facts.read(world.db, "settled", 0, 9)]
    voided = [fact for fact in told if (fact["outcome"] == Outcome.VOIDED).all()]
    assert [(fact["price"].tolist(), fact["fee"].tolist()) for fact in voided] == [([-50], [-5])]
    assert [columns.unpack(fact.body)["post"].tolist() for fact in facts.read(world.db, "closed", 0, 9)] == [
        [world.posts["selfie"]]
    ]


def test_what_was_spent_already_cannot_be_held(world: World) -> None:
    world.publish("selfie", post())
    for fan in ("Budi", "Chidi", "Dewi"):
        world.edge("Ayu", fan, "follow", on=True)
        world.engage("selfie", "share", fan)
    world.reject("selfie", tokens_max=110)
    world.void("selfie")
    assert words(world) == ["paid"] * 3
    assert (world.balances()["purse Ayu"], world.balances()["escrow selfie"]) == (50, 950)
