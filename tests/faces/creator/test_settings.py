"""What people decide about themselves."""

from collections.abc import Iterator

import numpy as np
import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test import Client

from facevalue.faces.creator import accounts_parts
from facevalue.identity.models import Code, Consent, Membership, Message, Person, Role
from facevalue.identity.queries import SignUp, Way
from facevalue.kit import ids
from facevalue.kit.db import wrap
from facevalue.social import actions as social
from tests import cast
from tests.faces.creator import apps
from tests.faces.creator.coming_in import OUTBOX, PHONE, come_in, let_pass, who

PRIVATE = ("/settings/", "/settings/profile/", "/settings/export/", "/settings/delete/")


@pytest.fixture(autouse=True)
def outbox(everybody: None) -> Iterator[None]:
    apps.change(cast.SENYUM, sign_up=SignUp((Way.PHONE,), 0, ("ID",)))
    with OUTBOX:
        yield


@pytest.fixture
def sari(senyum: Client) -> Client:
    """Somebody who has just come in."""
    come_in(senyum)
    return senyum


def tell(browser: Client, field: str, value: str) -> int:
    return browser.post(f"/settings/profile/{field}/", {"value": value}).status_code


def standing(browser: Client) -> dict[str, str]:
    return dict(Consent.objects.filter(person=who(browser), withdrawn_at=0).values_list("field", "value"))


@pytest.mark.parametrize("path", PRIVATE)
def test_a_stranger_is_led_to_the_way_in(senyum: Client, path: str) -> None:
    assert senyum.get(path).headers["Location"] == f"/login/?next={path}"


def test_a_name_and_a_language_can_be_changed(sari: Client) -> None:
    assert sari.post("/settings/", {"name": "Sari Mala", "language": "id"}).headers["Location"] == "/settings/"
    person = Person.objects.get(id=who(sari))
    assert (person.name, person.language) == ("Sari Mala", "id")
    assert 'lang="id"' in sari.get("/settings/").content.decode()


@pytest.mark.parametrize("wrong", [{"name": "", "language": "id"}, {"name": "Sari", "language": "xx"}])
def test_what_cannot_be_is_not_taken(sari: Client, wrong: dict[str, str]) -> None:
    assert sari.post("/settings/", wrong).status_code == 422


def test_nothing_is_told_at_first(sari: Client) -> None:
    assert standing(sari) == {}
    assert sari.get("/settings/profile/").content.decode().count('name="value"') == 4


def test_each_field_is_told_and_taken_back_by_itself(sari: Client) -> None:
    answers = {"year_of_birth": "1999", "gender": "woman", "city": "Bandung", "operator": "510-10"}
    for field, value in answers.items():
        assert tell(sari, field, value) == 302
    assert standing(sari) == answers
    page = sari.get("/settings/profile/").content.decode()
    assert "Telkomsel" in page
    sari.post("/settings/profile/city/", {"withdraw": ""})
    del answers["city"]
    assert standing(sari) == answers
    taken_back = Consent.objects.get(person=who(sari), field="city")
    assert taken_back.value == ""
    assert taken_back.withdrawn_at >= taken_back.given_at > 0
    assert taken_back.text_version == 1


def test_a_new_answer_is_a_new_consent(sari: Client) -> None:
    for city in ("Bandung", "Medan"):
        tell(sari, "city", city)
    rows = Consent.objects.filter(person=who(sari)).order_by("id").values_list("value", "withdrawn_at")
    assert [(value, withdrawn > 0) for value, withdrawn in rows] == [("", True), ("Medan", False)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("year_of_birth", "1066"),
        ("year_of_birth", "abc"),
        ("gender", "x"),
        ("city", ""),
        ("city", "B" * 61),
        ("operator", "001-01"),
    ],
)
def test_answers_that_cannot_be_are_refused(sari: Client, field: str, value: str) -> None:
    assert tell(sari, field, value) == 422
    assert standing(sari) == {}


def test_there_are_no_other_fields(sari: Client) -> None:
    assert tell(sari, "religion", "any") == 404


def write_post(creator: int) -> int:
    """A post and a comment of this creator, as readers see them; the post's id."""
    post = int(ids.make_many(ids.slot_of(np.array([creator])))[0])
    with transaction.atomic():
        db = wrap(connection.connection)
        social.write_content(db, social.Content(post, creator, cast.SENYUM, 1, 1, cast.NOW, "My coffee", "Me with coffee"))
    return post


def test_one_takes_everything_along(sari: Client) -> None:
    tell(sari, "city", "Bandung")
    post = write_post(who(sari))
    answer = sari.get("/settings/export/")
    assert "attachment" in answer.headers["Content-Disposition"]
    parts = answer.json()
    assert set(parts) == {part.name for part in accounts_parts.PARTS}
    assert parts["account"]["phone"] == PHONE
    assert [each["host"] for each in parts["account"]["apps"]] == ["senyum.localhost"]
    assert parts["account"]["profile"][0]["value"] == "Bandung"
    assert [(each["id"], each["caption"]) for each in parts["social"]["posts"]] == [(str(post), "My coffee")]


def test_nobody_takes_along_what_is_of_others(sari: Client) -> None:
    write_post(cast.AYU)
    assert "My coffee" not in sari.get("/settings/export/").content.decode()


def test_deleting_takes_away_all_that_is_personal(sari: Client) -> None:
    person, post = who(sari), write_post(who(sari))
    tell(sari, "city", "Bandung")
    elsewhere = Client(SERVER_NAME="senyum.localhost")
    let_pass()
    come_in(elsewhere)
    assert sari.post("/settings/delete/", {"sure": "on"}).status_code == 200
    gone = Person.objects.get(id=person)
    assert (gone.name, gone.phone, gone.email, gone.is_active, gone.has_usable_password()) == ("—", None, None, False, False)
    for model in (Consent, Membership, Role):
        assert not model._default_manager.filter(person=person).exists()
    assert not Code.objects.filter(address=PHONE).exists()
    assert not Message.objects.filter(recipient=PHONE).exists()
    assert who(sari) == 0
    assert elsewhere.get("/settings/").status_code == 302
    assert [each.visible for each in accounts_parts._posts(person)] == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT caption, alt, state FROM social_content WHERE post = %s", [post])
        assert cursor.fetchone() == ("", "", 1)


def test_a_deleted_number_may_begin_anew(sari: Client) -> None:
    person = who(sari)
    sari.post("/settings/delete/", {"sure": "on"})
    again = Client(SERVER_NAME="senyum.localhost")
    let_pass()
    assert come_in(again, name="Someone else") == "/"
    assert who(again) != person


def test_deleting_needs_to_be_meant(sari: Client) -> None:
    assert sari.post("/settings/delete/").status_code == 422
    assert Person.objects.get(id=who(sari)).is_active


@pytest.mark.parametrize("path", ["/settings/export/", "/settings/delete/"])
def test_a_phone_left_lying_about_is_not_enough(sari: Client, path: str) -> None:
    session = sari.session
    session["entered_at"] -= 16 * 60_000
    session.save()
    assert sari.get(path).headers["Location"] == f"/login/?next={path}"
    assert sari.post(path, {"sure": "on"}).status_code in (302, 405)
    assert Person.objects.get(phone=PHONE).is_active


def test_the_last_owner_of_an_organisation_has_to_stay(sari: Client) -> None:
    Role.objects.create(person_id=who(sari), organisation_id=cast.SENYUM_OPERATOR, kind="owner")
    assert sari.post("/settings/delete/", {"sure": "on"}).status_code == 422
    Role.objects.create(person_id=cast.AYU, organisation_id=cast.SENYUM_OPERATOR, kind="owner")
    assert sari.post("/settings/delete/", {"sure": "on"}).status_code == 200


def test_sessions_of_the_deleted_open_nothing(sari: Client) -> None:
    cookie = sari.cookies["sessionid"].value
    Person.objects.filter(id=who(sari)).update(is_active=False)
    assert Session.objects.filter(session_key=cookie).exists()
    assert sari.get("/settings/").status_code == 302
