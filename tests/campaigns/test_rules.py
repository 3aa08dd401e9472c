"""Rate cards, caps and dates, without a database."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevalue.campaigns import rules
from facevalue.campaigns.errors import BudgetExceeded, CapExceeded, InvalidPlan, NotPublishable, WrongStatus
from facevalue.campaigns.rules import CreatorTier, Plan, Posts, Prices, Status
from facevalue.kit.clock import HOUR_MS
from tests import cast

PLAN = Plan(starts_at=cast.NOW, ends_at=cast.NOW + 240 * HOUR_MS, window_hours=48, fee_bps=500)
CARD = {CreatorTier.NANO: Prices(10, 20, 40), CreatorTier.MEGA: Prices(0, 0, 4_000)}
APPS = {cast.SENYUM}


def posts(**columns: int) -> Posts:
    """One post that fits, but for what is given."""
    fitting = {
        "creator": cast.AYU,
        "app": cast.SENYUM,
        "tier": int(CreatorTier.NANO),
        "escrow_tokens": 5_000,
        "published_at": cast.NOW,
    }
    return Posts(**{name: np.array([value], np.int64) for name, value in (fitting | columns).items()})


@pytest.mark.parametrize(
    "change",
    [
        {"ends_at": cast.NOW},
        {"starts_at": -1},
        {"window_hours": 100_000},
        {"cap_post_tokens": -1},
        {"cap_creator_tokens": 10**16},
        {"cap_actor": -1},
        {"fee_bps": 5_001},
    ],
)
def test_a_plan_that_cannot_be_is_refused(change: dict[str, int]) -> None:
    rules.check_plan(PLAN)
    with pytest.raises(InvalidPlan):
        rules.check_plan(replace(PLAN, **change))


@pytest.mark.parametrize("card", [{}, {CreatorTier.NANO: Prices(0, 0, 0)}, {CreatorTier.NANO: Prices(1, -1, 1)}])
def test_a_rate_card_has_prices(card: rules.RateCard) -> None:
    rules.check_card(CARD)
    with pytest.raises(InvalidPlan):
        rules.check_card(card)


@pytest.mark.parametrize(
    "change",
    [
        {"published_at": cast.NOW - 1},
        {"published_at": PLAN.ends_at},
        {"app": cast.SABAI},
        {"tier": int(CreatorTier.MID)},
        {"tier": 99},
        {"escrow_tokens": 0},
        {"escrow_tokens": -5},
        {"creator": 0},
    ],
)
def test_a_post_that_does_not_fit_is_refused(change: dict[str, int]) -> None:
    rules.check_posts(posts(), PLAN, CARD, APPS)
    with pytest.raises(NotPublishable) as refusal:
        rules.check_posts(posts(**change), PLAN, CARD, APPS)
    assert refusal.value.extra == {"row": 0}


def test_without_an_end_a_campaign_goes_on() -> None:
    rules.check_posts(posts(published_at=rules.TIME_MAX_MS), replace(PLAN, ends_at=0), CARD, APPS)


def test_a_post_earns_for_the_window_or_else_until_the_campaign_ends() -> None:
    published = np.array([cast.NOW, cast.NOW + 5], np.int64)
    assert (rules.closes_at(published, PLAN) == published + 48 * HOUR_MS).all()
    assert rules.closes_at(published, replace(PLAN, window_hours=0)).tolist() == [PLAN.ends_at] * 2
    assert rules.closes_at(published, replace(PLAN, window_hours=0, ends_at=0)).tolist() == [0, 0]


def test_prices_stand_by_tier_and_kind() -> None:
    table = rules.price_table(CARD)
    assert table[CreatorTier.NANO].tolist() == [10, 20, 40]
    assert table[CreatorTier.MEGA].tolist() == [0, 0, 4_000]
    assert not table[CreatorTier.MID].any()


@pytest.mark.parametrize(
    ("followers", "tier"),
    [(0, CreatorTier.NANO), (9_999, CreatorTier.NANO), (10_000, CreatorTier.MICRO), (5_000_000, CreatorTier.MEGA)],
)
def test_a_tier_is_a_matter_of_followers(followers: int, tier: CreatorTier) -> None:
    assert rules.tier_of(followers) == tier


def test_typical_escrows_are_those_of_the_market() -> None:
    assert rules.ESCROW_TYPICAL_TOKENS[CreatorTier.NANO] == 5_000
    assert rules.ESCROW_TYPICAL_TOKENS[CreatorTier.MEGA] == 2_000_000


AMOUNTS = st.lists(st.integers(1, rules.TOKENS_MAX), min_size=1, max_size=20)


@given(AMOUNTS, st.integers(0, rules.TOKENS_MAX))
def test_no_escrow_passes_a_cap(amounts: list[int], cap: int) -> None:
    column = np.array(amounts, np.int64)
    plan = replace(PLAN, cap_post_tokens=cap, cap_creator_tokens=cap)
    for check in (rules.check_escrow_of_posts, rules.check_escrow_of_creators):
        if cap and max(amounts) > cap:
            with pytest.raises(CapExceeded):
                check(column, plan)
        else:
            check(column, plan)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, rules.TOKENS_MAX)), max_size=50))
def test_sums_are_exact(pairs: list[tuple[int, int]]) -> None:
    groups = np.array([group for group, _ in pairs], np.int64)
    values = np.array([value for _, value in pairs], np.int64)
    expected = [sum(value for group, value in pairs if group == wanted) for wanted in range(5)]
    assert rules.sums(groups, values, 5).tolist() == expected


@pytest.mark.parametrize("old", Status)
@pytest.mark.parametrize("new", Status)
def test_an_ended_campaign_stays_ended_and_a_draft_only_goes_live(old: Status, new: Status) -> None:
    allowed = {("draft", "live"), ("live", "paused"), ("live", "ended"), ("paused", "live"), ("paused", "ended")}
    if (old, new) in allowed:
        rules.check_step(old, new)
    else:
        with pytest.raises(WrongStatus):
            rules.check_step(old, new)


def test_a_creator_posts_as_the_highest_tier_that_has_prices() -> None:
    assert rules.tier_on(CARD, 0) == CreatorTier.NANO
    assert rules.tier_on(CARD, 999_999) == CreatorTier.NANO
    assert rules.tier_on(CARD, 1_000_000) == CreatorTier.MEGA
    with pytest.raises(NotPublishable):
        rules.tier_on({CreatorTier.MEGA: Prices(0, 0, 4_000)}, 10)


@pytest.mark.parametrize(
    ("caps", "creator_tokens", "available_tokens", "expected"),
    [
        ((0, 0), 0, 10**9, 5_000),
        ((3_000, 0), 0, 10**9, 3_000),
        ((0, 12_000), 10_000, 10**9, 2_000),
        ((3_000, 12_000), 10_000, 700, 700),
    ],
)
def test_an_escrow_is_typical_as_far_as_caps_and_budget_allow(
    caps: tuple[int, int], creator_tokens: int, available_tokens: int, expected: int
) -> None:
    plan = replace(PLAN, cap_post_tokens=caps[0], cap_creator_tokens=caps[1])
    assert rules.escrow_typical(CreatorTier.NANO, plan, creator_tokens, available_tokens) == expected


def test_nothing_is_set_aside_beyond_caps_and_budget() -> None:
    with pytest.raises(CapExceeded):
        rules.escrow_typical(CreatorTier.NANO, replace(PLAN, cap_creator_tokens=10), 10, 1_000)
    with pytest.raises(BudgetExceeded):
        rules.escrow_typical(CreatorTier.NANO, PLAN, 0, 0)
