"""The composer in partners' pages: who may show it, and for whom it posts, on both engines."""

import re
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils.http import urlencode

from facevalue.faces.creator import compose_partners, compose_who
from facevalue.identity.actions import delete_person
from facevalue.identity.models import Person
from tests import cast
from tests.faces.creator import apps
from tests.faces.creator.compose_world import World

SHOP = "https://shop.example"
MARKET = "https://market.example"
EVIL = "https://evil.example"


@pytest.fixture
def shop(world: World) -> None:
    apps.change(cast.SENYUM, partners=(SHOP, MARKET))


@pytest.fixture
def embedded(shop: None, senyum: Client) -> Any:
    """Begins an upload from a frame without cookies, with the key of a person."""

    def begin(token: str, person: int = cast.AYU, client: Client = senyum) -> Any:
        headers = {
            "Facevalue-Account": compose_who.account(cast.SENYUM, person),
            "Authorization": f"Embed {token}",
            "Idempotency-Key": "a-key-of-my-own",
            "Upload-Length": "100",
        }
        return client.post("/compose/uploads", headers=headers)

    return begin


def _frame(world: World, origin: str) -> str:
    return f"/embed/{world['campaign']}/?{urlencode({'origin': origin})}"


def test_partners_alone_may_show_the_composer(world: World, shop: None, senyum: Client) -> None:
    answer = senyum.get(_frame(world, SHOP))
    policy = answer.headers["Content-Security-Policy"]
    assert answer.status_code == 200
    assert f"frame-ancestors 'self' {SHOP};" in f"{policy};"
    assert "X-Frame-Options" not in answer.headers
    assert "Offline" not in answer.headers
    assert f"frame-ancestors 'self' {MARKET};" in f"{senyum.get(_frame(world, MARKET)).headers['Content-Security-Policy']};"
    for origin in (EVIL, "", "null", SHOP + "/", SHOP + " *", "http://shop.example"):
        refused = senyum.get(_frame(world, origin))
        assert refused.status_code == 403
        assert "frame-ancestors 'none'" in refused.headers["Content-Security-Policy"]
    own = senyum.get(_frame(world, "http://senyum.localhost"))
    assert own.status_code == 200
    assert f"{own.headers['Content-Security-Policy']};".count("frame-ancestors 'self';") == 1


def test_no_other_page_may_be_framed(world: World, shop: None, senyum: Client) -> None:
    for path in ("/", f"/compose/{world['campaign']}/", "/compose/queue/", f"/embed/connect/?origin={SHOP}", "/embed/"):
        answer = apps.client_of(cast.AYU).get(path)
        assert answer.status_code == 200
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_one_app_has_not_the_partners_of_the_other(world: World, shop: None, sabai: Client) -> None:
    assert sabai.get(_frame(world, SHOP)).status_code == 403


def test_a_person_agrees_and_hands_a_key_over(world: World, shop: None, embedded: Any) -> None:
    ayu = apps.client_of(cast.AYU)
    asked = ayu.get(f"/embed/connect/?origin={SHOP}").content.decode()
    assert SHOP in asked
    assert '"token"' not in asked
    agreed = ayu.post(f"/embed/connect/?origin={SHOP}")
    assert agreed.headers["Cross-Origin-Opener-Policy"] == "unsafe-none"
    grant = re.search(r'"token": "([^"]+)", "account": "([^"]+)"', agreed.content.decode())
    assert grant
    assert grant.group(2) == compose_who.account(cast.SENYUM, cast.AYU)
    assert embedded(grant.group(1)).status_code == 201
    assert ayu.post(f"/embed/connect/?origin={EVIL}").status_code == 403


def test_nobody_agrees_without_being_logged_in_or_asked(world: World, shop: None, senyum: Client) -> None:
    assert '"token"' not in senyum.post(f"/embed/connect/?origin={SHOP}").content.decode()
    strict = Client(enforce_csrf_checks=True, SERVER_NAME="senyum.localhost")
    strict.force_login(Person.objects.get(id=cast.AYU))
    assert strict.post(f"/embed/connect/?origin={SHOP}").status_code == 403


def test_a_key_is_for_one_person_app_and_partner(embedded: Any, sabai: Client) -> None:
    token = compose_partners.sign(cast.SENYUM, cast.AYU, SHOP)
    assert embedded(token).status_code == 201
    assert embedded(token, cast.BUDI).status_code == 401
    assert embedded(token, client=sabai).status_code == 401
    assert embedded(token[:-2] + "xx").status_code == 401
    assert embedded("").status_code == 401
    apps.change(cast.SENYUM, partners=())
    assert embedded(token).status_code == 403


def test_a_key_ends_with_the_password(embedded: Any) -> None:
    token = compose_partners.sign(cast.SENYUM, cast.AYU, SHOP)
    person = Person.objects.get(id=cast.AYU)
    person.set_password("another one")
    person.save()
    assert embedded(token).status_code == 401


def test_a_key_ends_with_the_account(embedded: Any) -> None:
    token = compose_partners.sign(cast.SENYUM, cast.AYU, SHOP)
    with transaction.atomic():
        delete_person(cast.AYU)
    assert embedded(token).status_code == 401


def test_a_key_ends_by_itself(embedded: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    token = compose_partners.sign(cast.SENYUM, cast.AYU, SHOP)
    monkeypatch.setattr(compose_partners, "LIFE_SECONDS", -1)
    assert embedded(token).status_code == 401


@pytest.mark.usefixtures("everybody")
def test_the_script_is_for_everybody(senyum: Client) -> None:
    answer = senyum.get("/studio.js")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert len(answer.content) < 4096
