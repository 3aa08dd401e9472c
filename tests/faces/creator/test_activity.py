"""What is new since somebody last looked, and what friends bring into each other's feeds, on both engines."""

import re

from django.db import transaction

from facevalue.faces.creator.accounts_parts import PARTS
from facevalue.kit.clock import now_ms
from facevalue.settlement.queries import figures_of_posts
from facevalue.social.actions import LIKE, SHARE
from tests import cast
from tests.faces.creator.apps import client_of
from tests.faces.creator.village import Village

MARK = '<span class="tab__new">'


def test_a_mark_stays_until_one_has_looked(village: Village) -> None:
    post = village.post("morning", cast.AMARA)
    amara = client_of(cast.AMARA)
    assert MARK not in amara.get("/").content.decode()
    village.follow(cast.CHIDI, cast.AMARA)
    for path in ("/", "/wallet/", "/settings/"):
        assert MARK in amara.get(path).content.decode()
    assert MARK not in client_of(cast.BUDI).get("/").content.decode()
    page = amara.get("/activity/").content.decode()
    assert MARK not in page
    assert re.search(r"<b>Chidi</b> <span class=\"pill\">new</span>", page)
    assert MARK not in amara.get("/").content.decode()
    village.engage(cast.CHIDI, post, LIKE)
    assert MARK in amara.get("/").content.decode()
    again = amara.get("/activity/").content.decode()
    assert "<b>Chidi</b></span>" in again, "still there, and no longer new"
    assert MARK not in amara.get("/").content.decode()


def test_looking_is_enough_also_when_the_newest_follower_has_gone(village: Village) -> None:
    post = village.post("morning", cast.AMARA)
    for person in (cast.CHIDI, cast.EMEKA):
        village.follow(person, cast.AMARA)
    amara = client_of(cast.AMARA)
    amara.get("/activity/")
    client_of(cast.EMEKA).post(f"/u/{cast.AMARA}/follow/", {"undo": "1"})
    village.work()
    village.engage(cast.CHIDI, post, LIKE)
    assert MARK in amara.get("/").content.decode()
    amara.get("/activity/")
    assert MARK not in amara.get("/").content.decode()
    village.follow(cast.BUDI, cast.AMARA)
    assert MARK in amara.get("/").content.decode()


def test_followers_are_followed_back_where_they_are_shown(village: Village) -> None:
    village.follow(cast.CHIDI, cast.AMARA)
    village.follow(cast.BUDI, cast.AMARA)
    amara = client_of(cast.AMARA)
    page = amara.get("/activity/").content.decode()
    assert page.index("<b>Budi</b>") < page.index("<b>Chidi</b>"), "the newest first"
    assert f'action="/u/{cast.CHIDI}/follow/"' in page
    amara.post(f"/u/{cast.CHIDI}/block/")
    village.work()
    assert "<b>Chidi</b>" not in amara.get("/activity/").content.decode()


def test_a_friends_share_is_in_the_feed_and_counts_as_theirs(village: Village) -> None:
    post = village.post("morning", cast.AYU)
    village.follow(cast.BUDI, cast.CHIDI)
    client_of(cast.CHIDI).post(f"/p/{post}/share/")
    village.work()
    budi = client_of(cast.BUDI)
    page = budi.get("/").content.decode()
    assert "Chidi shared this" in page
    assert f'<input type="hidden" name="via" value="{cast.CHIDI}">' in page
    assert f'href="/p/{post}?via={cast.CHIDI}"' in page
    assert "shared this" not in client_of(cast.DEWI).get("/").content.decode()
    budi.post(f"/p/{post}/like/", {"via": cast.CHIDI})
    village.work()
    with village.network.lent() as (db, _):
        figures = figures_of_posts(db, [post])[post]
    assert (figures.likes, figures.shares, figures.beyond) == (1, 1, 2)
    taken_back = client_of(cast.CHIDI).post(f"/p/{post}/share/", {"undo": "1"}, follow=True).content.decode()
    assert 'name="undo"' not in taken_back
    assert "shared this" not in budi.get("/").content.decode()


def test_what_one_shared_is_exported_and_goes_with_one(village: Village) -> None:
    post = village.post("morning", cast.AYU)
    village.engage(cast.CHIDI, post, SHARE)
    (part,) = (part for part in PARTS if part.name == "social")
    assert [each["post"] for each in part.export(cast.CHIDI)["shares"]] == [str(post)]
    with transaction.atomic():
        part.forget(cast.CHIDI, now_ms())
    assert part.export(cast.CHIDI)["shares"] == []
