"""A phone with a real Chromium, driven by Playwright."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from facevalue.kit.errors import FacevalueError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

    from facevalue.bench.corner import Corner

PHONE = {"width": 360, "height": 740}
ARGUMENTS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


class NoBrowser(FacevalueError):
    """There is no Chromium, or nothing to drive it with."""

    code = "no_browser"
    status = 503
    title = "This needs a browser"


@contextmanager
def browser() -> "Iterator[Browser]":
    """A Chromium of this machine. Raises NoBrowser."""
    chromium = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise NoBrowser("Playwright drives the browser: `make setup` installs it") from None
    if chromium is None:
        raise NoBrowser("There is no chromium: `make browser` installs it")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)


def visitor(chromium: "Browser", corner: "Corner", port: int, **options: Any) -> "BrowserContext":
    """A phone on which the person is logged in."""
    url = f"http://{corner.host}:{port}"
    context = chromium.new_context(**({"base_url": url, "viewport": PHONE, "locale": "en"} | options))
    context.add_cookies([{"name": "sessionid", "value": corner.session, "url": url}])
    return context
