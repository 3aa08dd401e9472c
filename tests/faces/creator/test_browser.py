"""The app's pages in a real browser: light, steady, without a flaw, in both apps and both directions."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from facevalue.bench.corner import Corner
from facevalue.bench.weight import measure
from tests.faces.creator.phones import Street, pages

HOME = Path(__file__).parents[3]
AXE = (HOME / "node_modules" / "axe-core" / "axe.min.js").read_text()
APPS = ("Senyum", "Sabai")
KIB = 1024
BUDGETS = {
    "first_view_bytes": 14 * KIB,
    "first_load_bytes": 60 * KIB,
    "js_bytes": 25 * KIB,
    "repeat_bytes": 5 * KIB,
}
SHIFT_MAX = 0.1
_SHIFT = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
})"""
_FLAWS = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}"""


@pytest.fixture(scope="module")
def street() -> Iterator[Street]:
    """A process of its own serves, for other tests lead this one's Django to other databases."""
    command = [sys.executable, "-m", "tests.faces.creator.street"]
    with subprocess.Popen(command, cwd=HOME, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True) as process:
        assert process.stdout
        port, corners = msgspec.json.decode(process.stdout.readline(), type=tuple[int, list[Corner]])
        yield Street(port, {corner.name: corner for corner in corners})
        process.communicate("")


@pytest.mark.parametrize("app", APPS)
def test_an_app_keeps_its_budgets(browser: Browser, street: Street, app: str) -> None:
    found = measure(browser, street.port, street.corners[app])
    assert {name: found[name] for name, most in BUDGETS.items() if found[name] > most} == {}


def _flaws(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: list[str] = page.evaluate(_FLAWS)
    return found


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("app", APPS)
def test_no_page_has_a_flaw(browser: Browser, street: Street, app: str, direction: str) -> None:
    """axe-core finds nothing, nothing is wider than the screen, and nothing moves while it loads."""
    flaws: dict[str, Any] = {}
    # axe is put into the page, which the pages' policy forbids to everybody else.
    with street.phone(browser, app, bypass_csp=True) as phone:
        page = phone.new_page()
        for row in pages(street.corners[app]):
            page.goto(row.path, wait_until="load")
            shift = page.evaluate(_SHIFT)
            if direction == "rtl":
                page.evaluate("document.documentElement.dir = 'rtl'")
            overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            found = [*_flaws(page), *([f"{overflow} px too wide"] if overflow > 0 else [])]
            found += [f"moved by {shift}"] if shift >= SHIFT_MAX else []
            if found:
                flaws[row.name] = found
    assert flaws == {}


def test_a_tap_answers_at_once_and_stays(browser: Browser, street: Street) -> None:
    corner = street.corners["Senyum"]
    with street.phone(browser, "Senyum") as phone:
        page = phone.new_page()
        page.goto(f"/p/{corner.other_post}", wait_until="networkidle")
        heart = page.get_by_role("button", name="Like")
        expect(heart).to_have_attribute("aria-pressed", "false")
        page.evaluate("window.untouched = true")
        with page.expect_response("**/like/") as answer:
            heart.click()
        assert answer.value.status == 204
        expect(heart).to_have_attribute("aria-pressed", "true")
        assert page.evaluate("window.untouched")
        page.reload()
        expect(heart).to_have_attribute("aria-pressed", "true")


def test_everything_works_without_scripts(browser: Browser, street: Street) -> None:
    corner = street.corners["Sabai"]
    with street.phone(browser, "Sabai", java_script_enabled=False) as phone:
        page = phone.new_page()
        page.goto("/")
        assert page.locator("article.post img").count() > 1
        page.goto(f"/p/{corner.other_post}")
        page.get_by_role("button", name="Like").click()
        page.wait_for_load_state()
        expect(page.get_by_role("button", name="Like")).to_have_attribute("aria-pressed", "true")
        page.get_by_label("Say something nice").fill("So good!")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_text("So good!")).to_be_visible()


def test_pictures_wait_until_they_are_near_or_with_save_data_until_they_are_tapped(browser: Browser, street: Street) -> None:
    with street.phone(browser, "Senyum") as phone:
        page = phone.new_page()
        page.goto("/", wait_until="networkidle")
        before = page.locator("article.post img").count()
        posts = page.locator("article.post").count()
        assert before < posts
        for post in page.locator("article.post").all():
            post.scroll_into_view_if_needed()
            expect(post.locator("img")).to_have_count(1)
        expect(page.locator("article.post img")).to_have_count(posts)
    with street.phone(browser, "Senyum", extra_http_headers={"Save-Data": "on"}) as phone:
        page = phone.new_page()
        page.goto("/", wait_until="networkidle")
        assert page.locator("article.post img").count() == 0
        page.get_by_text("Show the picture").first.click()
        expect(page.locator("article.post img")).to_have_count(1)


def test_a_creator_watches_it_happen(browser: Browser, street: Street) -> None:
    corner = street.corners["Senyum"]
    with street.phone(browser, "Senyum") as mine, street.phone(browser, "Senyum") as theirs:
        theirs.add_cookies(
            [{"name": "sessionid", "value": corner.friend_session, "url": f"http://{corner.host}:{street.port}"}]
        )
        own, other = mine.new_page(), theirs.new_page()
        own.goto(f"/p/{corner.own_post}")
        expect(own.get_by_text("Nobody has reacted yet")).to_be_visible()
        other.goto(f"/p/{corner.own_post}")
        other.get_by_role("button", name="Like").click()
        expect(own.get_by_text("does not follow you: free for the brand")).to_be_visible()
