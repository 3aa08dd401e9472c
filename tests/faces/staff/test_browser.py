"""The desk in a real browser: decided by single keys, seen on a phone and on a desk, without a flaw that axe knows."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import cast
from tests.faces.brand.people import EMAILS, PASSWORD
from tests.faces.staff.scene import STAFF_EMAILS

HOME = Path(__file__).parents[3]
SCREEN = (HOME / "tests" / "faces" / "screen.js").read_text()
AXE = (HOME / "node_modules" / "axe-core" / "axe.min.js").read_text()
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A process of its own, for other tests lead this one's Django to other databases."""
    command = [sys.executable, "-m", "tests.faces.staff.stage", str(tmp_path_factory.mktemp("desk"))]
    with subprocess.Popen(command, cwd=HOME, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def sessions() -> dict[int, Any]:
    """By person, what a browser keeps of having logged in."""
    return {}


@pytest.fixture
def visit(browser: Browser, stage: dict[str, Any], sessions: dict[int, Any]) -> Iterator[Any]:
    """Opens a window of a person, logged in."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_window(person: int = cast.WAYAN, **options: Any) -> Page:
        settings: dict[str, Any] = {"viewport": DESK, "storage_state": sessions.get(person)} | options
        context = browser.new_context(base_url=stage["url"], **settings)
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if person not in sessions:
            page.goto("/login/")
            page.get_by_label("E-mail address").fill((STAFF_EMAILS | EMAILS)[person])
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("main").get_by_role("button", name="Log in").click()
            page.wait_for_url(lambda url: "/login/" not in url)
            sessions[person] = context.storage_state()
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []


def _flaws(page: Page) -> tuple[dict[str, list[str]], list[str]]:
    """What is wrong with the page as it stands, by our own measure and by axe's."""
    found = page.evaluate(SCREEN)
    violations = page.evaluate(f"async () => {{ {AXE}; return (await axe.run()).violations; }}")
    return found, [f"{flaw['id']}: {flaw['nodes'][0]['html'][:200]}" for flaw in violations]


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_flaw(visit: Any, stage: dict[str, Any], viewport: dict[str, int], scheme: str) -> None:
    staff = visit(cast.WAYAN, viewport=viewport, color_scheme=scheme)
    staff.goto("/staff/")
    assert _flaws(staff) == ({}, [])
    staff.get_by_role("link", name="New: Kopi Pagi").first.click()
    expect(staff.get_by_role("button", name="Approve")).to_be_visible()
    assert _flaws(staff) == ({}, [])
    brand = visit(cast.PUTRI, viewport=viewport, color_scheme=scheme)
    for path in ("rules/", "rules/1/"):
        brand.goto(f"/brand/campaigns/{stage['campaign']}/{path}")
        assert _flaws(brand) == ({}, [])


def test_one_key_one_decision(visit: Any) -> None:
    page = visit()
    page.goto("/staff/")
    page.get_by_role("button", name="Start").click()
    caption = page.locator("figcaption p").first
    expect(caption).to_have_text("gue bunuh kamu")
    page.get_by_label("Note for the creator").click()
    page.keyboard.type("a9 no threats")
    page.keyboard.press("Escape")
    page.keyboard.press("9")
    expect(caption).to_have_text("Dasar goblok")
    expect(page.get_by_role("status")).to_have_text("Rejected.")
    page.keyboard.press("u")
    expect(page.get_by_role("status")).to_have_text("Undone. Decide it again.")
    expect(caption).to_have_text("gue bunuh kamu")
    expect(page.get_by_role("region", name="Trail")).to_contain_text("Wayan: Rejected. (undone)")
    expect(page.get_by_role("region", name="Trail")).to_contain_text("Dangerous: a9 no threats")
    page.keyboard.press("n")
    expect(caption).to_have_text("Dasar goblok")
    page.get_by_label("Single keys decide").uncheck()
    page.keyboard.press("a")
    page.reload()
    expect(page.get_by_role("button", name="Approve")).to_be_visible()
    expect(page.get_by_label("Single keys decide")).not_to_be_checked()
    page.get_by_label("Single keys decide").check()
    page.keyboard.press("7")
    expect(caption).to_have_text("gue bunuh kamu")
    page.keyboard.press("s")
    expect(caption).to_have_text("Good morning")
    page.keyboard.press("a")
    expect(page.get_by_role("heading", name="Desk")).to_be_visible()
    expect(page.get_by_text("Nothing waits for you.").first).to_be_visible()


def test_without_a_script_the_buttons_do_the_same(visit: Any) -> None:
    page = visit(cast.GRACE)
    plain = visit(cast.GRACE, java_script_enabled=False)
    del page
    plain.goto("/staff/")
    plain.get_by_role("button", name="Start").click()
    expect(plain.get_by_label("Single keys decide")).to_be_hidden()
    plain.get_by_role("button", name="Dangerous").click()
    expect(plain.get_by_role("status").first).to_contain_text("Rejected")
