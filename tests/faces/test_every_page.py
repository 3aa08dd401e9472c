"""Every page that can be reached by links, for everybody who logs in: it answers, axe-core finds nothing, and nothing is wider
than the screen."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.faces.conftest import Open
from tests.faces.creator.compose_phone import DESK, PHONE, flaws
from tests.faces.steps import World, join, log_in

# Of pages that differ by a number alone so many are looked at: one's own, and one of somebody else.
ALIKE_MAX = 2
PAGES_MAX = 60
# A file to take along, and what is for programs.
_NO_PAGE = re.compile(r"/settings/export/|/v1/|/identity/o/")


def reached(page: Page, *starts: str) -> Iterator[str]:
    """Opens page after page, as links lead on from the first ones."""
    linked_on, known = dict.fromkeys(starts, "the start"), dict[str, int]()
    waiting = list(starts)
    for path in waiting:
        pattern = re.sub(r"\d+", "N", path)
        known[pattern] = known.get(pattern, 0) + 1
        if known[pattern] > ALIKE_MAX or _NO_PAGE.search(path):
            continue
        answer = page.goto(path)
        assert answer
        assert answer.ok, f"{path}, linked on {linked_on[path]}, answers {answer.status}"
        yield path
        here = urlsplit(page.url)
        for link in page.eval_on_selector_all("a[href]", "links => links.map((link) => link.href)"):
            found = urlsplit(link)
            asked = found.path + (f"?{found.query}" if found.query else "")
            if found.netloc == here.netloc and asked not in linked_on:
                linked_on[asked] = path
                waiting.append(asked)


def found_wrong(page: Page, *starts: str, both_ways: bool = False) -> tuple[set[str], dict[str, list[str]]]:
    """The pages that were seen, with N for numbers, and what is wrong with which; `both_ways`: from right to left too."""
    wrong, seen = dict[str, list[str]](), set[str]()
    for path in reached(page, *starts):
        seen.add(re.sub(r"\d+", "N", path.partition("?")[0]))
        found = flaws(page)
        if both_ways:
            page.evaluate("document.documentElement.dir = 'rtl'")
            found += [f"from right to left: {flaw}" for flaw in flaws(page)]
        if found:
            wrong[path] = found
    return seen, wrong


@pytest.mark.parametrize("app", ["senyum", "sabai"])
def test_of_a_creator(world: World, window: Open, app: str) -> None:
    page = window(f"http://{app}.localhost:{world.port}", bypass_csp=True)
    join(page, world.stars[app], "")
    starts = ("/", "/settings/", "/terms/", "/offline/", "/demo/messages", "/compose/queue/", "/blocked/")
    seen, wrong = found_wrong(page, *starts, both_ways=True)
    assert wrong == {}
    places = {"/activity/", "/wallet/", "/wallet/N/", "/me/", "/p/N", "/u/N/", "/pictures/", "/campaigns/N/", "/compose/N/"}
    parts = {"profile", "passkeys", "partners", "delete"}
    assert seen >= places | {f"/settings/{part}/" for part in parts}


def test_of_a_stranger(world: World, window: Open) -> None:
    page = window(f"http://senyum.localhost:{world.port}", bypass_csp=True)
    seen, wrong = found_wrong(page, "/", "/login/?way=email", both_ways=True)
    assert wrong == {}
    assert seen >= {"/", "/login/", "/p/N", "/u/N/", "/campaigns/"}


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("role", ["moderator", "owner of a brand", "owner of an app"])
def test_of_an_organisation(world: World, window: Open, role: str, viewport: dict[str, int]) -> None:
    people = {"moderator": world.logins["moderator"][0]}
    people |= {"owner of a brand": world.logins["owner"][0], "owner of an app": world.logins["owner"][-1]}
    page = log_in(window(world.url, bypass_csp=True, viewport=viewport), people[role])
    seen, wrong = found_wrong(page, "/")
    assert wrong == {}
    of_all = {"moderator": {"/staff/", "/staff/assets/"}, "owner of an app": {"/staff/apps/N/theme/"}}
    of_all["owner of a brand"] = {"/brand/artwork/", "/brand/artwork/N/", "/brand/campaigns/N/", "/brand/campaigns/N/rules/"}
    assert seen >= of_all[role]
