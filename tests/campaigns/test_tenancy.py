"""A person of brand A gets nothing of brand B through any door."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import transaction

from facevalue.campaigns import actions, queries
from facevalue.campaigns.actions import CreatorTier, Prices
from facevalue.campaigns.errors import NotFound
from facevalue.campaigns.models import Campaign, Post
from facevalue.identity import queries as identity
from facevalue.identity.queries import Verb
from tests import cast
from tests.campaigns.conftest import MakeCampaign
from tests.campaigns.steps import FUNDED_TOKENS, announced, publish

OWN, OTHER = cast.KOPI_NUSANTARA, cast.SIAM_GLOW
NOW = cast.NOW

READS: dict[str, Callable[[int, int, int], object]] = {
    "campaign": lambda brand, campaign, post: queries.campaign(brand, campaign),
    "campaign_among": lambda brand, campaign, post: queries.campaign_among([brand, cast.LAGOS_THREADS], campaign),
    "rate_card": lambda brand, campaign, post: queries.rate_card(brand, campaign),
    "budget": lambda brand, campaign, post: queries.budget(brand, campaign),
    "posts": lambda brand, campaign, post: queries.posts(brand, campaign, limit=10),
    "post": lambda brand, campaign, post: queries.post(brand, post),
}
WRITES: dict[str, Callable[[int, int, int], object]] = {
    "change_rates": lambda brand, campaign, post: actions.change_rates(
        brand, campaign, {CreatorTier.NANO: Prices(1, 1, 1)}, NOW
    ),
    "describe": lambda brand, campaign, post: actions.describe(brand, campaign, "Hold the cup"),
    "pause": lambda brand, campaign, post: actions.pause(brand, campaign),
    "go_live": lambda brand, campaign, post: actions.go_live(brand, campaign),
    "end": lambda brand, campaign, post: actions.end(brand, campaign),
    "fund": lambda brand, campaign, post: actions.fund(brand, campaign, 1, "theirs", NOW),
    "defund": lambda brand, campaign, post: actions.defund(brand, campaign, 1, "theirs", NOW),
    "top_up": lambda brand, campaign, post: actions.top_up(brand, post, 1, "theirs", NOW),
    "close": lambda brand, campaign, post: actions.close(brand, post, NOW),
}


@pytest.fixture
def theirs(make_campaign: MakeCampaign) -> tuple[int, int]:
    campaign = make_campaign(OTHER)
    return campaign, publish(campaign)


def test_another_brands_campaign_is_not_found(theirs: tuple[int, int]) -> None:
    refused = []
    for door, call in (READS | WRITES).items():
        with suppress(NotFound), transaction.atomic():
            call(OWN, *theirs)
            continue
        refused.append(door)
    assert refused == [*READS, *WRITES]
    assert Campaign.objects.get(id=theirs[0]).status == "live"
    assert Post.objects.get(id=theirs[1]).closing_at == 0
    assert announced("rates") == announced("close") == announced("top_up") == []
    assert queries.budget(OTHER, theirs[0]) == queries.Budget(FUNDED_TOKENS - 5_000, 5_000)


def test_its_own_brand_reads_it(theirs: tuple[int, int]) -> None:
    assert all(read(OTHER, *theirs) for read in READS.values())


def test_lists_hold_what_is_the_brands_own(theirs: tuple[int, int], make_campaign: MakeCampaign) -> None:
    mine = make_campaign(OWN)
    assert [campaign.id for campaign in queries.campaigns(OWN)] == [mine]
    assert [campaign.id for campaign in queries.campaigns(OTHER)] == [theirs[0]]
    assert not queries.campaigns(cast.LAGOS_THREADS)
    assert [campaign.id for campaign in queries.campaigns_among([OWN, OTHER])] == [mine, theirs[0]]
    assert not queries.posts(OWN, mine, limit=10)


def test_a_person_reaches_campaigns_by_the_roles_of_identity(theirs: tuple[int, int]) -> None:
    seen = {
        person: [campaign.id for brand in identity.organisations(person, Verb.SEE) for campaign in queries.campaigns(brand.id)]
        for person in (cast.PUTRI, cast.SOMCHAI, cast.THU, cast.NGOZI)
    }
    assert seen == {cast.PUTRI: [], cast.SOMCHAI: [theirs[0]], cast.THU: [theirs[0]], cast.NGOZI: []}


def test_creators_are_offered_what_runs_in_their_app(theirs: tuple[int, int], make_campaign: MakeCampaign) -> None:
    paused = make_campaign(OWN, tokens=0)
    with transaction.atomic():
        actions.pause(OWN, paused)
    campaign = Campaign.objects.get(id=theirs[0])
    assert queries.offered(cast.SENYUM, NOW) == [campaign]
    assert queries.offered(cast.SABAI, NOW) == queries.offered(cast.SENYUM, campaign.ends_at) == []
    assert queries.offered(cast.SENYUM, NOW - 1) == []
