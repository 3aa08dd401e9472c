"""What a creator sees happen on a post of their own, on both engines."""

import re

from facevalue.social.actions import LIKE, SHARE
from tests import cast
from tests.faces.creator.apps import client_of
from tests.faces.creator.village import Village

ENGLISH = {"Accept-Language": "en"}


def _words(page: str) -> str:
    """Without how long ago it was, which goes on."""
    return re.sub(r" · \d+ sec\. ago", "", " ".join(re.sub(r"<[^>]+>", " ", page).split()))


def test_a_creator_sees_what_earns_and_what_travels_for_free(village: Village) -> None:
    post = village.post("morning", cast.AMARA)
    village.follow(cast.CHIDI, cast.AMARA)
    amara = client_of(cast.AMARA)
    first = amara.get(f"/p/{post}/live/", headers=ENGLISH)
    assert "Nobody has reacted yet" in first.content.decode()
    assert amara.get(f"/p/{post}/live/?after={first.headers['X-Version']}").status_code == 204
    village.engage(cast.CHIDI, post, SHARE)
    village.engage(cast.EMEKA, post, LIKE, via=cast.CHIDI)
    village.engage(cast.DEWI, post, LIKE)
    news = amara.get(f"/p/{post}/live/?after={first.headers['X-Version']}", headers=ENGLISH)
    assert news.status_code == 200
    words = _words(news.content.decode())
    for expected in (
        "tokens 120 by your own people 1 further, for free 2",
        "On the post itself 2 Through 1 share 1",
        "Dewi likes it does not follow you: free for the brand",
        "Emeka likes it through somebody&#x27;s share: free for the brand",
        "Chidi shares it in your own network: earned",
        "+120",
    ):
        assert expected in words
    assert words in _words(amara.get(f"/p/{post}", headers=ENGLISH).content.decode())


def test_nobody_else_sees_it(village: Village) -> None:
    post = village.post("morning", cast.AYU)
    for person in (cast.BUDI, cast.LINH):
        browser = client_of(person)
        assert browser.get(f"/p/{post}/live/").status_code == 404
        assert "data-live" not in browser.get(f"/p/{post}").content.decode()
    assert client_of(cast.AYU, "sabai.localhost").get(f"/p/{post}/live/").status_code == 404
