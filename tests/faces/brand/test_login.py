"""Who gets in, who does not, and what they are told."""

import pytest
from django.test import Client

from facevalue.faces.brand import attempts
from facevalue.identity.models import Person
from tests import cast
from tests.faces.brand.people import EMAILS, PASSWORD, client_of

pytestmark = pytest.mark.usefixtures("people")

WRONG = "The e-mail address or the password is wrong."
THROTTLED = "That was too often."


def _log_in(client: Client, password: str = PASSWORD, person: int = cast.PUTRI, **fields: str) -> tuple[int, str]:
    """Status, and the address one is sent to or the page."""
    answer = client.post("/login/", {"username": EMAILS[person], "password": password, **fields})
    return answer.status_code, answer.headers.get("Location", answer.content.decode())


def test_a_stranger_is_told_what_this_is(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "whatever spreads further is yours for free" in page
    assert 'href="/login/"' in page


def test_whoever_knows_the_password_gets_to_the_campaigns(client: Client) -> None:
    assert _log_in(client) == (302, "/")
    assert client.get("/").headers["Location"] == "/brand/campaigns/"
    assert client.get("/login/").headers["Location"] == "/"
    assert "Putri" in client.get("/brand/campaigns/").content.decode()


def test_everybody_begins_where_they_work(client: Client) -> None:
    client.force_login(Person.objects.get(id=cast.WAYAN))
    assert client.get("/").headers["Location"] == "/staff/"
    page = client.get("/staff/").content.decode()
    assert 'href="/staff/assets/"' in page
    assert 'href="/brand/artwork/"' not in page


def test_the_address_is_known_in_any_case_of_letters(client: Client) -> None:
    answer = client.post("/login/", {"username": EMAILS[cast.PUTRI].upper(), "password": PASSWORD})
    assert answer.status_code == 302


def test_the_answer_does_not_tell_who_exists(client: Client) -> None:
    Person.objects.filter(id=cast.RIZAL).update(is_active=False)
    pages = [
        client.post("/login/", {"username": email, "password": password})
        for email, password in ((EMAILS[cast.PUTRI], "wrong"), ("nobody@kopi.example", "wrong"), (EMAILS[cast.RIZAL], PASSWORD))
    ]
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert all(WRONG in page.content.decode() for page in pages)


@pytest.mark.parametrize("email", ["", "putri", "putri@kopi.example\0", "x" * 300 + "@kopi.example"])
def test_what_is_no_address_is_refused(client: Client, email: str) -> None:
    assert client.post("/login/", {"username": email, "password": PASSWORD}).status_code == 200


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/brand/campaigns/7/", "/brand/campaigns/7/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_one_is_sent_on_within_our_own_pages_only(client: Client, wanted: str, reached: str) -> None:
    assert _log_in(client, next=wanted) == (302, reached)


def test_pages_ask_to_log_in_and_lead_back(client: Client) -> None:
    answer = client.get("/brand/campaigns/7/")
    assert answer.headers["Location"] == "/login/?next=/brand/campaigns/7/"
    assert 'name="next" value="/brand/campaigns/7/"' in client.get(answer.headers["Location"]).content.decode()


def test_guessing_is_slowed_down(client: Client) -> None:
    for _ in range(attempts.PAIR_MAX):
        assert WRONG in _log_in(client, "wrong")[1]
    answer = client.post("/login/", {"username": EMAILS[cast.PUTRI], "password": PASSWORD})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "900"
    assert THROTTLED in answer.content.decode()


def test_whoever_guesses_for_one_locks_out_nobody_else(client: Client) -> None:
    for _ in range(attempts.PAIR_MAX + 1):
        _log_in(client, "wrong")
    assert _log_in(client, person=cast.NGOZI)[0] == 302
    elsewhere = Client(SERVER_NAME="localhost", REMOTE_ADDR="10.0.0.9")
    assert _log_in(elsewhere)[0] == 302


def test_knowing_the_password_forgives_earlier_mistakes(client: Client) -> None:
    for _ in range(attempts.PAIR_MAX - 1):
        _log_in(client, "wrong")
    assert _log_in(client)[0] == 302
    client.post("/logout/")
    for _ in range(attempts.PAIR_MAX - 1):
        assert _log_in(client, "wrong")[0] == 200
    assert _log_in(client)[0] == 302


def test_guesses_from_many_places_add_up(client: Client) -> None:
    for place in range(attempts.PERSON_MAX):
        _log_in(Client(SERVER_NAME="localhost", REMOTE_ADDR=f"10.0.0.{place}"), "wrong")
    assert _log_in(client)[0] == 429


def test_logging_out_takes_a_click(client: Client) -> None:
    browser = client_of(cast.PUTRI)
    assert browser.get("/logout/").status_code == 405
    assert browser.post("/logout/").headers["Location"] == "/"
    assert browser.get("/brand/campaigns/").status_code == 302


def test_a_form_from_elsewhere_is_refused() -> None:
    careful = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    answer = careful.post("/login/", {"username": EMAILS[cast.PUTRI], "password": PASSWORD})
    assert answer.status_code == 403
    assert "This form is no longer valid" in answer.content.decode()
