"""What people have, and why, on both engines."""

import re

from django.test import Client

from facevalue.social.actions import COMMENT, LIKE
from tests import cast
from tests.faces.creator import apps
from tests.faces.creator.apps import client_of
from tests.faces.creator.village import Village

ENGLISH = {"Accept-Language": "en"}


def _words(browser: Client, path: str) -> str:
    answer = browser.get(path, headers=ENGLISH)
    assert answer.status_code == 200, (path, answer.status_code)
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2]).split())


def _earn(village: Village) -> int:
    """Chidi, who follows Amara, likes her picture and comments on it, each settled by itself."""
    post = village.post("morning", cast.AMARA)
    village.follow(cast.CHIDI, cast.AMARA)
    village.engage(cast.CHIDI, post, LIKE)
    village.engage(cast.CHIDI, post, COMMENT, text="Beautiful!")
    return post


def test_an_empty_wallet_says_how_to_fill_it(village: Village) -> None:
    assert "Your first token comes when somebody who follows you" in _words(client_of(cast.AMARA), "/wallet/")


def test_every_token_has_a_receipt(village: Village) -> None:
    post = _earn(village)
    amara = client_of(cast.AMARA)
    words = _words(amara, "/wallet/")
    assert "To spend 130 tokens" in words
    assert words.count("Earned with a picture") == 2
    receipts = re.findall(r'href="(/wallet/\d+/)"', amara.get("/wallet/").content.decode())
    told = [_words(amara, receipt) for receipt in receipts]
    assert "Chidi says something · the picture in your own network: earned" in told[0]
    assert "+80" in told[0]
    assert "Chidi likes it · the picture in your own network: earned" in told[1]
    assert "Kopi Nusantara · Ramadan frames What the campaign pays a like 50 a comment 80 a share 120" in told[1]
    assert "what the brand pays the app on top 10%" in told[1]
    assert "Earned with a picture: 50" in told[1]
    assert f'href="/p/{post}"' in amara.get(receipts[1]).content.decode()


def test_amounts_are_shown_in_the_apps_currency(village: Village) -> None:
    _earn(village)
    apps.change(cast.SENYUM, currency="USD")
    assert "about $0.01" in _words(client_of(cast.AMARA), "/wallet/")


def test_a_receipt_is_its_owners_alone(village: Village) -> None:
    _earn(village)
    receipts = re.findall(r'href="(/wallet/\d+/)"', client_of(cast.AMARA).get("/wallet/").content.decode())
    transfer = int(receipts[0].split("/")[2])
    for person in (cast.CHIDI, cast.AYU, cast.PUTRI):
        browser = client_of(person)
        assert [browser.get(receipt).status_code for receipt in receipts] == [404, 404]
        assert browser.get(f"/wallet/?before={transfer}").status_code == 200, "there is no account to look into"
    assert Client(SERVER_NAME="senyum.localhost").get(receipts[0]).status_code == 302


def test_anothers_place_in_a_history_is_none(village: Village) -> None:
    _earn(village)
    other = village.post("noon", cast.LINH)
    village.follow(cast.CHIDI, cast.LINH)
    village.engage(cast.CHIDI, other, LIKE)
    receipts = re.findall(r'href="/wallet/(\d+)/"', client_of(cast.LINH).get("/wallet/").content.decode())
    assert client_of(cast.AMARA).get(f"/wallet/?before={receipts[0]}").status_code == 404


def test_what_happened_lately(village: Village) -> None:
    assert "Nothing has happened yet" in _words(client_of(cast.AMARA), "/activity/")
    post = _earn(village)
    village.engage(cast.DEWI, post, LIKE)
    words = _words(client_of(cast.AMARA), "/activity/")
    assert words.index("Dewi likes it") < words.index("Chidi says something") < words.index("Chidi likes it")
    assert "does not follow you: free for the brand" in words
    assert "+50" in words
    assert "Nothing has happened yet" in _words(client_of(cast.AMARA, "sabai.localhost"), "/activity/"), "it was in Senyum"


def test_private_pages_are_kept_by_nobody(village: Village) -> None:
    _earn(village)
    amara = client_of(cast.AMARA)
    receipt = re.findall(r'href="(/wallet/\d+/)"', amara.get("/wallet/").content.decode())[0]
    for path in ("/wallet/", receipt, "/activity/"):
        assert "no-store" in amara.get(path).headers["Cache-Control"], path
