"""Coming in by passkey, as phones do it and as attackers try it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facevalue.identity.models import Person
from facevalue.identity.queries import SignUp, Way
from tests import cast
from tests.faces.creator import apps
from tests.faces.creator.authenticator import Phone
from tests.faces.creator.coming_in import OUTBOX, come_in, who

ANSWERS = {"name": "Sari", "year_of_birth": "1999"}


@pytest.fixture(autouse=True)
def outbox(everybody: None) -> Iterator[None]:
    apps.change(cast.SENYUM, sign_up=SignUp((Way.PHONE, Way.PASSKEY), 17, ("ID",)))
    apps.change(cast.SABAI, sign_up=SignUp((Way.PHONE,), 0, ("TH", "ID")))
    with OUTBOX:
        yield


@pytest.fixture
def phone() -> Phone:
    return Phone("senyum.localhost")


def browser() -> Client:
    return Client(SERVER_NAME="senyum.localhost")


def join(browser: Client, phone: Phone) -> str:
    """All the way in; where one arrives."""
    options = browser.post("/join/passkey/options/", ANSWERS).json()["publicKey"]
    answer = browser.post("/join/passkey/", {**ANSWERS, "credential": phone.create(options)})
    return answer.headers.get("Location", str(answer.status_code))


def log_in(browser: Client, phone: Phone, user: bytes | None = None) -> int:
    """The status of a try to log in."""
    options = browser.post("/login/passkey/options/").json()["publicKey"]
    return browser.post("/login/passkey/", {"credential": phone.get(options, user)}).status_code


def test_one_joins_and_logs_in_by_passkey_alone(senyum: Client, phone: Phone) -> None:
    assert join(senyum, phone) == "/"
    person = Person.objects.get(id=who(senyum))
    assert (person.name, person.phone, person.email) == ("Sari", None, None)
    again = browser()
    assert log_in(again, phone) == 302
    assert who(again) == person.pk


def test_the_phone_is_asked_for_a_verified_and_resident_key(senyum: Client) -> None:
    options = senyum.post("/join/passkey/options/", ANSWERS).json()["publicKey"]
    assert options["rp"] == {"id": "senyum.localhost", "name": "Senyum"}
    assert options["user"]["name"] == "Sari"
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"


def test_an_answer_cannot_be_replayed(senyum: Client, phone: Phone) -> None:
    join(senyum, phone)
    thief = browser()
    options = thief.post("/login/passkey/options/").json()["publicKey"]
    answer = phone.get(options)
    assert thief.post("/login/passkey/", {"credential": answer}).status_code == 302
    for other in (thief, browser()):
        other.post("/logout/")
        assert other.post("/login/passkey/", {"credential": answer}).status_code == 403
        other.post("/login/passkey/options/")
        assert other.post("/login/passkey/", {"credential": answer}).status_code == 403


def test_another_key_opens_nobody_elses_account(senyum: Client, phone: Phone) -> None:
    join(senyum, phone)
    stranger = Phone("senyum.localhost")
    assert log_in(browser(), stranger, user=phone.user) == 403


def test_a_passkey_of_another_host_is_refused(senyum: Client, phone: Phone) -> None:
    join(senyum, phone)
    phone.host = "senyum.evil.example"
    assert log_in(browser(), phone) == 403


def test_a_known_person_adds_a_passkey_and_uses_it(senyum: Client, phone: Phone) -> None:
    come_in(senyum)
    options = senyum.post("/settings/passkeys/options/").json()["publicKey"]
    assert senyum.post("/settings/passkeys/", {"credential": phone.create(options)}).status_code == 302
    assert "Senyum" in senyum.get("/settings/passkeys/").content.decode()
    again = browser()
    assert log_in(again, phone) == 302
    assert who(again) == who(senyum)


def test_a_passkey_can_be_removed_unless_it_is_the_only_way_in(senyum: Client, phone: Phone) -> None:
    join(senyum, phone)
    passkey = Authenticator.objects.get()
    assert senyum.post(f"/settings/passkeys/{passkey.pk}/remove/").status_code == 409
    Person.objects.filter(id=who(senyum)).update(phone="+6281234567890")
    assert senyum.post(f"/settings/passkeys/{passkey.pk}/remove/").status_code == 302
    assert log_in(browser(), phone) == 403
    again = senyum.post(f"/settings/passkeys/{passkey.pk}/remove/")
    assert (again.status_code, again.headers["Location"]) == (302, "/settings/passkeys/")


def test_nobody_removes_what_is_of_others(senyum: Client, phone: Phone) -> None:
    join(browser(), phone)
    come_in(senyum)
    senyum.post(f"/settings/passkeys/{Authenticator.objects.get().pk}/remove/")
    assert Authenticator.objects.count() == 1


def test_a_phone_left_lying_about_gets_no_new_passkey(senyum: Client) -> None:
    come_in(senyum)
    session = senyum.session
    session["entered_at"] -= 16 * 60_000
    session.save()
    assert senyum.post("/settings/passkeys/options/").status_code == 403
    assert senyum.get("/settings/passkeys/").status_code == 302


def test_who_is_too_young_gets_no_passkey_and_nothing_is_kept(senyum: Client) -> None:
    before, young = Person.objects.count(), {**ANSWERS, "year_of_birth": str(datetime.now(UTC).year - 12)}
    assert senyum.post("/join/passkey/options/", young).status_code == 403
    assert senyum.post("/join/passkey/", young).status_code == 403
    assert Person.objects.count() == before
    assert not Session.objects.exists()


def test_an_app_without_passkeys_offers_none(sabai: Client) -> None:
    assert sabai.get("/join/passkey/").headers["Location"] == "/login/"
    assert "data-passkey" not in sabai.get("/login/").content.decode()


def test_the_deleted_cannot_come_back(senyum: Client, phone: Phone) -> None:
    join(senyum, phone)
    senyum.post("/settings/delete/", {"sure": "on"})
    assert log_in(browser(), phone) == 403


BROKEN = [
    "",
    "{}",
    "[]",
    "null",
    "x" * 20_000,
    json.dumps({"id": "a", "rawId": "a", "type": "public-key", "response": {"clientDataJSON": "a", "userHandle": 10**10}}),
    json.dumps(
        {"id": "a", "rawId": "a", "type": "public-key", "response": {"clientDataJSON": "e30", "attestationObject": "oA"}}
    ),
    json.dumps({"id": "ü", "rawId": "ü", "type": "x", "response": {"clientDataJSON": "ü", "userHandle": "ü", "signature": ""}}),
]


@pytest.mark.parametrize("broken", BROKEN)
def test_broken_credentials_are_refused(senyum: Client, broken: str) -> None:
    senyum.post("/login/passkey/options/")
    assert senyum.post("/login/passkey/", {"credential": broken}).status_code == 403
    senyum.post("/join/passkey/options/", ANSWERS)
    assert senyum.post("/join/passkey/", {**ANSWERS, "credential": broken}).status_code == 422
    assert who(senyum) == 0


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 300), byte=st.integers(0, 255))
def test_a_changed_byte_lets_nobody_in(senyum: Client, phone: Phone, place: int, byte: int) -> None:
    """Whatever else is answered, it is no account and no error of ours."""
    options = senyum.post("/join/passkey/options/", ANSWERS).json()["publicKey"]
    parts = json.loads(phone.create(options))
    whole = parts["response"]["attestationObject"]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    at = place % 40  # the head: format, flags, and the hash of the host
    parts["response"]["attestationObject"] = whole[:at] + letters[byte % 64] + whole[at + 1 :]
    before = Person.objects.count()
    answer = senyum.post("/join/passkey/", {**ANSWERS, "credential": json.dumps(parts)})
    if parts["response"]["attestationObject"] != whole:
        assert answer.status_code in (302, 422)
        assert (Person.objects.count() > before) is (answer.status_code == 302)
    senyum.post("/logout/")
