"""The reference page in a real browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, ViewportSize

from facevalue.faces.gateway.state import State
from facevalue.insight.actions import open_store
from facevalue.kit.db import connect
from facevalue.social.ingest import open_log
from tests.faces.gateway.world import SECRET, serving

SCREEN = (Path(__file__).parents[1] / "screen.js").read_text()
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def page_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a gateway without any data shows the page."""
    folder = tmp_path_factory.mktemp("page")
    store = open_store(folder / "insight.duckdb")
    paths = str(folder / "log.sqlite"), str(folder / "state.sqlite")
    with serving(State(lambda: open_log(paths[0]), lambda: connect(paths[1]), store, SECRET)) as url:
        yield f"{url}/v1/docs"
    store.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])
def test_it_reads_well(browser: Browser, page_url: str, window: ViewportSize, scheme: Literal["light", "dark"]) -> None:
    page = browser.new_page(viewport=window, color_scheme=scheme)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(page_url)
    assert page.title() == "API reference · Facevalue"
    assert page.evaluate(SCREEN) == {}
    assert complaints == []
    page.close()


def test_a_problem_leads_to_its_explanation(browser: Browser, page_url: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page.goto(f"{page_url}#rate_limited")
    assert page.locator(":target").get_by_text("Too much at once").is_visible()
    page.close()
