"""The whole way of two people on their phones, in both apps of a demo that is served as anybody serves it: sign up, compose,
post; somebody likes, tokens come; staff reject, they are gone; an appeal, and they are back to the unit."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from tests.faces.steps import World, compose, decide, join, log_in, wait_for


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


@pytest.mark.parametrize("app", sorted(APPS))
def test_from_a_selfie_to_the_token_and_back(
    world: World, window: Callable[[str], Page], complaints: list[str], app: str
) -> None:
    host, about = f"http://{app}.localhost:{world.port}", APPS[app]
    creator, friend = window(host), window(host)
    join(creator, about.numbers[0], "Sari Wangi")
    outcome = compose(creator, about.campaign, len(app))
    expect(creator.get_by_role("heading", name="Somebody has a look first")).to_be_visible()
    first, second = (log_in(window(world.url), moderator) for moderator in world.logins["moderator"])
    decide(first, "Sari Wangi", "Approve")
    creator.goto(outcome)
    expect(creator.get_by_role("heading", name="It is out")).to_be_visible()
    creator.get_by_role("link", name="See it, and share it").click()
    creator.wait_for_url("**/p/*")
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
    expect(friend.get_by_role("status")).to_be_visible()
    decide(second, "Sari Wangi", "Dangerous")
    creator.goto(outcome)
    expect(creator.get_by_role("heading", name="It cannot be shown")).to_be_visible()
    gone = friend.goto(post)
    assert gone
    assert gone.status == 404
    complaints.clear()  # the browser's, of the page that is not there
    creator.get_by_label("Say why").fill("It is a cup of coffee.")
    creator.get_by_role("button", name="Appeal").click()
    expect(creator.get_by_role("status")).to_have_text("Your appeal has arrived.")

    decide(first, "Sari Wangi", "Approve")
    creator.goto(outcome)
    expect(creator.get_by_role("heading", name="It is out")).to_be_visible()
    friend.goto(post)
    friend.get_by_label("Say something nice").fill("Good morning!")
    friend.get_by_role("button", name="Send").click()
    wait_for(creator, "/wallet/", f"To spend\n\n{about.like + about.comment}\n")
    creator.goto("/activity/")
    expect(creator.get_by_role("region", name="Who follows you")).to_contain_text("Nok Dee new")
