"""Who lets partners in, and what they are given."""

import re

import pytest
from django.test import Client

from facevalue.identity.models import Partner, Person, Role
from facevalue.identity.queries import partners_of
from tests import cast

DIAN, WATI = 401, 402
PAGE = f"/staff/apps/{cast.SENYUM}/partners/"
FORM = {"name": "Toko Batik", "redirect_uris": "https://shop.example/back\nexample.batik:/back"}


@pytest.fixture(autouse=True)
def everybody(models: None) -> None:
    cast.enter()
    for person, kind in ((DIAN, "owner"), (WATI, "analyst")):
        Person.objects.create(id=person, name=f"Person {person}", language="id", password="!", created_at=cast.NOW)
        Role.objects.create(person_id=person, organisation_id=cast.SENYUM_OPERATOR, kind=kind)


def client_of(person: int) -> Client:
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(Person.objects.get(id=person))
    return browser


def test_a_partner_is_let_in_and_its_secret_shown_once() -> None:
    dian = client_of(DIAN)
    answer = dian.post(PAGE, FORM, headers={"accept-encoding": "gzip"})
    secret = re.findall(r"<code>([^<]+)</code>", answer.content.decode())[2]
    partner = partners_of(cast.SENYUM)[0]
    assert partner.get_redirect_uris() == FORM["redirect_uris"].split()
    assert "Content-Encoding" not in answer.headers  # whose length could tell the secret
    page = dian.get(PAGE).content.decode()
    assert partner.pk in page
    assert secret not in page
    assert secret not in partner.secret


def test_a_partner_is_sent_away() -> None:
    dian = client_of(DIAN)
    dian.post(PAGE, FORM)
    dian.post(f"{PAGE}{partners_of(cast.SENYUM)[0].pk}/remove/")
    assert not Partner.objects.exists()
    assert dian.post(f"{PAGE}nobody/remove/").status_code == 404


def test_nobody_else_lets_partners_in() -> None:
    assert client_of(WATI).post(PAGE, FORM).status_code == 403
    assert client_of(cast.PUTRI).post(PAGE, FORM).status_code == 404
    assert not Partner.objects.exists()


@pytest.mark.parametrize(
    "uri", ["http://shop.example/back", "https://*.shop.example/", "javascript:alert(1)", "https://shop.example/#x", "back"]
)
def test_addresses_at_which_others_could_answer_are_refused(uri: str) -> None:
    assert client_of(DIAN).post(PAGE, {**FORM, "redirect_uris": uri}).status_code == 422
