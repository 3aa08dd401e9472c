"""What people do on the pages of a served demo, as they do it."""

import re
from dataclasses import dataclass

from playwright.sync_api import FilePayload, Page, expect

from tests.faces.creator.compose_phone import PHONE, noisy_photo

__all__ = ["PHONE", "World", "come_in", "compose", "decide", "join", "log_in", "wait_for"]


@dataclass
class World:
    """`url` of the brands' and staff's pages; by role the addresses and passwords of those who have it; by app the phone
    number of a creator who has posted."""

    url: str
    port: int
    logins: dict[str, list[tuple[str, str]]]
    stars: dict[str, str]


def join(page: Page, number: str, name: str) -> None:
    """Comes in, and if it is the first time in this app, joins it: who is known elsewhere is not asked for a name."""
    come_in(page, number)
    if "/join/" not in page.url:
        return
    if name:
        page.get_by_label("name").fill(name)
    if page.get_by_label("Year").count():
        page.get_by_label("Year").fill("1999")
    page.get_by_role("button", name="Join").click()
    page.wait_for_url(re.compile(r":\d+/$"))


def come_in(page: Page, number: str) -> None:
    """By a code on the phone."""
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
    page.wait_for_url(lambda url: "/login/" not in url)


def compose(page: Page, campaign: str, seed: int) -> str:
    """From the home screen to a picture that is posted; the address of what became of it."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Make").click()
    page.wait_for_url("**/campaigns/")  # the cards at home have links of the same names
    page.get_by_role("main").get_by_role("link", name=campaign).click()
    page.wait_for_url("**/campaigns/*/")
    page.get_by_role("main").get_by_role("link", name="Make a picture").click()
    page.wait_for_url("**/compose/*/")
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


def log_in(page: Page, login: tuple[str, str]) -> Page:
    """Somebody of a brand or of the operator."""
    page.goto("/login/")
    page.get_by_label("E-mail address").fill(login[0])
    page.get_by_label("Password").fill(login[1])
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: "/login/" not in url)
    return page


def decide(page: Page, name: str, verdict: str) -> None:
    """By the button of this name, on the case of this person's picture."""
    page.goto("/staff/")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("figure")).to_contain_text(f"By {name}")
    page.get_by_role("button", name=verdict).click()
    expect(page.get_by_role("status").first).to_have_text(re.compile("Approved|Rejected"))
