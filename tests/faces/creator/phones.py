"""What a test in a real browser begins with: both apps over a small world, and a phone in each."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple

from playwright.sync_api import Browser, BrowserContext

from facevalue.bench.corner import Corner
from facevalue.bench.phone import visitor


class Street(NamedTuple):
    """The port of the server, and the apps by name."""

    port: int
    corners: dict[str, Corner]

    @contextmanager
    def phone(self, browser: Browser, app: str, **options: Any) -> Iterator[BrowserContext]:
        """A phone on which the app's person is logged in."""
        with ExitStack() as stack:
            context = visitor(browser, self.corners[app], self.port, **options)
            stack.callback(context.close)
            yield context


class Row(NamedTuple):
    """A page by what it is for and its path."""

    name: str
    path: str


def pages(corner: Corner) -> list[Row]:
    """Every page of an app that a person opens, with something on it."""
    own, other, person = corner.own_post, corner.other_post, corner.person
    return [
        Row("home", "/"),
        Row("campaigns", "/campaigns/"),
        Row("campaign", f"/campaigns/{corner.campaign}/"),
        Row("own post", f"/p/{own}"),
        Row("post of somebody else", f"/p/{other}"),
        Row("comments", f"/p/{own}/comments/"),
        Row("share", f"/p/{own}/share/"),
        Row("report", f"/p/{other}/report/"),
        Row("profile", f"/u/{person}/"),
        Row("pictures", "/pictures/"),
        Row("blocked", "/blocked/"),
        Row("offline", "/offline/"),
        Row("nowhere", "/nowhere/"),
    ]
