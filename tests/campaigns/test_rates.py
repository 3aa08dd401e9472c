"""Prices may change while a campaign runs; the log is told for the posts that are open."""

import pytest
from django.db import transaction

from facevalue.campaigns import actions, queries
from facevalue.campaigns.actions import CreatorTier, Prices
from facevalue.campaigns.errors import InvalidPlan, WrongStatus
from tests import cast
from tests.campaigns.steps import CARD, PLAN, announced, publish

BRAND = cast.KOPI_NUSANTARA


def test_open_posts_hear_of_new_prices_by_their_tier(campaign: int) -> None:
    nano, micro = publish(campaign), publish(campaign, cast.LINH, tier=CreatorTier.MICRO)
    closing = publish(campaign, cast.MALI)
    with transaction.atomic():
        actions.close(BRAND, closing, cast.NOW)
        actions.change_rates(BRAND, campaign, {CreatorTier.NANO: Prices(11, 0, 44)}, cast.NOW)
    told = {detail["post"]: detail["prices"] for detail in announced("rates")}
    assert told == {nano: [11, 0, 44], micro: [0, 0, 0]}
    assert queries.rate_card(BRAND, campaign) == {CreatorTier.NANO: Prices(11, 0, 44)}
    publish(campaign, cast.AMARA)
    assert announced("publish")[-1]["prices"] == [11, 0, 44]


def test_a_rate_card_is_read_as_it_was_written(campaign: int) -> None:
    assert queries.rate_card(BRAND, campaign) == CARD


def test_an_ended_campaign_keeps_its_prices(campaign: int) -> None:
    with transaction.atomic():
        actions.end(BRAND, campaign)
    with pytest.raises(WrongStatus), transaction.atomic():
        actions.change_rates(BRAND, campaign, {CreatorTier.NANO: Prices(1, 1, 1)}, cast.NOW)


@pytest.mark.parametrize("apps", [[], [cast.SENYUM, 999]])
def test_a_campaign_needs_apps_that_exist(everybody: None, apps: list[int]) -> None:
    with pytest.raises(InvalidPlan), transaction.atomic():
        actions.create(BRAND, "Kopi Sore", PLAN, CARD, apps, cast.NOW)
