"""The composer within a partner's page, whose origin is another, in a real browser."""

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.faces.creator.compose_fixtures import Open, browser, complaints, server, visit
from tests.faces.creator.compose_phone import choose_in, flaws, noisy_photo, rows
from tests.faces.creator.compose_server import PARTNER, Stage

__all__ = ["browser", "complaints", "server", "visit"]
PAGE = """<!doctype html><html lang="en"><title>A partner's page</title><script>
window.heard = [];
for (const name of ["ready", "composed", "published"])
  document.addEventListener("facevalue-" + name, (event) => heard.push([name, event.detail]));
</script><script src="{app}/studio.js" defer></script>
<h1>Our shop</h1><facevalue-studio campaign="{campaign}" label="Composer"></facevalue-studio>"""


@pytest.fixture
def partner(visit: Open, server: Stage) -> Page:
    """A phone on the page of a partner."""
    server.site.html = PAGE.replace("{app}", server.url).replace("{campaign}", str(server.about["campaign"]))
    page = visit()
    page.goto(server.site.url(PARTNER))
    return page


def connect(page: Page) -> FrameLocator:
    """Agrees that the partner's page posts."""
    frame = page.frame_locator("iframe")
    with page.expect_popup() as opened:
        frame.get_by_role("button", name="Go on with Senyum").click()
    window = opened.value
    expect(window.get_by_text(PARTNER)).to_be_visible()
    assert flaws(window) == []
    with window.expect_event("close"):
        window.get_by_role("button", name="Allow").click()
    return frame


def test_a_partners_visitor_posts(partner: Page, server: Stage) -> None:
    before = rows(server, "SELECT count(*) FROM trust_submission")
    expect(partner.frame_locator("iframe").get_by_role("button", name="Post")).to_be_hidden()
    frame = connect(partner)
    expect(frame.locator("[data-as]")).to_have_text("Amara")
    choose_in(frame, noisy_photo(40))
    frame.get_by_label("Caption").fill("From a shop")
    partner.wait_for_function("document.querySelector('iframe').offsetHeight > 700")
    frame.get_by_role("button", name="Post").click()
    partner.wait_for_function("heard.length === 3")
    campaign = str(server.about["campaign"])
    (first, about), (second, _), (third, published) = partner.evaluate("heard")
    assert (first, second, third) == ("ready", "composed", "published")
    assert about == {"campaign": campaign}
    assert published["url"].startswith(server.url)
    assert "token" not in str(partner.evaluate("heard"))
    assert rows(server, "SELECT count(*) FROM trust_submission")[0][0] == before[0][0] + 1
    assert partner.context.cookies(server.site.url(PARTNER)) == []


def test_strangers_get_an_empty_frame(partner: Page, server: Stage, complaints: list[str]) -> None:
    partner.goto(server.site.url("stranger.localhost"))
    partner.wait_for_function("document.querySelector('iframe')")
    for frame in partner.frames[1:]:
        frame.wait_for_load_state()
        assert "data-compose" not in frame.content()
    assert partner.evaluate("heard") == []
    complaints.clear()


def test_nobody_else_speaks_for_the_frame(partner: Page) -> None:
    partner.wait_for_function("heard.length === 1")
    partner.evaluate("postMessage({facevalue: 'published', detail: {}}, '*')")
    partner.evaluate("postMessage({facevalue: 'resize', height: 99999}, '*')")
    partner.evaluate("new Promise((resolve) => setTimeout(resolve))")
    assert partner.evaluate("heard.length") == 1


def test_nobody_else_hands_a_key_over(partner: Page) -> None:
    partner.wait_for_function("heard.length === 1")
    frame = partner.frame_locator("iframe")
    with partner.expect_popup() as opened:
        frame.get_by_role("button", name="Go on with Senyum").click()
    partner.evaluate("frames[0].postMessage({token: 'forged', account: 'x', name: 'Mallory'}, '*')")
    opened.value.close()
    expect(frame.get_by_role("button", name="Go on with Senyum")).to_be_visible()
    expect(frame.locator("[data-as]")).to_be_empty()
