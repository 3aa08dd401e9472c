"""Coming in, as people do it and as attackers try it. Codes are read where the demo shows them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.test import Client, override_settings

from facevalue.identity.codes import SENT_HOUR, TRIES_MAX
from facevalue.identity.models import Attempt, Code, Membership, Message, Person
from facevalue.identity.queries import SignUp, Way
from facevalue.kit.clock import DAY_MS
from tests import cast
from tests.faces.creator import apps
from tests.faces.creator.coming_in import OUTBOX, PHONE, TYPED, ask, code, come_in, let_pass, who

THIS_YEAR = datetime.now(UTC).year


@pytest.fixture(autouse=True)
def outbox(everybody: None) -> Iterator[None]:
    apps.change(cast.SENYUM, sign_up=SignUp((Way.PHONE, Way.EMAIL), 17, ("ID",)), terms="Be kind.")
    apps.change(cast.SABAI, sign_up=SignUp((Way.PHONE,), 0, ("TH", "ID")))
    with OUTBOX:
        yield


def test_a_stranger_joins_by_phone(senyum: Client) -> None:
    assert come_in(senyum) == "/"
    person = Person.objects.get(phone=PHONE)
    assert who(senyum) == person.pk
    assert (person.name, person.email, person.has_usable_password()) == ("Sari", None, False)
    assert Membership.objects.get(person=person).app_id == cast.SENYUM


def test_the_message_names_the_app_and_fills_itself_in_there_alone(senyum: Client) -> None:
    ask(senyum)
    text = Message.objects.get().text
    assert "Senyum" in text
    assert text.endswith(f"@senyum.localhost #{code()}")


def test_whoever_is_known_logs_in_and_is_asked_nothing(senyum: Client) -> None:
    come_in(senyum)
    again = Client(SERVER_NAME="senyum.localhost")
    let_pass()
    ask(again, "+62 812 3456 7890")
    answer = again.post("/login/code/", {"code": f" {code()[:3]} {code()[3:]} "})
    assert answer.headers["Location"] == "/"
    assert who(again) == who(senyum)
    assert Person.objects.filter(phone=PHONE).count() == 1


def test_one_comes_in_by_email_too(senyum: Client) -> None:
    assert come_in(senyum, "Sari@Rumah.example", "email") == "/"
    assert Person.objects.get(email="sari@rumah.example").pk == who(senyum)


def test_an_app_offers_its_own_ways_only(senyum: Client, sabai: Client) -> None:
    assert "?way=email" in senyum.get("/login/").content.decode()
    assert "?way=email" not in sabai.get("/login/").content.decode()
    ask(sabai, "sari@rumah.example", "email")
    assert not Message.objects.exists()


def test_the_same_person_in_another_app_is_asked_for_that_apps_terms_only(senyum: Client, sabai: Client) -> None:
    come_in(senyum)
    let_pass()
    ask(sabai, PHONE)
    assert sabai.post("/login/code/", {"code": code()}).headers["Location"] == "/join/"
    page = sabai.get("/join/").content.decode()
    assert "Sari" in page
    assert 'name="name"' not in page
    assert sabai.post("/join/").headers["Location"] == "/"
    assert who(sabai) == who(senyum)
    assert set(Membership.objects.values_list("app", flat=True)) == {cast.SENYUM, cast.SABAI}


def test_a_session_is_good_for_half_a_year(senyum: Client) -> None:
    come_in(senyum)
    assert senyum.session.get_expiry_age() * 1000 > 179 * DAY_MS


def test_new_terms_are_asked_for_once(senyum: Client) -> None:
    come_in(senyum)
    apps.change(cast.SENYUM, terms="Be kind and honest.")
    for expected in ("/join/", "/"):
        browser = Client(SERVER_NAME="senyum.localhost")
        let_pass()
        ask(browser)
        answer = browser.post("/login/code/", {"code": code()})
        assert answer.headers["Location"] == expected
        browser.post("/join/", {"year_of_birth": "1999"})


@pytest.mark.parametrize(
    ("wanted", "where"),
    [("/campaigns/", "/campaigns/"), ("https://evil.example/", "/"), ("//evil.example", "/"), ("javascript:alert(1)", "/")],
)
def test_one_is_led_on_within_the_app_only(senyum: Client, wanted: str, where: str) -> None:
    ask(senyum, next=wanted)
    senyum.post("/login/code/", {"code": code()})
    assert senyum.post("/join/", {"name": "Sari", "year_of_birth": "1999"}).headers["Location"] == where


def test_nobody_learns_who_is_here(senyum: Client) -> None:
    """Until the code is read back, a known and an unknown address get the same pages, byte by byte."""
    come_in(Client(SERVER_NAME="senyum.localhost"))
    pages = []
    for address in (TYPED, "0812-3456-7899"):
        browser = Client(SERVER_NAME="senyum.localhost")
        let_pass()
        sent = browser.post("/login/?way=phone", {"address": address})
        wrong = browser.post("/login/code/", {"code": "abc"})
        asked = browser.get("/login/code/")
        steps = [
            (each.status_code, each.headers.get("Location"), _plain(each.content.decode())) for each in (sent, wrong, asked)
        ]
        pages.append(steps)
    assert pages[0] == pages[1]
    assert Message.objects.count() == 3


def _plain(page: str) -> str:
    return re.sub(r"\+62\d+|value=\"[^\"]{40,}\"", "", page)


def test_a_wrong_code_lets_nobody_in(senyum: Client) -> None:
    ask(senyum)
    wrong = f"{(int(code()) + 1) % 10**6:06}"
    answers = [senyum.post("/login/code/", {"code": wrong}).status_code for _ in range(TRIES_MAX)]
    assert answers == [422] * TRIES_MAX
    assert senyum.post("/login/code/", {"code": code()}).status_code == 422
    assert who(senyum) == 0


def test_a_code_cannot_be_replayed(senyum: Client) -> None:
    come_in(senyum)
    used = code()
    stale = Client(SERVER_NAME="senyum.localhost")
    stale.cookies = senyum.cookies
    assert stale.post("/login/code/", {"code": used}).headers["Location"] == "/login/"
    stranger = Client(SERVER_NAME="senyum.localhost")
    assert stranger.post("/login/code/", {"code": used}).headers["Location"] == "/login/"


def test_the_code_is_in_no_page_and_in_no_session(senyum: Client) -> None:
    ask(senyum)
    secret = code()
    assert secret not in _plain(senyum.get("/login/code/").content.decode())
    assert secret not in str(dict(senyum.session.items()))


def test_a_flood_is_stopped_and_says_when_to_go_on(senyum: Client) -> None:
    for _ in range(SENT_HOUR.count_max):
        assert ask(senyum) == "/login/code/"
        let_pass()
    answer = senyum.post("/login/?way=phone", {"address": TYPED})
    assert answer.status_code == 429
    assert Message.objects.count() == SENT_HOUR.count_max


def test_another_code_takes_a_moment(senyum: Client) -> None:
    ask(senyum)
    assert senyum.post("/login/code/again/").status_code == 429
    let_pass()
    assert senyum.post("/login/code/again/").headers["Location"] == "/login/code/"
    assert Message.objects.count() == 2


def test_who_is_too_young_is_refused_kindly_and_nothing_is_kept(senyum: Client) -> None:
    before = Person.objects.count()
    page = come_in(senyum, year_of_birth=str(THIS_YEAR - 17))  # not 17 for certain
    assert "17" in page
    assert Person.objects.count() == before
    assert not Code.objects.exists()
    assert not Session.objects.exists()
    assert Attempt.objects.count() == 2  # what came from this network address, whoever it was


def test_who_is_certainly_old_enough_may_join_and_the_year_is_not_kept(senyum: Client) -> None:
    assert come_in(senyum, year_of_birth=str(THIS_YEAR - 18)) == "/"
    assert str(THIS_YEAR - 18) not in str(dict(senyum.session.items()))


def test_an_app_that_needs_no_age_does_not_ask(sabai: Client) -> None:
    ask(sabai, PHONE)
    sabai.post("/login/code/", {"code": code()})
    assert "year_of_birth" not in sabai.get("/join/").content.decode()


@pytest.mark.parametrize(("name", "kept"), [("  Sari\u200b \u202eMala ", "Sari Mala"), ("<b>Sari</b>", "<b>Sari</b>")])
def test_names_are_plain_text(senyum: Client, name: str, kept: str) -> None:
    come_in(senyum, name=name)
    person = Person.objects.get(phone=PHONE)
    assert person.name == kept
    assert "<b>Sari" not in senyum.get("/").content.decode()


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "S" * 41])
def test_a_name_is_needed(senyum: Client, name: str) -> None:
    ask(senyum)
    senyum.post("/login/code/", {"code": code()})
    assert senyum.post("/join/", {"name": name, "year_of_birth": "1999"}).status_code == 422
    assert who(senyum) == 0


def test_who_is_closed_out_stays_out(senyum: Client) -> None:
    come_in(Client(SERVER_NAME="senyum.localhost"))
    Person.objects.filter(phone=PHONE).update(is_active=False)
    let_pass()
    ask(senyum)
    assert senyum.post("/login/code/", {"code": code()}).status_code == 403
    assert who(senyum) == 0


def test_logging_in_changes_the_session_so_that_a_planted_one_is_worthless(senyum: Client) -> None:
    ask(senyum)
    planted = senyum.cookies["sessionid"].value
    senyum.post("/login/code/", {"code": code()})
    senyum.post("/join/", {"name": "Sari", "year_of_birth": "1999"})
    assert senyum.cookies["sessionid"].value != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_one_can_leave(senyum: Client) -> None:
    come_in(senyum)
    senyum.post("/logout/")
    assert who(senyum) == 0


def test_a_form_from_elsewhere_is_refused() -> None:
    careful = Client(SERVER_NAME="senyum.localhost", enforce_csrf_checks=True)
    assert careful.post("/login/", {"address": TYPED}).status_code == 403


def test_messages_are_shown_only_where_nothing_is_really_sent(senyum: Client) -> None:
    ask(senyum)
    assert code() in senyum.get("/demo/messages").content.decode()
    with override_settings(FACEVALUE_SMS="facevalue.identity.sms.log"):
        assert senyum.get("/demo/messages").status_code == 404
