"""What cannot be submitted, and leaves nothing behind."""

import pytest
from django.db import transaction

from facevalue.campaigns import actions as campaigns
from facevalue.campaigns.errors import BudgetExceeded, NotPublishable
from facevalue.campaigns.models import Post
from facevalue.studio.actions import AssetKind
from facevalue.studio.errors import NotFound as NoPicture
from facevalue.trust import actions
from facevalue.trust.errors import InvalidText, NotFound
from facevalue.trust.models import Submission
from tests import cast
from tests.campaigns.steps import FUNDED_TOKENS
from tests.trust import pictures
from tests.trust.conftest import House, live_campaign


def test_only_ones_own_picture_with_the_campaigns_assets_in_its_apps(house: House) -> None:
    theirs = pictures.compose(cast.LINH, "hers", house.frame.id).id
    plain = pictures.compose(cast.AYU, "plain", None).id
    glow = pictures.publish_asset(cast.SIAM_GLOW, AssetKind.FRAME, "Glow", pictures.FRAME)
    foreign = pictures.compose(cast.AYU, "foreign", glow.id).id
    own = pictures.compose(cast.AYU, "own", house.frame.id).id
    with pytest.raises(NotFound):
        house.submit(composition=theirs)
    with pytest.raises(NoPicture):
        house.submit(composition=7)
    for composition in (plain, foreign):
        with pytest.raises(NotPublishable):
            house.submit(composition=composition)
    with transaction.atomic():
        campaigns.allow_assets(cast.KOPI_NUSANTARA, house.campaign, [house.sticker.asset_id])
    with pytest.raises(NotPublishable):
        house.submit(composition=own)
    with pytest.raises(NotPublishable):
        actions.submit(cast.AYU, "elsewhere", own, house.campaign, cast.SABAI, "", "", cast.NOW)
    with pytest.raises(NotPublishable):
        house.submit(composition=own, campaign=live_campaign(cast.SIAM_GLOW))
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(("key", "caption"), [("", "Kopi"), ("k" * 81, "Kopi"), ("first", "x" * 501)])
def test_texts_have_limits(house: House, key: str, caption: str) -> None:
    composition = pictures.compose(cast.AYU, "first", house.frame.id).id
    with pytest.raises(InvalidText):
        actions.submit(cast.AYU, key, composition, house.campaign, cast.SENYUM, caption, "", cast.NOW)


def test_a_used_up_budget_keeps_nothing_and_the_key_may_try_again(house: House) -> None:
    with transaction.atomic():
        campaigns.defund(cast.KOPI_NUSANTARA, house.campaign, FUNDED_TOKENS, "all", cast.NOW)
    composition = pictures.compose(cast.AYU, "first", house.frame.id).id
    with pytest.raises(BudgetExceeded):
        house.submit(key="first", composition=composition)
    assert Submission.objects.count() == 0
    with transaction.atomic():
        campaigns.fund(cast.KOPI_NUSANTARA, house.campaign, 300, "some", cast.NOW)
    made = house.submit(key="first", composition=composition)
    assert Post.objects.get(id=made.post).escrow_tokens == 300
