"""The composer's pages as plain forms, and what they tell a phone, on both engines."""

import re
from contextlib import closing
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from facevalue.campaigns.models import Campaign
from facevalue.faces.creator import compose_who
from facevalue.identity.models import Organisation
from facevalue.studio.models import Asset, Composition
from tests import cast
from tests.faces.creator import apps, compose_world
from tests.faces.creator.compose_world import World

ENGLISH = {"Accept-Language": "en"}
EVIL = '"><script>alert(1)</script>\u2028{{7*7}}'


@pytest.fixture
def ayu(world: World) -> Client:
    return apps.client_of(cast.AYU)


def _form(world: World, **other: Any) -> dict[str, Any]:
    file = SimpleUploadedFile("selfie.jpg", compose_world.photo(), "image/jpeg")
    fields = {"key": str(uuid4()), "photo": file, "frame": world["frame"], "background": ""}
    return fields | {"sticker": world["sticker"], "corner": "top_left"} | other


def test_a_picture_is_made_by_a_plain_form(world: World, ayu: Client) -> None:
    where = f"/compose/{world['campaign']}/"
    page = ayu.get(where, headers=ENGLISH).content.decode()
    assert re.search(rf'name="frame" value="{world["frame"]}"[^>]* checked', page)
    form = _form(world)
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


def test_what_is_wrong_with_a_form_is_said(world: World, ayu: Client) -> None:
    where = f"/compose/{world['campaign']}/"
    text = SimpleUploadedFile("selfie.jpg", b"not a picture at all", "image/jpeg")
    bomb = SimpleUploadedFile("big.jpg", bytes(10 * 1024 * 1024 + 1), "image/jpeg")
    for wrong, status in ({"photo": ""}, 422), ({"photo": text}, 422), ({"photo": bomb}, 413), ({"frame": "12"}, 422):
        answer = ayu.post(where, _form(world, **wrong), headers=ENGLISH)
        assert answer.status_code == status, wrong
        assert 'role="alert"' in answer.content.decode()
    assert not Composition.objects.exists()


def test_only_its_maker_sees_a_draft(world: World, ayu: Client) -> None:
    draft = ayu.post(f"/compose/{world['campaign']}/", _form(world)).headers["Location"]
    assert ayu.get(draft).status_code == 200
    assert apps.client_of(cast.BUDI).get(draft).status_code == 404


def test_strangers_log_in_first(world: World, senyum: Client) -> None:
    where = f"/compose/{world['campaign']}/"
    assert senyum.get(where).headers["Location"].startswith("/login/?next=/compose/")
    assert senyum.post(where, _form(world)).status_code == 302
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


def test_a_phone_learns_for_whom_a_page_is(world: World, ayu: Client, senyum: Client) -> None:
    account = compose_who.account(cast.SENYUM, cast.AYU)
    assert account != compose_who.account(cast.SENYUM, cast.BUDI)
    assert account != compose_who.account(cast.SABAI, cast.AYU)
    for path, kept in ("/", True), (f"/compose/{world['campaign']}/", True), ("/compose/queue/", True), ("/nowhere", False):
        answer = ayu.get(path)
        assert answer.headers["Facevalue-Account"] == account
        assert (answer.headers.get("Offline") == "keep") is kept
    assert senyum.get("/").headers["Facevalue-Account"] == ""
    assert str(cast.AYU) not in account


def test_the_shell_is_no_persons(ayu: Client, senyum: Client) -> None:
    worker = ayu.get("/sw.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert worker.headers["Cache-Control"] == "no-cache"
    assert worker.content == senyum.get("/sw.js").content
    shell = re.search(r'"shell": \[(.*?)\]', worker.content.decode())
    assert shell
    for path in re.findall(r'"([^"]+)"', shell.group(1)):
        with closing(senyum.get(path)) as answer:
            assert answer.status_code == 200, path


def test_another_look_is_another_worker(world: World, senyum: Client) -> None:
    before = senyum.get("/sw.js").content
    apps.change(cast.SENYUM, radius_px=3)
    assert senyum.get("/sw.js").content != before
