"""What a creator can take part in, on both engines."""

import re

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from facevalue.campaigns import actions, queries
from facevalue.campaigns.actions import CreatorTier, Plan, Prices
from facevalue.campaigns.models import Campaign
from facevalue.faces.creator import campaigns
from facevalue.kit.clock import now_ms
from facevalue.studio.actions import AssetKind
from facevalue.studio.models import AssetVersion
from tests import cast
from tests.faces.creator import compose_world
from tests.faces.creator.compose_world import World


def _offer(name: str, like_tokens: int) -> int:
    at_ms = now_ms()
    card = {CreatorTier.NANO: Prices(like_tokens, 1, 1)}
    with transaction.atomic():
        made = actions.create(cast.KOPI_NUSANTARA, name, Plan(starts_at=at_ms - 60_000), card, [cast.SENYUM], at_ms)
        actions.go_live(cast.KOPI_NUSANTARA, made.pk)
    return made.pk


def _queries(browser: Client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(path).status_code == 200
    return [query["sql"] for query in seen]


def test_each_campaign_shows_a_frame_of_its_own(world: World, senyum: Client) -> None:
    picky, frame = _offer("Picky", 1), AssetVersion.objects.get(id=world["frame"])
    second = compose_world.publish_asset(cast.KOPI_NUSANTARA, AssetKind.FRAME, "Night frame", now_ms())
    with transaction.atomic():
        actions.allow_assets(cast.KOPI_NUSANTARA, picky, [AssetVersion.objects.get(id=second).asset_id])
    found = queries.frames_of(Campaign.objects.filter(id__in=[world["campaign"], picky]))
    assert found == {world["campaign"]: frame, picky: AssetVersion.objects.get(id=second)}
    assert found[picky].small_file in senyum.get(f"/campaigns/{picky}/").content.decode()
    with transaction.atomic():
        actions.allow_assets(cast.KOPI_NUSANTARA, picky, [AssetVersion.objects.get(id=world["sticker"]).asset_id])
    assert list(queries.frames_of(Campaign.objects.filter(id=picky))) == []
    assert queries.frames_of([]) == {}


@pytest.mark.parametrize("path", ["/", "/campaigns/"])
def test_more_campaigns_need_no_more_queries(world: World, senyum: Client, path: str) -> None:
    before = _queries(senyum, path)
    for number in range(5):
        _offer(f"More {number}", 5)
    after = _queries(senyum, path)
    assert len(after) == len(before)
    assert any("studio_asset" in sql for sql in after) is (path == "/campaigns/")


def test_what_pays_best_is_there_though_it_is_old(world: World, senyum: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    Campaign.objects.update(name="Best of all")
    for number in range(3):
        _offer(f"Later {number}", number + 1)
    monkeypatch.setattr(campaigns, "OFFERS_MAX", 2)
    page = senyum.get("/campaigns/").content.decode()
    assert re.findall(r"Best of all|Later \d", page) == ["Best of all", "Later 2"]
