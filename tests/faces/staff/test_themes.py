"""The theme editor: who may, what is kept, what is refused, and the way back."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from facevalue.faces.ui import drafts
from facevalue.identity.models import Person, Role
from facevalue.identity.queries import draft_theme, theme_versions
from tests import cast

DIAN, WATI = 401, 402
EDITOR = f"/staff/apps/{cast.SENYUM}/theme/"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>'


@pytest.fixture(autouse=True)
def everybody(models: None) -> None:
    """The cast, and Dian who owns Senyum's operator, and Wati who only looks."""
    cast.enter()
    for person, kind in ((DIAN, "owner"), (WATI, "analyst")):
        Person.objects.create(id=person, name=f"Person {person}", language="id", password="!", created_at=cast.NOW)
        Role.objects.create(person_id=person, organisation_id=cast.SENYUM_OPERATOR, kind=kind)


def client_of(person: int) -> Client:
    browser = Client(SERVER_NAME="localhost", SERVER_PORT="8000", HTTP_HOST="localhost:8000")
    browser.force_login(Person.objects.get(id=person))
    return browser


@pytest.fixture
def dian() -> Client:
    return client_of(DIAN)


def answers(**changed: Any) -> dict[str, Any]:
    """What the form holds when it is opened, with changes."""
    now = cast.theme(cast.SENYUM)
    return {
        "name": now.name,
        "tagline": "Senyum dulu",
        "typeface": "rounded",
        "radius_px": "20",
        "layout": "cards",
        "languages": ["id", "en"],
        "currency": "",
        "ways": ["phone"],
        "age_min": "17",
        "countries": "id, my",
        "partners": "",
        "terms": "Be kind.",
        **dict(now.colours.items()),
        **changed,
    }


def test_only_people_of_the_operator_with_the_right_role_get_in(dian: Client) -> None:
    assert dian.get(EDITOR).status_code == 200
    assert client_of(WATI).get(EDITOR).status_code == 403
    for stranger in (cast.PUTRI, cast.TALA, cast.AYU):
        assert client_of(stranger).get(EDITOR).status_code == 404
        assert client_of(stranger).post(EDITOR, answers(publish="")).status_code == 404
    assert Client(SERVER_NAME="localhost").get(EDITOR).headers["Location"].startswith("/login/")
    assert cast.theme(cast.SENYUM).number == 0


def test_one_finds_ones_own_apps(dian: Client) -> None:
    page = dian.get("/staff/apps/").content.decode()
    assert EDITOR in page
    assert "Sabai" not in page


def test_more_apps_take_no_more_queries(dian: Client) -> None:
    with CaptureQueriesContext(connection) as before:
        dian.get("/staff/apps/")
    Role.objects.create(person_id=DIAN, organisation_id=cast.SABAI_OPERATOR, kind="owner")
    with CaptureQueriesContext(connection) as after:
        page = dian.get("/staff/apps/").content.decode()
    assert f"/staff/apps/{cast.SABAI}/theme/" in page
    assert EDITOR in page
    assert len(after) == len(before)


def test_a_draft_changes_nothing_for_anybody_else(dian: Client) -> None:
    assert dian.post(EDITOR, answers(keep="")).status_code == 302
    assert draft_theme(cast.SENYUM).tagline == "Senyum dulu"
    assert draft_theme(cast.SENYUM).sign_up.countries == ("ID", "MY")
    assert cast.theme(cast.SENYUM).tagline == ""
    assert "Senyum dulu" not in Client(SERVER_NAME="senyum.localhost").get("/").content.decode()


def test_publishing_makes_a_version(dian: Client) -> None:
    dian.post(EDITOR, answers(publish=""))
    assert cast.theme(cast.SENYUM).tagline == "Senyum dulu"
    assert [(each.number, each.by) for each in theme_versions(cast.SENYUM)] == [(1, f"Person {DIAN}")]


def test_what_cannot_be_read_is_refused_with_the_pair_and_an_offer_that_passes(dian: Client) -> None:
    page = dian.post(EDITOR, answers(ink="#cccccc", publish=""))
    assert page.status_code == 422
    text = page.content.decode()
    assert "<strong>Ink on paper</strong>" in text
    assert cast.theme(cast.SENYUM).number == 0
    token, colour = re.findall(r'data-token="(\w+)" data-colour="(#\w+)"', text)[0]
    assert token == "ink"
    assert dian.post(EDITOR, answers(ink=colour, publish="")).status_code == 302
    assert cast.theme(cast.SENYUM).colours.ink == colour


def test_the_pages_script_gets_the_verdict_alone(dian: Client) -> None:
    text = dian.post(EDITOR, answers(live="")).content.decode()
    assert "All text can be read" in text
    assert "<html" not in text
    assert draft_theme(cast.SENYUM).tagline == "Senyum dulu"


def test_an_older_version_is_published_again(dian: Client) -> None:
    for tagline in ("One", "Two"):
        dian.post(EDITOR, answers(tagline=tagline, publish=""))
    dian.post(f"{EDITOR}versions/1/restore/")
    assert (cast.theme(cast.SENYUM).number, cast.theme(cast.SENYUM).tagline) == (3, "One")
    assert dian.post(f"{EDITOR}versions/9/restore/").status_code == 404


def test_a_draft_can_be_forgotten(dian: Client) -> None:
    dian.post(EDITOR, answers(keep=""))
    dian.post(f"{EDITOR}drop/")
    assert draft_theme(cast.SENYUM) == cast.theme(cast.SENYUM)


def test_the_phone_shows_the_app_itself_with_the_draft(dian: Client) -> None:
    dian.post(EDITOR, answers(keep=""))
    page = dian.get(EDITOR)
    source = re.search(r'<iframe[^>]+src="([^"]+)"', page.content.decode())
    assert source
    address = source[1].replace("&amp;", "&")
    assert address.startswith("http://senyum.localhost:8000/?draft=")
    assert "frame-src 'self' http://senyum.localhost:8000" in page.headers["Content-Security-Policy"]
    shown = Client(SERVER_NAME="senyum.localhost").get(address.removeprefix("http://senyum.localhost:8000"))
    assert "Senyum dulu" in shown.content.decode()
    assert "frame-ancestors http://localhost:8000" in shown.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in shown.headers
    assert shown.headers["Cache-Control"] == "no-store"


def test_no_other_token_shows_a_draft(dian: Client) -> None:
    dian.post(EDITOR, answers(keep=""))
    for token in ("", "x", drafts.sign(cast.SABAI, "http://localhost:8000")):
        shown = Client(SERVER_NAME="senyum.localhost").get("/", {"draft": token})
        assert "Senyum dulu" not in shown.content.decode()
        assert "frame-ancestors 'none'" in shown.headers["Content-Security-Policy"]
        assert shown.headers["X-Frame-Options"] == "DENY"


def test_drawings_are_made_safe(dian: Client) -> None:
    dian.post(EDITOR, answers(publish="", icon=SimpleUploadedFile("icon.svg", SVG)))
    assert "M0 0h8v8z" in cast.theme(cast.SENYUM).icon
    dian.post(EDITOR, answers(publish="", tagline="Later"))
    assert "M0 0h8v8z" in cast.theme(cast.SENYUM).icon
    for active in (
        b"<script>alert(1)</script>",
        b'<path onload="alert(1)" d="M0 0"/>',
        b'<image href="https://evil.example/x.png"/>',
    ):
        evil = SimpleUploadedFile("icon.svg", SVG.replace(b"</svg>", active + b"</svg>"))
        answer = dian.post(EDITOR, answers(publish="", icon=evil))
        assert answer.status_code == 422
    assert cast.theme(cast.SENYUM).tagline == "Later"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"ink": "red"},
        {"languages": []},
        {"languages": ["xx"]},
        {"ways": []},
        {"age_min": "99"},
        {"countries": "XX"},
        {"currency": "rupiah"},
        {"partners": "javascript:alert(1)"},
        {"radius_px": "99"},
    ],
)
def test_what_no_page_could_use_is_refused(dian: Client, wrong: dict[str, Any]) -> None:
    assert dian.post(EDITOR, answers(publish="", **wrong)).status_code == 422
    assert cast.theme(cast.SENYUM).number == 0


def test_texts_of_a_theme_stay_texts(dian: Client) -> None:
    dian.post(
        EDITOR, answers(publish="", name="<script>alert(1)", tagline='"><img src=x onerror=alert(1)>', terms="<b>Be kind")
    )
    for path in ("/", "/terms/", "/login/", "/manifest.webmanifest"):
        page = Client(SERVER_NAME="senyum.localhost").get(path).content.decode()
        assert "<script>alert" not in page or "manifest" in path
        assert "<img src=x" not in page or "manifest" in path
        assert "<b>Be" not in page
