"""A real browser, and a small demo that is served as anybody serves it."""

import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.faces.steps import PHONE, World

HOME = Path(__file__).parents[2]
Open = Callable[..., Page]
_ARGUMENTS = """--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking
--disable-component-update --disable-sync"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One chromium for all tests of a module, and gone after them: as long as it is there, so is Playwright's event loop,
    beside which no other test could run one of its own."""
    chromium = shutil.which("chromium")
    assert chromium, "`make browser` installs chromium"
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS.split())


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """In a process of its own, for all tests that one process runs."""
    command = [sys.executable, "-m", "tests.faces.served", str(tmp_path_factory.mktemp("journey"))]
    with subprocess.Popen(command, cwd=HOME, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        about = json.loads(process.stdout.readline())
        said = process.stdout.readline() + process.stdout.readline()
        served = re.search(r"http://[\w.]+:(\d+)", said)
        assert served, said
        logins = defaultdict(list)
        for role, email, password in about["logins"]:
            logins[role].append((email, password))
        try:
            yield World(served[0], int(served[1]), logins, about["stars"])
        finally:
            process.terminate()


@pytest.fixture
def complaints() -> list[str]:
    """What the browsers complained about; a test that provokes complaints empties it."""
    return []


@pytest.fixture
def window(browser: Browser, complaints: list[str]) -> Iterator[Open]:
    """Opens phones of one's own; afterwards nothing may have been complained about."""
    contexts: list[BrowserContext] = []

    def open_window(url: str, **options: Any) -> Page:
        context = browser.new_context(**({"base_url": url, "viewport": PHONE, "locale": "en"} | options))
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert not complaints, complaints
