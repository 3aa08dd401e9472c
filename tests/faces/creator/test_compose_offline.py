"""Composing without signal, in a real browser: kept, sent once, and nobody else's."""

from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, expect

from tests.faces.creator.compose_fixtures import Open, browser, complaints, server, visit
from tests.faces.creator.compose_phone import add_sticker, choose, flaws, noisy_photo, open_composer, post, rows
from tests.faces.creator.compose_server import Stage

__all__ = ["browser", "complaints", "server", "visit"]
CONNECTION_ERRORS = ("net::ERR", "Failed to load resource", "Failed to fetch")


@pytest.fixture
def phone(visit: Open, server: Stage, complaints: list[str]) -> Page:
    """A phone that has been in the composer once, and so has it without a network too."""
    page = visit()
    open_composer(page, server)
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    page.goto("/")
    return page


def forgive(complaints: list[str]) -> None:
    """That there was no network is no flaw."""
    complaints[:] = [complaint for complaint in complaints if not any(error in complaint for error in CONNECTION_ERRORS)]


def submissions(server: Stage) -> int:
    count: int = rows(server, "SELECT count(*) FROM trust_submission")[0][0]
    return count


def test_a_post_waits_for_the_network(phone: Page, server: Stage, complaints: list[str]) -> None:
    before = submissions(server)
    server.network.down()
    phone.context.set_offline(True)
    open_composer(phone, server)
    choose(phone, noisy_photo(20))
    add_sticker(phone)
    phone.get_by_label("Caption").fill("From the bus")
    phone.get_by_role("button", name="Post").click()
    phone.wait_for_url("**/compose/queue/")
    expect(phone.get_by_text("From the bus")).to_be_visible()
    expect(phone.get_by_text("There is no network.")).to_be_visible()
    expect(phone.get_by_role("region", name="You can use these").get_by_role("link", name="Pagi Bersama")).to_be_visible()
    assert flaws(phone) == []
    phone.goto("/")
    expect(phone.get_by_text("This is how the page was when you last saw it.")).to_be_visible()
    assert flaws(phone) == []
    phone.get_by_role("link", name="1 waiting to be sent").click()
    server.network.up()
    phone.context.set_offline(False)
    expect(phone.get_by_text("Nothing waits")).to_be_visible()
    phone.get_by_role("region", name="Posted lately").get_by_role("link", name="Pagi Bersama").first.click()
    phone.wait_for_url("**/compose/posted/**")
    assert submissions(server) == before + 1
    forgive(complaints)


def test_the_worker_sends_when_every_page_is_closed(phone: Page, server: Stage, complaints: list[str]) -> None:
    before = submissions(server)
    browser_wide = phone.context.new_cdp_session(phone)
    registrations: list[str] = []
    browser_wide.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(found["registrationId"] for found in event["registrations"]),
    )
    browser_wide.send("ServiceWorker.enable")
    server.network.down()
    open_composer(phone, server)
    choose(phone, noisy_photo(21))
    phone.get_by_role("button", name="Post").click()
    phone.wait_for_url("**/compose/queue/")
    server.network.up()
    tag = {"origin": server.url, "registrationId": registrations[-1], "tag": "facevalue-queue", "lastChance": False}
    browser_wide.send("ServiceWorker.dispatchSyncEvent", tag)
    expect(phone.get_by_text("Nothing waits")).to_be_visible()
    assert submissions(server) == before + 1
    forgive(complaints)


def test_pressing_twice_posts_once(phone: Page, server: Stage) -> None:
    before = submissions(server)
    open_composer(phone, server)
    choose(phone, noisy_photo(22))
    phone.evaluate("const button = document.querySelector('.composer__post button'); button.click(); button.click()")
    phone.wait_for_url("**/compose/posted/**")
    assert submissions(server) == before + 1


def test_what_waits_is_its_own_accounts(phone: Page, server: Stage, complaints: list[str]) -> None:
    before = submissions(server)
    server.network.down()
    open_composer(phone, server)
    choose(phone, noisy_photo(23))
    phone.get_by_label("Caption").fill("For Amara's eyes")
    phone.get_by_role("button", name="Post").click()
    phone.wait_for_url("**/compose/queue/")
    server.network.up()
    phone.context.clear_cookies()
    phone.context.add_cookies([{"name": "sessionid", "value": server.about["chidi"], "url": server.url}])
    phone.goto("/")
    phone.goto("/compose/queue/")
    expect(phone.get_by_text("Nothing waits")).to_be_visible()
    kept = phone.evaluate("caches.keys().then((names) => names.filter((name) => name.startsWith('pages')))")
    assert len(kept) == 1
    assert submissions(server) == before
    server.network.down()
    open_composer(phone, server)
    expect(phone.get_by_text("There is no network right now")).to_be_visible()
    server.network.up()
    phone.context.add_cookies([{"name": "sessionid", "value": server.about["amara"], "url": server.url}])
    phone.goto("/")
    phone.goto("/compose/queue/")
    expect(phone.get_by_role("region", name="Posted lately").get_by_role("link")).to_be_visible()
    assert submissions(server) == before + 1
    forgive(complaints)


def test_whoever_logs_out_leaves_no_pages_behind(phone: Page, server: Stage, complaints: list[str]) -> None:
    phone.context.clear_cookies()
    phone.goto("/")
    server.network.down()
    open_composer(phone, server)
    expect(phone.get_by_text("There is no network right now")).to_be_visible()
    phone.goto("/")
    expect(phone.get_by_role("link", name="Log in")).to_be_visible()
    forgive(complaints)


def test_what_is_refused_says_why_and_can_go(phone: Page, server: Stage, complaints: list[str]) -> None:
    open_composer(phone, server)
    choose(phone, b"not a photo at all", "IMG_2.HEIC", "image/heic")
    phone.get_by_role("button", name="Post").click()
    phone.wait_for_url("**/compose/queue/")
    waiting = phone.get_by_role("region", name="Waiting to be sent").get_by_role("listitem")
    expect(waiting.locator(".problem")).not_to_be_empty()
    with phone.expect_response(lambda response: response.status == 422):
        waiting.get_by_role("button", name="Try again").click()
    expect(waiting.locator(".problem")).not_to_be_empty()
    phone.once("dialog", lambda dialog: dialog.accept())
    waiting.get_by_role("button", name="Delete").click()
    expect(phone.get_by_text("Nothing waits")).to_be_visible()
    complaints[:] = [complaint for complaint in complaints if "422" not in complaint]


def test_half_a_page_does_not_replace_a_kept_one(phone: Page, server: Stage, complaints: list[str]) -> None:
    for count in (1_200, 1_800, 2_500):
        server.network.fail_after(count)
        with suppress(Error):
            open_composer(phone, server)
    server.network.down()
    open_composer(phone, server)
    choose(phone, noisy_photo(25))
    server.network.up()
    post(phone)
    forgive(complaints)


def test_nobody_waits_long_for_a_slow_network(phone: Page, server: Stage) -> None:
    open_composer(phone, server)
    server.network.hold()
    open_composer(phone, server)
    choose(phone, noisy_photo(24))
    server.network.up()
    post(phone)
