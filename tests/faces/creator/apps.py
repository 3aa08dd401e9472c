"""Two apps that look nothing alike."""

from typing import Any

import msgspec
from django.db import transaction
from django.test import Client

from facevalue.identity.actions import publish_theme
from facevalue.identity.models import Person
from facevalue.identity.queries import Colours, Layout, Theme, Typeface
from facevalue.identity.themes import draw_icon
from tests import cast

WARM = Colours(
    paper="#fff4ee",
    surface="#ffffff",
    ink="#2b1320",
    muted="#75545f",
    line="#96737e",
    accent="#c2255c",
    on_accent="#ffffff",
    good="#1c6a3a",
    warn="#7d5200",
    bad="#b3261e",
)
NIGHT = Colours(
    paper="#0f1417",
    surface="#182025",
    ink="#eaf4f2",
    muted="#9fb3b0",
    line="#70868a",
    accent="#3ddbb4",
    on_accent="#06251d",
    good="#79d69b",
    warn="#f0c35b",
    bad="#ff9a90",
)


def publish_themes() -> None:
    """Senyum is warm, round and lively, Sabai a magazine at night."""
    senyum = Theme(
        cast.SENYUM, 0, "Senyum", "Senyummu berharga", icon=draw_icon("Senyum", WARM), colours=WARM, radius_px=22,
        typeface=Typeface.ROUNDED, layout=Layout.POSTER, languages=("id", "en", "ms", "fil"),
    )  # fmt: skip
    sabai = Theme(
        cast.SABAI, 0, "Sabai", "สบาย ๆ ก็มีรายได้", icon=draw_icon("Sabai", NIGHT), colours=NIGHT, radius_px=3,
        typeface=Typeface.GEOMETRIC, layout=Layout.PAPER, languages=("th", "en", "vi"),
    )  # fmt: skip
    with transaction.atomic():
        for theme in (senyum, sabai):
            publish_theme(theme.app, theme, None, cast.NOW)


def change(app: int, **values: Any) -> None:
    """Publishes an app's theme with other values."""
    with transaction.atomic():
        publish_theme(app, msgspec.structs.replace(cast.theme(app), **values), None, cast.NOW)


def speak_english() -> None:
    """To everybody, for tests that look for words."""
    Person.objects.update(language="en")


def client_of(person: int, host: str = "senyum.localhost") -> Client:
    """A browser in which this person is logged in."""
    browser = Client(SERVER_NAME=host)
    browser.force_login(Person.objects.get(id=person))
    return browser
