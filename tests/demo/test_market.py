"""Brands that pay again, and creators who publish."""

from random import Random

from django.db import transaction

from facevalue.campaigns import actions as campaigns
from facevalue.campaigns import queries
from facevalue.demo.actions import World
from facevalue.demo.market import Market
from facevalue.kit.clock import now_ms
from facevalue.kit.db import Database
from facevalue.social import queries as social
from facevalue.studio import queries as studio
from facevalue.treasury import queries as treasury
from tests.demo.worker import settle
from tests.demo.world import Folder, findings


def test_a_campaign_without_tokens_is_funded_again(home: Folder, living: World, db: Database) -> None:
    brand, campaign = living.brands[0], living.campaigns[0]
    payments, funded = len(treasury.payments(brand)), queries.budget(brand, campaign).funded_tokens
    left = queries.budget(brand, campaign).available_tokens
    with transaction.atomic():
        campaigns.defund(brand, campaign, left, "the rest", now_ms())
    market = Market(living, Random(1))
    post = market.publish(0, now_ms())
    assert post is not None
    market.close(finish=True)
    assert post.id in {known.id for known in market.known(0, now_ms())}
    assert len(treasury.payments(brand)) == payments + 1
    assert queries.budget(brand, campaign).funded_tokens > funded - left
    (shown,) = social.content(db, [post.id]).values()
    assert (shown.campaign, shown.visible) == (campaign, True)
    assert len(studio.renditions([shown.composition])[shown.composition]) == 3
    settle(home, db)
    assert findings(db) == []
