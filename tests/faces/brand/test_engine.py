"""From an engagement that an app reports to the brand's screen: the real engine, the real pages, a real browser."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests import cast
from tests.faces.brand.conftest import HOME
from tests.faces.brand.people import EMAILS, PASSWORD

World = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("engine")


@pytest.fixture(scope="module")
def world(folder: Path) -> World:
    """Of each brand a campaign, a post and the key of the post's app."""
    command = [sys.executable, "-m", "tests.faces.brand.seed", str(folder)]
    made: World = json.loads(subprocess.run(command, cwd=HOME, check=True, capture_output=True, text=True).stdout)
    return made


@contextmanager
def _engine(folder: Path, port: int = 0) -> Iterator[str]:
    """`facevalue up` over the folder; its address."""
    command = [str(Path(sys.executable).with_name("facevalue")), "up", "--data", str(folder), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().split()[3].rstrip(",")
        finally:
            process.terminate()


def _engage(url: str, place: dict[str, Any], **engagement: Any) -> None:
    headers = {"Authorization": f"Bearer {place['key']}"}
    answer = httpx.post(f"{url}/v1/engagements", json=[{"post": str(place["post"]), **engagement}], headers=headers)
    assert answer.status_code == 202, answer.text
    assert answer.json()["rejected"] == []


def _watch(browser: Browser, url: str, person: int, campaign: int) -> Page:
    """A window of this person's in which the campaign is live."""
    page = browser.new_context(base_url=url).new_page()
    page.goto(f"/brand/campaigns/{campaign}/")
    page.get_by_label("E-mail address").fill(EMAILS[person])
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    expect(page.get_by_role("status")).to_have_text("Live", use_inner_text=True)
    return page


def test_an_engagement_shows_on_the_screen_of_its_brand_alone(browser: Browser, folder: Path, world: World) -> None:
    kopi, glow = world["kopi"], world["glow"]
    with _engine(folder) as url:
        putri = _watch(browser, url, cast.PUTRI, kopi["campaign"])
        somchai = _watch(browser, url, cast.SOMCHAI, glow["campaign"])
        expect(putri.get_by_role("region", name="Budget")).to_contain_text("Reserved for posts 20,000")
        _engage(url, kopi, kind="like", actor=cast.BUDI)
        _engage(url, kopi, kind="share", actor=cast.BUDI)
        _engage(url, kopi, kind="like", actor=cast.CHIDI)
        _engage(url, kopi, kind="like", actor=cast.DEWI, via=cast.BUDI)
        engagements = putri.get_by_role("region", name="Engagements")
        expect(engagements).to_contain_text("Paid 2 50.0%")
        expect(engagements).to_contain_text("Free 2 50.0%")
        expect(putri.get_by_role("region", name="Budget")).to_contain_text("Spent 170 $0.02")
        expect(putri.get_by_role("region", name="Budget")).to_contain_text("Reserved for posts 19,830")
        expect(putri.get_by_role("region", name="Top creators")).to_contain_text("Ayu 4 engagements 170")
        expect(putri.get_by_role("region", name="How far it travelled")).to_contain_text("Through one share 1")
        expect(putri.get_by_role("region", name="By app")).to_contain_text("Senyum 4 engagements")
        expect(somchai.get_by_role("region", name="Engagements")).to_contain_text("Free 0")
        expect(somchai.get_by_text("No engagement yet.")).to_be_visible()
        ticket = putri.request.get(f"/brand/campaigns/{kopi['campaign']}/stream/").json()["url"]
        stolen = ticket.replace(str(kopi["campaign"]), str(glow["campaign"]), 1)
        assert putri.request.get(stolen).status == 401
        assert putri.request.get(f"/brand/campaigns/{glow['campaign']}/stream/").status == 404


def test_the_page_goes_on_after_the_engine_was_restarted(browser: Browser, folder: Path, world: World) -> None:
    kopi = world["kopi"]
    with _engine(folder) as url:
        page = _watch(browser, url, cast.PUTRI, kopi["campaign"])
        seen = page.get_by_role("region", name="Engagements").inner_text()
    expect(page.get_by_role("status")).to_have_text("Reconnecting", use_inner_text=True)
    assert page.get_by_role("region", name="Engagements").inner_text() == seen
    with _engine(folder, int(url.rpartition(":")[2])):
        expect(page.get_by_role("status")).to_have_text("Live", use_inner_text=True)
        _engage(url, kopi, kind="comment", actor=cast.EMEKA)
        expect(page.get_by_role("row", name="Comments 1")).to_be_visible()
