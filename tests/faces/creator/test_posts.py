"""Posts, what is said about them, and what people do, on both engines."""

import re

import pytest
from django.test import Client

from tests import cast
from tests.faces.creator.apps import client_of
from tests.faces.creator.village import Village

ENGLISH = {"Accept-Language": "en"}


def _page(browser: Client, path: str) -> str:
    answer = browser.get(path, headers=ENGLISH)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def test_ones_own_network_comes_first(village: Village) -> None:
    village.post("morning", cast.AYU)
    village.post("noon", cast.LINH)
    browser = client_of(cast.BUDI)
    order = re.findall(r"(\w+) by the sea", _page(browser, "/"))
    assert order == ["noon", "morning"]
    village.follow(cast.BUDI, cast.AYU)
    assert re.findall(r"(\w+) by the sea", _page(browser, "/")) == ["morning", "noon"]


def test_the_feed_goes_on(village: Village) -> None:
    for number in range(10):
        village.post(f"picture{number}", cast.AYU)
    browser = client_of(cast.BUDI)
    first = _page(browser, "/")
    after = re.search(r'href="(\?before=[^"]+)"', first)
    assert after
    second = browser.get(f"/{after.group(1)}", headers={"X-Fragment": "1"}).content.decode()
    assert "<html" not in second
    found = [re.findall(r"(picture\d) by the sea", page) for page in (first, second)]
    assert found == [[f"picture{number}" for number in range(9, 1, -1)], ["picture1", "picture0"]]
    assert "?before=" not in second


def test_a_post_is_shown_in_its_own_app_alone(village: Village, senyum: Client, sabai: Client) -> None:
    ours, theirs = village.post("ours", cast.AYU), village.post("theirs", cast.MALI, cast.SABAI)
    for path in ("", "/comments/", "/share/"):
        assert senyum.get(f"/p/{ours}{path}").status_code == 200
        assert senyum.get(f"/p/{theirs}{path}").status_code == 404
        assert sabai.get(f"/p/{ours}{path}").status_code == 404
    ayu = client_of(cast.BUDI, "sabai.localhost")
    assert ayu.post(f"/p/{ours}/like/").status_code == 404
    assert "theirs by the sea" not in _page(senyum, "/")


def test_a_like_is_shown_at_once_and_pays(village: Village) -> None:
    post = village.post("morning", cast.AYU)
    village.follow(cast.BUDI, cast.AYU)
    browser = client_of(cast.BUDI)
    answer = browser.post(f"/p/{post}/like/", {"next": "/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert 'aria-pressed="true"' in _page(browser, f"/p/{post}")
    village.work()
    assert "<span data-count>1</span>" in _page(browser, f"/p/{post}")
    in_background = browser.post(f"/p/{post}/like/", {"undo": "1"}, headers={"X-Fragment": "1"})
    assert (in_background.status_code, in_background.content) == (204, b"")
    assert 'aria-pressed="false"' in _page(browser, f"/p/{post}")
    village.work()
    assert "<span data-count>0</span>" in _page(browser, f"/p/{post}")


def test_a_form_leads_to_our_own_pages_alone(village: Village) -> None:
    post = village.post("morning", cast.AYU)
    answer = client_of(cast.BUDI).post(f"/p/{post}/like/", {"next": "https://evil.example/"})
    assert answer.headers["Location"] == f"/p/{post}"


def test_whoever_is_not_logged_in_is_asked_to(village: Village, senyum: Client) -> None:
    post = village.post("morning", cast.AYU)
    page = _page(senyum, f"/p/{post}?via={cast.DEWI}")
    assert f"/login/?next=/p/{post}%3Fvia%3D{cast.DEWI}" in page
    for path in (f"/p/{post}/like/", f"/p/{post}/comment/", f"/p/{post}/share/", f"/u/{cast.AYU}/follow/"):
        answer = senyum.post(path)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/login/?next=")


def test_what_people_say(village: Village) -> None:
    post = village.post("morning", cast.AYU)
    budi, dewi = client_of(cast.BUDI), client_of(cast.DEWI)
    budi.post(f"/p/{post}/comment/", {"text": "<script>alert(1)</script> Enak!", "key": "once-and-only"})
    budi.post(f"/p/{post}/comment/", {"text": "<script>alert(1)</script> Enak!", "key": "once-and-only"})
    page = _page(dewi, f"/p/{post}/comments/")
    assert page.count("Enak!") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Enak!" in page
    assert "/delete/" not in page
    delete = re.search(r'action="([^"]+/delete/)"', _page(budi, f"/p/{post}/comments/"))
    assert delete
    assert dewi.post(delete.group(1)).status_code == 404
    assert budi.post(delete.group(1)).status_code == 302
    assert "Enak!" not in _page(dewi, f"/p/{post}/comments/")


@pytest.mark.parametrize("text", ["You are a bitch", "Write to me: ayu@mail.example", "Call +62 812 3456 7001"])
def test_a_comment_that_hurts_or_gives_an_address_away_is_not_shown(village: Village, text: str) -> None:
    post = village.post("morning", cast.AYU)
    answer = client_of(cast.BUDI).post(f"/p/{post}/comment/", {"text": text}, follow=True, headers=ENGLISH)
    assert "Say it in another way." in answer.content.decode()
    assert text not in _page(client_of(cast.DEWI), f"/p/{post}/comments/")


def test_an_empty_comment_is_refused_with_a_word(village: Village) -> None:
    post = village.post("morning", cast.AYU)
    answer = client_of(cast.BUDI).post(f"/p/{post}/comment/", {"text": "  "}, follow=True, headers=ENGLISH)
    assert "notice--error" in answer.content.decode()


def test_a_shared_link_carries_who_shared_it(village: Village) -> None:
    post = village.post("morning", cast.AYU)
    budi = client_of(cast.BUDI)
    answer = budi.post(f"/p/{post}/share/", follow=True, headers=ENGLISH)
    link = f"http://senyum.localhost/p/{post}?via={cast.BUDI}"
    assert link in answer.content.decode()
    village.work()
    page = _page(client_of(cast.DEWI), f"/p/{post}?via={cast.BUDI}")
    assert f'name="via" value="{cast.BUDI}"' in page
    assert f"/p/{post}/comments/?via={cast.BUDI}" in page


def test_a_link_shows_itself_where_it_is_given_on(village: Village, senyum: Client) -> None:
    post = village.post("morning", cast.AYU)
    page = _page(senyum, f"/p/{post}")
    assert '<meta property="og:description" content="#ad morning by the sea">' in page
    assert f'<meta property="og:url" content="http://senyum.localhost/p/{post}">' in page


def test_the_label_stands_on_every_post(village: Village, senyum: Client) -> None:
    post = village.post("morning", cast.AYU)
    for path in ("/", f"/p/{post}"):
        assert re.search(r'<b class="ad">#ad</b> morning by the sea', _page(senyum, path))
