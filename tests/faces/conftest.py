"""A real browser."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

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
