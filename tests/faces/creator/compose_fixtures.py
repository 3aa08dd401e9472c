"""Browsers with a camera, and the app's server behind a network that can fail."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.faces.creator.compose_phone import PHONE
from tests.faces.creator.compose_server import Stage, stage

# A camera of the browser's own, and nobody who has to allow it.
ARGUMENTS = """--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync
--use-fake-device-for-media-stream --use-fake-ui-for-media-stream"""
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A chromium with a camera."""
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS.split())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The app's server, and the network in front of it."""
    with stage(tmp_path_factory.mktemp("server")) as made:
        yield made


@pytest.fixture
def complaints() -> list[str]:
    """What the browsers complained about; a test that provokes complaints empties it."""
    return []


@pytest.fixture
def visit(browser: Browser, server: Stage, complaints: list[str]) -> Iterator[Open]:
    """Opens phones of one's own, logged in as Amara; afterwards nothing may have been complained about."""
    contexts: list[BrowserContext] = []

    def hear(text: str, is_complaint: bool = True) -> None:
        if is_complaint:
            complaints.append(text)

    def open_window(person: str = "amara", app: str = "senyum", **options: Any) -> Page:
        url = server.url.replace("senyum", app)
        context = browser.new_context(base_url=url, **({"viewport": PHONE, "locale": "en"} | options))
        context.set_default_timeout(60_000)
        contexts.append(context)
        if person:
            context.add_cookies([{"name": "sessionid", "value": server.about[person], "url": url}])
        page = context.new_page()
        page.on("console", lambda message: hear(message.text, message.type in ("error", "warning")))
        page.on("pageerror", lambda error: hear(str(error)))
        return page

    yield open_window
    server.network.up()
    for context in contexts:
        context.close()
    assert not complaints, complaints
