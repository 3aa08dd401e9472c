"""The pages in a real browser: they move by themselves, say how things stand, and can be used by everybody."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import cast
from tests.faces.brand.conftest import Stage
from tests.faces.brand.people import EMAILS, PASSWORD
from tests.faces.brand.recorded import busy, totals

SCREEN = (Path(__file__).parents[1] / "screen.js").read_text()
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
Open = Callable[..., Page]


@pytest.fixture
def complaints() -> list[str]:
    """What the browsers complained about; a test that provokes complaints empties it."""
    return []


@pytest.fixture
def visit(browser: Browser, stage: Stage, complaints: list[str]) -> Iterator[Open]:
    """Opens windows of one's own; afterwards nothing may have been complained about and nothing fetched from elsewhere."""
    contexts: list[BrowserContext] = []

    def hear(what: str, is_complaint: bool = True) -> None:
        if is_complaint:
            complaints.append(what)

    def open_window(**options: Any) -> Page:
        context = browser.new_context(base_url=stage.url, **({"viewport": DESK} | options))
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: hear(message.text, message.type in ("error", "warning")))
        page.on("pageerror", lambda error: hear(str(error)))
        page.on("request", lambda request: hear(request.url, not request.url.startswith((stage.url, "data:"))))
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []


def _log_in(page: Page, person: int = cast.PUTRI) -> None:
    page.goto("/login/")
    page.get_by_label("E-mail address").fill(EMAILS[person])
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    page.wait_for_url("**/brand/campaigns/")


def _watch(page: Page, campaign: int, person: int = cast.PUTRI) -> None:
    """Opens a campaign and waits until its stream has spoken."""
    _log_in(page, person)
    page.goto(f"/brand/campaigns/{campaign}/")
    expect(page.get_by_role("status")).to_have_text("Live", use_inner_text=True)


def _flaws(page: Page) -> dict[str, list[str]]:
    """What is wrong with the page as it stands, by kind of flaw."""
    found: dict[str, list[str]] = page.evaluate(SCREEN)
    return found


def _region(page: Page, name: str) -> Any:
    return page.get_by_role("region", name=name)


def test_numbers_move_without_reload(visit: Open, stage: Stage) -> None:
    stage.tell(stage.kopi, totals(paid=1, free=2, funded_tokens="5000000"))
    page = visit()
    _watch(page, stage.kopi)
    page.evaluate("window.untouched = true")
    chart = page.get_by_role("img", name="Paid and free engagements per second")
    before = chart.screenshot()
    stage.tell(stage.kopi, busy())
    expect(_region(page, "Engagements")).to_contain_text("1,153")
    expect(_region(page, "Budget")).to_contain_text("Spent 65,432 $6.54")
    expect(_region(page, "Top creators")).to_contain_text("Linh Nguyễn 69 engagements 8,999 $0.90")
    expect(_region(page, "By app")).to_contain_text("Senyum 999 engagements")
    expect(_region(page, "How far it travelled")).to_contain_text("Through two shares 87")
    assert page.evaluate("window.untouched")
    assert chart.screenshot() != before


def test_the_first_engagement_shows_by_itself(visit: Open, stage: Stage) -> None:
    stage.tell(stage.kopi, totals(funded_tokens="5000000"))
    page = visit()
    _watch(page, stage.kopi)
    expect(page.get_by_text("No engagement yet.")).to_be_visible()
    stage.tell(stage.kopi, totals(funded_tokens="5000000", free=1))
    expect(page.get_by_text("No engagement yet.")).to_be_hidden()


@pytest.mark.parametrize("told", [busy(), busy(10**6), totals(), totals(spent_tokens="99", funded_tokens=str(10**17), paid=7)])
def test_the_script_writes_what_the_server_writes(visit: Open, stage: Stage, told: dict[str, Any]) -> None:
    stage.tell(stage.kopi, told)
    page = visit()
    _watch(page, stage.kopi)
    plain = visit(java_script_enabled=False, storage_state=page.context.storage_state())
    plain.goto(page.url)
    for window in (page, plain):
        window.get_by_text("The last minute as a table").click()
        window.get_by_text(re.compile("^Not counted: ")).click()
    written = [window.locator("section").all_inner_texts() for window in (page, plain)]
    # Without a script there is no chart, and so no legend of it.
    assert [text.replace("Paid\nFree\n", "", 1) if "per second" in text else text for text in written[0]] == written[1]
    widths = "all => all.map(one => one.getAttribute('width'))"
    fills = [window.eval_on_selector_all("rect", widths) for window in (page, plain)]
    assert fills[0] == fills[1]
    assert len(fills[0]) > 5


def test_each_brand_sees_its_own(visit: Open, stage: Stage, complaints: list[str]) -> None:
    stage.tell(stage.kopi, busy())
    stage.tell(stage.glow, totals(paid=3, free=4))
    putri, somchai = visit(), visit()
    _watch(putri, stage.kopi)
    _watch(somchai, stage.glow, cast.SOMCHAI)
    stage.tell(stage.glow, totals(paid=30, free=4))
    expect(_region(somchai, "Engagements")).to_contain_text("34")
    expect(_region(putri, "Engagements")).to_contain_text("1,153")
    for page, theirs, others in ((putri, "Ramadan frames", stage.glow), (somchai, "Songkran stickers", stage.kopi)):
        page.goto("/brand/campaigns/")
        assert page.get_by_role("main").get_by_role("link").all_inner_texts() == [theirs]
        page.goto(f"/brand/campaigns/{others}/")
        expect(page.get_by_role("heading", level=1)).to_have_text("There is no such page here")
        assert complaints.pop().endswith("404 (Not Found)")


def test_it_reconnects_and_says_so(visit: Open, stage: Stage, complaints: list[str]) -> None:
    stage.tell(stage.kopi, totals(paid=1, free=2))
    page = visit()
    _watch(page, stage.kopi)
    stage.cut(503)
    expect(page.get_by_role("status")).to_have_text("Reconnecting", use_inner_text=True)
    expect(page.get_by_text("The connection is interrupted")).to_be_visible()
    expect(_region(page, "Engagements")).to_contain_text("3")
    stage.tell(stage.kopi, totals(paid=10, free=20))
    stage.cut(200)
    expect(page.get_by_role("status")).to_have_text("Live", use_inner_text=True)
    expect(_region(page, "Engagements")).to_contain_text("30")
    expect(page.get_by_text("The connection is interrupted")).to_be_hidden()
    complaints[:] = [complaint for complaint in complaints if "503" not in complaint]


def test_old_figures_are_called_old(visit: Open, stage: Stage) -> None:
    stage.tell(stage.kopi, totals())
    page = visit()
    page.clock.install()
    _watch(page, stage.kopi)
    page.clock.fast_forward(8_000)
    expect(page.get_by_role("status")).to_have_text("No news", use_inner_text=True)
    expect(page.get_by_text("these figures may be old")).to_be_visible()
    stage.tell(stage.kopi, totals(free=1))
    expect(page.get_by_role("status")).to_have_text("Live", use_inner_text=True)


def test_a_silent_connection_is_opened_anew(visit: Open, stage: Stage) -> None:
    stage.tell(stage.kopi, totals())
    page = visit()
    page.clock.install()
    _watch(page, stage.kopi)
    page.clock.fast_forward(60_000)
    expect(page.get_by_role("status")).to_have_text("Reconnecting", use_inner_text=True)
    stage.wait_for_watchers(0)
    page.clock.fast_forward(1_000)
    expect(page.get_by_role("status")).to_have_text("Live", use_inner_text=True)


def test_a_hidden_page_gives_its_connection_back(visit: Open, stage: Stage) -> None:
    stage.tell(stage.kopi, totals())
    page = visit()
    _watch(page, stage.kopi)
    stage.wait_for_watchers(1)
    for hidden, watchers in ((True, 0), (False, 1)):
        page.evaluate("hidden => Object.defineProperty(document, 'hidden', {value: hidden, configurable: true})", hidden)
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        stage.wait_for_watchers(watchers)


def test_whoever_logs_out_elsewhere_is_told(visit: Open, stage: Stage, complaints: list[str]) -> None:
    stage.tell(stage.kopi, totals())
    page = visit()
    _watch(page, stage.kopi)
    elsewhere = page.context.new_page()
    elsewhere.goto("/brand/campaigns/")
    elsewhere.get_by_role("button", name="Log out").click()
    elsewhere.wait_for_url("**/")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_role("status")).to_have_text("Stopped", use_inner_text=True)
    expect(page.get_by_text("You are logged out")).to_be_visible()
    assert "401" in complaints.pop()
    page.get_by_role("main").get_by_role("link", name="Log in").click()
    page.wait_for_url(f"**/login/?next=/brand/campaigns/{stage.kopi}/")


def test_figures_come_back_after_an_error(visit: Open, stage: Stage) -> None:
    stage.tell(stage.kopi, None)
    page = visit()
    _log_in(page)
    page.goto(f"/brand/campaigns/{stage.kopi}/")
    expect(page.get_by_text("The figures cannot be read at the moment.")).to_be_visible()
    expect(_region(page, "Engagements")).to_be_hidden()
    stage.tell(stage.kopi, totals(paid=4))
    expect(_region(page, "Engagements")).to_contain_text("4")
    expect(page.get_by_text("The figures cannot be read at the moment.")).to_be_hidden()


def test_the_keyboard_is_enough(visit: Open, stage: Stage) -> None:
    stage.tell(stage.kopi, busy())
    page = visit()
    page.goto(f"/brand/campaigns/{stage.kopi}/")
    page.get_by_label("E-mail address").focus()
    page.keyboard.type(EMAILS[cast.PUTRI])
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/brand/campaigns/{stage.kopi}/")
    expect(page.get_by_role("status")).to_have_text("Live", use_inner_text=True)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    reached = [page.evaluate("document.activeElement.textContent")]
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outline")
        assert re.search(r"solid 3px", outline), reached[-1]
    assert reached[1:6] == ["Facevalue", "Campaigns", "Artwork", "Desk", "Log out"]
    assert reached[6:8] == ["Brief and rules", "The last minute as a table"]
    assert reached[8].startswith("Not counted")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("rowheader", name="0 to 5 seconds ago")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name="0 to 5 seconds ago 12 10")).to_be_visible()


def test_the_skip_link_skips(visit: Open) -> None:
    page = visit()
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Log in to your campaigns"


def test_the_voice_is_polite(visit: Open, stage: Stage) -> None:
    stage.tell(stage.kopi, totals(paid=1, free=2))
    page = visit()
    page.clock.install()
    _watch(page, stage.kopi)
    voice = page.locator("[aria-live=polite]")
    stage.tell(stage.kopi, totals(paid=3, free=4))
    expect(_region(page, "Engagements")).to_contain_text("7")
    assert voice.text_content() == ""
    page.clock.fast_forward(11_000)
    stage.tell(stage.kopi, totals(paid=5, free=6, spent_tokens="1500"))
    expect(voice).to_have_text("5 paid and 6 free engagements, 1,500 tokens spent.")
    stage.tell(stage.kopi, totals(paid=7, free=8))
    expect(_region(page, "Engagements")).to_contain_text("15")
    expect(voice).to_have_text("5 paid and 6 free engagements, 1,500 tokens spent.")


@pytest.mark.parametrize(("wish", "moves"), [("reduce", False), ("no-preference", True)])
def test_whoever_wants_less_motion_gets_it(visit: Open, stage: Stage, wish: str, moves: bool) -> None:
    stage.tell(stage.kopi, totals())
    page = visit(reduced_motion=wish)
    _watch(page, stage.kopi)
    assert (page.evaluate("document.getAnimations().length") > 0) is moves


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_is_well_made(visit: Open, stage: Stage, complaints: list[str], window: dict[str, int], scheme: str) -> None:
    stage.tell(stage.kopi, busy(1_000_000))
    page = visit(viewport=window, color_scheme=scheme)
    page.goto("/")
    assert _flaws(page) == {}
    page.goto("/login/")
    page.get_by_label("E-mail address").fill("nobody@kopi.example")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert _flaws(page) == {}
    _watch(page, stage.kopi)
    page.get_by_text("The last minute as a table").click()
    page.get_by_text(re.compile("^Not counted: ")).click()
    assert _flaws(page) == {}
    stage.cut(503)
    expect(page.get_by_text("The connection is interrupted")).to_be_visible()
    assert _flaws(page) == {}
    page.goto("/brand/campaigns/")
    assert _flaws(page) == {}
    page.goto("/nowhere/")
    assert _flaws(page) == {}
    complaints[:] = [complaint for complaint in complaints if not re.search(r"404|503", complaint)]


def test_the_chart_has_a_name_and_a_table(visit: Open, stage: Stage) -> None:
    stage.tell(stage.kopi, busy())
    page = visit()
    _watch(page, stage.kopi)
    expect(page.get_by_role("img", name=re.compile("The table below has the same figures"))).to_be_visible()
    page.get_by_text("The last minute as a table").click()
    rows = _region(page, "The last minute").get_by_role("row")
    expect(rows).to_have_count(13)
    minute = busy()["last_minute"]
    shown = [int(cell) for cell in _region(page, "The last minute").get_by_role("cell").all_inner_texts()]
    assert sum(shown) == sum(second["paid"] + second["free"] for second in minute)
