"""The whole way of two people on their phones, in both apps of a demo that is served as anybody serves it: sign up, compose,
post; somebody likes, tokens come; staff reject, they are gone; an appeal, and they are back to the unit."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from tests.faces.creator.compose_phone import PHONE, noisy_photo

HOME = Path(__file__).parents[2]


class App(NamedTuple):
    """Phone numbers of its country, for the creator and for a friend; a campaign that it takes pictures for, and what that
    pays for a like and for a comment."""

    numbers: tuple[str, str]
    campaign: str
    like: int
    comment: int


APPS = {
    "senyum": App(("0812-3456-7890", "0812-3456-7891"), "Pagi Bersama", 40, 100),
    "sabai": App(("081-234-5678", "081-234-5679"), "Skin First", 30, 120),
}


@dataclass
class World:
    """`url` of the brands' and staff's pages; of each moderator the address and the password."""

    url: str
    port: int
    moderators: list[tuple[str, str]]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("journey")
    command = [sys.executable, "-m", "tests.faces.journey", str(folder)]
    with subprocess.Popen(command, cwd=HOME, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        logins = json.loads(process.stdout.readline())
        lines = [process.stdout.readline(), process.stdout.readline()]
        found = re.search(r"http://[\w.]+:(\d+)", "".join(lines))
        assert found, lines
        try:
            yield World(found[0], int(found[1]), [(email, word) for role, email, word in logins if role == "moderator"])
        finally:
            process.terminate()


@pytest.fixture
def complaints() -> list[str]:
    """What the browsers complained about; a test that provokes complaints empties it."""
    return []


@pytest.fixture
def window(browser: Browser, complaints: list[str]) -> Iterator[Callable[[str], Page]]:
    """Opens phones of one's own; afterwards nothing may have been complained about."""
    contexts: list[BrowserContext] = []

    def open_window(url: str) -> Page:
        context = browser.new_context(base_url=url, viewport=PHONE, locale="en")  # type: ignore[arg-type]
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


def join(page: Page, number: str, name: str) -> None:
    """Comes in by a code on the phone."""
    page.goto("/login/")
    page.get_by_label("phone number").fill(number)
    page.get_by_role("button", name="Send me a code").click()
    page.wait_for_url("**/login/code/")
    outbox = page.context.new_page()
    outbox.goto("/demo/messages")
    code = re.search(r"\b\d{6}\b", outbox.get_by_role("main").inner_text())
    assert code
    outbox.close()
    page.get_by_label("code").fill(code[0])
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("name").fill(name)
    if page.get_by_label("Year").count():
        page.get_by_label("Year").fill("1999")
    page.get_by_role("button", name="Join").click()
    page.wait_for_url(re.compile(r":\d+/$"))


def compose(page: Page, campaign: str, seed: int) -> str:
    """From the home screen to a picture that is posted; the address of what became of it."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Make").click()
    page.get_by_role("main").get_by_role("link", name=campaign).click()
    page.get_by_role("main").get_by_role("link", name="Make a picture").click()
    photo = FilePayload(name="selfie.jpg", mimeType="image/jpeg", buffer=noisy_photo(seed))
    page.locator("input[name=photo]").set_input_files(photo)
    expect(page.locator("[data-stage]")).to_have_attribute("data-state", "photo")
    page.get_by_role("button", name="Post").click()
    page.wait_for_url("**/compose/posted/**")
    return page.url


def wait_for(page: Page, path: str, text: str) -> None:
    """Opens a page until it says so: what is done is settled a moment later."""
    page.goto(path)
    for _ in range(100):
        if text in page.get_by_role("main").inner_text():
            return
        page.reload()
    raise AssertionError(f"{path} does not say {text!r} but {page.get_by_role('main').inner_text()!r}")


def log_in(page: Page, moderator: tuple[str, str]) -> Page:
    page.goto("/login/")
    page.get_by_label("E-mail address").fill(moderator[0])
    page.get_by_label("Password").fill(moderator[1])
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    page.wait_for_url("**/brand/campaigns/")
    page.goto("/staff/")
    return page


def decide(page: Page, name: str, key: str) -> None:
    """By one key, on the case of this person's picture."""
    page.goto("/staff/")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("figure")).to_contain_text(f"By {name}")
    page.keyboard.press(key)
    expect(page.get_by_role("status").first).to_have_text(re.compile("Approved|Rejected"))


@pytest.mark.parametrize("app", sorted(APPS))
def test_from_a_selfie_to_the_token_and_back(
    world: World, window: Callable[[str], Page], complaints: list[str], app: str
) -> None:
    host, about = f"http://{app}.localhost:{world.port}", APPS[app]
    creator, friend = window(host), window(host)
    join(creator, about.numbers[0], "Sari Wangi")
    outcome = compose(creator, about.campaign, len(app))
    expect(creator.get_by_role("heading", name="Somebody has a look first")).to_be_visible()
    first, second = (log_in(window(world.url), moderator) for moderator in world.moderators)
    decide(first, "Sari Wangi", "a")
    creator.goto(outcome)
    expect(creator.get_by_role("heading", name="It is out")).to_be_visible()
    creator.get_by_role("link", name="See it, and share it").click()
    post = creator.url

    join(friend, about.numbers[1], "Nok Dee")
    friend.goto(post)
    friend.get_by_role("link", name="Sari Wangi").first.click()
    friend.get_by_role("button", name="Follow").click()
    expect(friend.get_by_role("button", name="Following")).to_be_visible()
    friend.goto(post)
    friend.get_by_role("button", name="Like").click()
    wait_for(creator, "/wallet/", f"To spend\n\n{about.like}\n")
    creator.get_by_role("link", name="Earned with a picture").click()
    expect(creator.get_by_role("main")).to_contain_text("Nok Dee likes it")

    friend.goto(post)
    friend.locator("summary").click()
    friend.get_by_role("link", name="Report").click()
    friend.get_by_label("Something dangerous or forbidden").check()
    friend.get_by_role("button", name="Report").click()
    decide(second, "Sari Wangi", "9")
    creator.goto(outcome)
    expect(creator.get_by_role("heading", name="It cannot be shown")).to_be_visible()
    gone = friend.goto(post)
    assert gone
    assert gone.status == 404
    complaints.clear()  # the browser's, of the page that is not there
    creator.get_by_label("Say why").fill("It is a cup of coffee.")
    creator.get_by_role("button", name="Appeal").click()
    expect(creator.get_by_role("status")).to_have_text("Your appeal has arrived.")

    decide(first, "Sari Wangi", "a")
    creator.goto(outcome)
    expect(creator.get_by_role("heading", name="It is out")).to_be_visible()
    friend.goto(post)
    friend.get_by_label("Say something nice").fill("Good morning!")
    friend.get_by_role("button", name="Send").click()
    wait_for(creator, "/wallet/", f"To spend\n\n{about.like + about.comment}\n")
    creator.goto("/activity/")
    expect(creator.get_by_role("region", name="Who follows you")).to_contain_text("Nok Dee new")
