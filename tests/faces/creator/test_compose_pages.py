"""The composer's pages as plain forms, and what they tell a phone, on both engines."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from facevalue.campaigns.models import Campaign
from facevalue.identity.models import Organisation
from facevalue.studio.models import Asset, Composition, Rendition
from facevalue.trust.models import Submission
from tests import cast
from tests.faces.creator import apps, compose_world
from tests.faces.creator.compose_world import World

ENGLISH = {"Accept-Language": "en"}
EVIL = '"><script>alert(1)</script>\u2028{{7*7}}'


@pytest.fixture
def ayu(world: World) -> Client:
    return apps.client_of(cast.AYU)


def test_a_picture_is_made_by_a_plain_form(world: World, ayu: Client) -> None:
    where = f"/compose/{world['campaign']}/"
    page = ayu.get(where, headers=ENGLISH).content.decode()
    assert re.search(rf'name="frame" value="{world["frame"]}"[^>]* checked', page)
    form = compose_world.form(world)
    answer = ayu.post(where, form)
    made = Composition.objects.get()
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{where}drafts/{made.pk}/"
    sticker = made.stickers.get()
    assert (made.frame_id, made.background_id, sticker.x, sticker.y) == (world["frame"], None, 0.2, 0.2)
    draft = ayu.get(answer.headers["Location"], headers=ENGLISH).content.decode()
    for address in re.findall(r'(?:src|srcset)="(/media/[^"]+)"', draft):
        assert ayu.get(address).status_code == 200
    form["photo"].seek(0)
    assert ayu.post(where, form).headers["Location"] == answer.headers["Location"]
    assert Composition.objects.count() == 1


def test_a_draft_is_posted_once(world: World, ayu: Client) -> None:
    draft = ayu.post(f"/compose/{world['campaign']}/", compose_world.form(world)).headers["Location"]
    too_long = ayu.post(draft, {"caption": "long " * 200, "alt": "Me"}, headers=ENGLISH)
    assert too_long.status_code == 422
    assert 'role="alert"' in too_long.content.decode()
    assert "long long" in too_long.content.decode()
    first, second = (ayu.post(draft, {"caption": EVIL, "alt": EVIL}) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    sent = Submission.objects.get()
    assert first.headers["Location"] == f"/compose/posted/{sent.pk}/"
    page = ayu.get(first.headers["Location"]).content.decode()
    assert "alert(1)" in page
    assert "<script>alert" not in page
    assert apps.client_of(cast.BUDI).get(first.headers["Location"]).status_code == 404
    assert apps.client_of(cast.BUDI).post(draft, {"caption": ""}).status_code == 404


def test_what_is_wrong_with_a_form_is_said(world: World, ayu: Client) -> None:
    where = f"/compose/{world['campaign']}/"
    text = SimpleUploadedFile("selfie.jpg", b"not a picture at all", "image/jpeg")
    bomb = SimpleUploadedFile("big.jpg", bytes(10 * 1024 * 1024 + 1), "image/jpeg")
    for wrong, status in ({"photo": ""}, 422), ({"photo": text}, 422), ({"photo": bomb}, 413), ({"frame": "12"}, 422):
        answer = ayu.post(where, compose_world.form(world, **wrong), headers=ENGLISH)
        assert answer.status_code == status, wrong
        assert 'role="alert"' in answer.content.decode()
    assert not Composition.objects.exists()


def test_only_its_maker_sees_a_draft(world: World, ayu: Client) -> None:
    draft = ayu.post(f"/compose/{world['campaign']}/", compose_world.form(world)).headers["Location"]
    assert ayu.get(draft).status_code == 200
    assert apps.client_of(cast.BUDI).get(draft).status_code == 404


def test_a_draft_whose_pictures_were_taken_away_is_not_there(world: World, ayu: Client) -> None:
    draft = ayu.post(f"/compose/{world['campaign']}/", compose_world.form(world)).headers["Location"]
    Rendition.objects.all().delete()
    assert ayu.get(draft).status_code == 404


def test_strangers_log_in_first(world: World, senyum: Client) -> None:
    where = f"/compose/{world['campaign']}/"
    assert senyum.get(where).headers["Location"].startswith("/login/?next=/compose/")
    assert senyum.post(where, compose_world.form(world)).status_code == 302
    assert not Composition.objects.exists()


def test_a_campaign_that_is_not_offered_is_not_there(world: World, ayu: Client) -> None:
    assert ayu.get("/compose/77/").status_code == 404
    Campaign.objects.update(status="paused")
    assert ayu.get(f"/compose/{world['campaign']}/").status_code == 404


def test_names_stay_names(world: World, ayu: Client) -> None:
    Campaign.objects.update(name=EVIL, brief=EVIL)
    Organisation.objects.filter(id=cast.KOPI_NUSANTARA).update(name=EVIL)
    Asset.objects.filter(kind="frame").update(name=EVIL)
    page = ayu.get(f"/compose/{world['campaign']}/").content.decode()
    assert "alert(1)" in page
    assert "<script>alert" not in page
    data = re.search(r'<script id="compose-data"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert data
    assert "<" not in data.group(1)
