"""What every page of an app has, on both engines."""

import gzip
import re
from io import BytesIO

import pytest
import zstandard
from django.test import Client
from PIL import Image

from facevalue.faces.creator.look import look
from facevalue.faces.ui import policy
from facevalue.identity.queries import LANGUAGES, Layout, Theme, contrast_ratio
from tests import cast
from tests.faces.creator import apps

FIRST_VIEW_BYTES_MAX = 14 * 1024
pytestmark = pytest.mark.usefixtures("everybody")


def _style(page: str) -> str:
    found = re.search("<style>(.*?)</style>", page, re.DOTALL)
    return found.group(1) if found else ""


def _tokens(css: str) -> dict[str, str]:
    """What the theme decides: the sheet's first rule."""
    return dict(re.findall(r"--([\w-]+):([^;]+);", css.partition("}")[0]))


def test_the_first_page_has_the_stylesheet_inside_and_the_next_only_name_it(senyum: Client) -> None:
    first = senyum.get("/")
    css = _style(first.content.decode())
    assert css
    assert policy.digest(css) in first.headers["Content-Security-Policy"]
    assert "unsafe" not in first.headers["Content-Security-Policy"]
    address = re.search(r'rel="prefetch" href="([^"]+)"', first.content.decode())
    assert address
    sheet = senyum.get(address.group(1))
    assert sheet.content.decode() == css
    assert "immutable" in sheet.headers["Cache-Control"]
    second = senyum.get("/")
    assert _style(second.content.decode()) == ""
    assert f'<link rel="stylesheet" href="{address.group(1)}">' in second.content.decode()
    assert "style-src" not in second.headers["Content-Security-Policy"]


def test_a_new_theme_reaches_whoever_has_the_old_stylesheet(senyum: Client) -> None:
    old = look(cast.theme(cast.SENYUM)).name
    senyum.get(f"/look/{old}.css")
    apps.publish_themes()
    assert _style(senyum.get("/").content.decode()) == ""
    apps.change(cast.SENYUM, radius_px=4)
    assert "--radius:4px" in _style(senyum.get("/").content.decode())
    assert senyum.get(f"/look/{old}.css").status_code == 404


@pytest.mark.parametrize("coding", ["zstd", "gzip"])
def test_the_first_view_is_small(senyum: Client, coding: str) -> None:
    answer = senyum.get("/", headers={"Accept-Encoding": f"br, {coding}"})
    assert answer.headers["Content-Encoding"] == coding
    assert len(answer.content) < FIRST_VIEW_BYTES_MAX
    plain = {"zstd": zstandard.ZstdDecompressor().decompressobj().decompress, "gzip": gzip.decompress}[coding](answer.content)
    assert _style(plain.decode())


def test_two_apps_look_nothing_alike(senyum: Client, sabai: Client) -> None:
    one, other = (_tokens(_style(app.get("/").content.decode())) for app in (senyum, sabai))
    assert {"accent", "paper", "font", "radius", "bar"} <= one.keys()
    assert {name for name in one.keys() & other.keys() if one[name] == other[name]} == set()


@pytest.mark.parametrize("app", [cast.SENYUM, cast.SABAI])
def test_colours_that_follow_from_a_theme_can_be_read(app: int) -> None:
    tokens = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", look(cast.theme(app)).css))
    pairs = [("ink", f"{name}-soft") for name in ("accent", "good", "warn", "bad")]
    pairs += [("ink", "sunken"), ("on-bar", "bar"), ("on-bad", "bad")]
    ratios = {(one, other): contrast_ratio(tokens[one], tokens[other]) for one, other in pairs}
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("layout", Layout)
def test_every_layout_has_rules(layout: Layout) -> None:
    css = look(Theme(1, 1, "App", layout=layout)).css
    assert "--gutter" in css
    assert css.count("{") == css.count("}")


def test_the_manifest_makes_an_app_of_it(senyum: Client) -> None:
    answer = senyum.get("/manifest.webmanifest", headers={"Accept-Language": "en"})
    assert answer.headers["Content-Type"] == "application/manifest+json"
    document = answer.json()
    assert (document["name"], document["lang"], document["display"]) == ("Senyum", "en", "standalone")
    for icon in document["icons"]:
        png = senyum.get(icon["src"])
        image = Image.open(BytesIO(png.content))
        assert f"{image.width}x{image.height}" == icon["sizes"]
        assert "immutable" in png.headers["Cache-Control"]
        assert len(png.content) < 20_000
    assert senyum.get(document["icons"][0]["src"].replace("192", "191")).status_code == 404


def test_an_app_has_its_own_signs_alone(senyum: Client, sabai: Client) -> None:
    source = senyum.get("/manifest.webmanifest").json()["icons"][0]["src"]
    assert sabai.get(source).status_code == 404


@pytest.mark.parametrize(
    ("accepted", "spoken"),
    [
        ("", "id"),
        ("en-GB,en;q=0.9", "en"),
        ("de, fil;q=0.5", "fil"),
        ("th", "id"),
        ("tl-PH", "fil"),
        ("ms-MY", "ms"),
        ("%%", "id"),
    ],
)
def test_an_app_speaks_what_the_browser_asks_for(senyum: Client, accepted: str, spoken: str) -> None:
    answer = senyum.get("/", headers={"Accept-Language": accepted})
    assert answer.headers["Content-Language"] == spoken
    assert f'<html lang="{spoken}"' in answer.content.decode()
    assert "Accept-Language" in answer.headers["Vary"]


def test_ones_own_language_comes_first() -> None:
    browser = apps.client_of(cast.BUDI)
    assert browser.get("/", headers={"Accept-Language": "en"}).headers["Content-Language"] == "id"
    linh = apps.client_of(cast.LINH)
    assert linh.get("/", headers={"Accept-Language": "en"}).headers["Content-Language"] == "en"  # Senyum has no Vietnamese
    assert set(LANGUAGES) >= {"id", "vi"}


def test_save_data_is_honoured(senyum: Client) -> None:
    assert " data-thrifty" in senyum.get("/", headers={"Save-Data": "on"}).content.decode()
    assert " data-thrifty" not in senyum.get("/").content.decode()


@pytest.mark.parametrize("path", ["/nowhere", "/campaigns/7/", "/campaigns/99999999999999999999999/"])
def test_what_is_not_there_is_said_in_the_apps_own_clothes(senyum: Client, path: str) -> None:
    answer = senyum.get(path, headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()
    assert "Senyum" in answer.content.decode()
    assert "Facevalue" not in answer.content.decode()


def test_the_page_without_network_is_no_persons(senyum: Client) -> None:
    page = apps.client_of(cast.AYU).get("/offline/", headers={"Accept-Language": "id"}).content.decode()
    assert "Ayu" not in page
