"""Whose posts somebody sees, in which order."""

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facevalue.kit.db import wrap
from facevalue.social import actions, queries
from facevalue.social.ingest import records
from facevalue.social.queries import START, Place
from tests.cast import AMARA, AYU, BUDI, CHIDI, LINH, MALI, SABAI, SENYUM
from tests.social.town import AT, FOLLOW, UNFOLLOW, Town


def seen(town: Town, person: int = BUDI, limit: int = 20, app: int = SENYUM) -> list[str]:
    """The names of all posts of a feed, read page by page."""
    return [name for page in pages(town, person, limit, app) for name in page]


def pages(town: Town, person: int, limit: int, app: int = SENYUM) -> Iterator[list[str]]:
    names, place = {post: name for name, post in town.posts.items()}, START
    while True:
        page = queries.feed(town.db, person, app, place, limit, AT)
        yield [names[content.post] for content in page.posts]
        if page.next is None:
            return
        place = Place.parse(str(page.next))
        assert place == page.next


def share(town: Town, person: int, name: str, after_ms: int = 0, *, undo: bool = False, key: str = "") -> None:
    """After the last post."""
    key = key or f"{town.posts[name]}-{undo}-{after_ms}"
    actions.engage(town.db, town.log, town.posts[name], actions.SHARE, person, 0, SENYUM, key, town.clock + after_ms, undo=undo)


@pytest.fixture
def posts(town: Town) -> Town:
    """Ayu, Linh and Amara post in turn, twice."""
    for number, (name, creator) in product((1, 2), (("ayu", AYU), ("linh", LINH), ("amara", AMARA))):
        town.post(f"{name} {number}", creator)
    return town


def test_the_own_network_comes_first_then_the_others(posts: Town) -> None:
    posts.settle_edges((FOLLOW, AYU, BUDI), (records.FRIEND, LINH, BUDI))
    expected = ["linh 2", "ayu 2", "linh 1", "ayu 1", "amara 2", "amara 1"]
    for limit in (1, 2, 3, 4, 5, 6, 7):
        assert seen(posts, limit=limit) == expected
    assert seen(posts, CHIDI) == ["amara 2", "linh 2", "ayu 2", "amara 1", "linh 1", "ayu 1"]
    assert seen(posts, AYU)[:2] == ["ayu 2", "ayu 1"], "what one has posted is there at once"


def test_each_app_has_its_own(posts: Town) -> None:
    posts.post("elsewhere", AYU, SABAI)
    posts.settle_edges((FOLLOW, AYU, BUDI))
    assert "elsewhere" not in seen(posts)
    assert seen(posts, app=SABAI) == ["elsewhere"]


def test_a_follow_counts_at_once(posts: Town) -> None:
    actions.follow(posts.db, posts.log, BUDI, AYU, AT)
    assert seen(posts)[:2] == ["ayu 2", "ayu 1"]
    assert queries.is_following(posts.db, BUDI, AYU, AT)
    posts.settle_edges((FOLLOW, AYU, BUDI))
    actions.unfollow(posts.db, posts.log, BUDI, AYU, AT)
    assert seen(posts)[:2] == ["amara 2", "linh 2"]
    assert queries.follows(posts.db, BUDI, AT) == []
    assert queries.follows(posts.db, BUDI, AT + queries.RECENT_MS + 1) == [AYU], "as settled, had it not been heard"


def test_what_those_one_follows_share_is_among_it(posts: Town) -> None:
    posts.settle_edges((FOLLOW, AYU, BUDI), (FOLLOW, CHIDI, BUDI))
    share(posts, CHIDI, "linh 1", after_ms=-2_500)
    share(posts, MALI, "amara 1")
    assert seen(posts) == ["ayu 2", "linh 1", "ayu 1", "amara 2", "linh 2", "amara 1"], "where it was shared, and once"
    assert seen(posts, limit=1) == seen(posts)
    assert queries.feed(posts.db, BUDI, SENYUM, START, 20, AT).via == {posts.posts["linh 1"]: CHIDI}
    assert seen(posts, CHIDI)[0] == "amara 2", "not in one's own"
    share(posts, CHIDI, "linh 1", undo=True)
    share(posts, CHIDI, "ayu 1", after_ms=1)
    assert seen(posts) == ["ayu 2", "ayu 1", "amara 2", "linh 2", "amara 1", "linh 1"]
    assert queries.feed(posts.db, BUDI, SENYUM, START, 20, AT).via == {}, "whom one follows needs nobody's share"


def test_a_share_is_told_by_whoever_shared_last_and_for_a_week(posts: Town) -> None:
    posts.settle_edges((FOLLOW, MALI, BUDI), (FOLLOW, CHIDI, BUDI))
    share(posts, CHIDI, "linh 1")
    share(posts, MALI, "linh 1", after_ms=1)
    share(posts, CHIDI, "linh 1", after_ms=2)
    linh = posts.posts["linh 1"]
    assert queries.feed(posts.db, BUDI, SENYUM, START, 20, posts.clock).via == {linh: MALI}, "Chidi's first one counts"
    assert queries.feed(posts.db, BUDI, SENYUM, START, 20, posts.clock + 1 + queries.SHARED_MS).via == {}
    assert seen(posts).count("linh 1") == 1


def test_an_old_share_that_comes_again_revives_nothing(posts: Town) -> None:
    posts.settle_edges((FOLLOW, CHIDI, BUDI))
    share(posts, CHIDI, "linh 1", key="first")
    share(posts, CHIDI, "linh 1", undo=True)
    share(posts, CHIDI, "linh 1", key="first")
    assert queries.feed(posts.db, BUDI, SENYUM, START, 20, AT).via == {}
    assert queries.shares_by(posts.db, CHIDI) == []


def test_who_is_kept_apart_is_not_shared_either(posts: Town) -> None:
    posts.settle_edges((FOLLOW, CHIDI, BUDI))
    for name in ("linh 1", "amara 1", "ayu 1"):
        share(posts, CHIDI, name)
    posts.settle_block(LINH, BUDI)
    actions.block(posts.db, posts.log, BUDI, AMARA, AT)
    actions.hide(posts.db, posts.posts["ayu 1"])
    assert queries.feed(posts.db, BUDI, SENYUM, START, 20, AT).via == {}
    with posts.db.transaction():
        actions.show(posts.db, posts.posts["ayu 1"])
    assert queries.feed(posts.db, BUDI, SENYUM, START, 20, AT).via == {posts.posts["ayu 1"]: CHIDI}
    posts.settle_block(0, CHIDI)
    assert queries.feed(posts.db, BUDI, SENYUM, START, 20, AT).via == {}
    assert "ayu 1" in seen(posts), "it is there as anybody's, when nobody whom one sees has shared it"
    with posts.db.transaction():
        actions.forget(posts.db, CHIDI)
    assert queries.feed(posts.db, BUDI, SENYUM, START, 20, AT).via == {}


def test_what_is_hidden_or_behind_a_block_is_not_seen(posts: Town) -> None:
    posts.settle_edges((FOLLOW, AYU, BUDI), (FOLLOW, LINH, BUDI))
    actions.hide(posts.db, posts.posts["ayu 2"])
    assert seen(posts) == ["linh 2", "linh 1", "ayu 1", "amara 2", "amara 1"]
    posts.settle_block(LINH, BUDI)
    assert seen(posts) == ["ayu 1", "amara 2", "amara 1"]
    actions.block(posts.db, posts.log, BUDI, AMARA, AT)
    assert seen(posts) == ["ayu 1"]
    assert queries.blocked_by(posts.db, BUDI, AT) == [AMARA]
    posts.settle_block(0, AYU)
    assert seen(posts) == []
    assert not queries.posts_of(posts.db, AYU, SENYUM, BUDI, START, 9).posts
    assert queries.posts_of(posts.db, LINH, SENYUM, BUDI, START, 9).posts == []


def test_a_block_ends_following_both_ways(posts: Town) -> None:
    posts.settle_edges((FOLLOW, AYU, BUDI), (FOLLOW, BUDI, AYU))
    assert queries.friends(posts.db, BUDI, [AYU, LINH], AT) == {AYU}
    actions.block(posts.db, posts.log, BUDI, AYU, AT)
    assert not queries.is_following(posts.db, BUDI, AYU, AT)
    assert not queries.is_following(posts.db, AYU, BUDI, AT)
    told = [row[:3] for row in posts.told()]
    assert sorted(told) == sorted(
        [
            (records.BLOCK, BUDI, AYU),
            *((op, creator, fan) for op in (UNFOLLOW, records.UNFRIEND) for creator, fan in ((BUDI, AYU), (AYU, BUDI))),
        ]
    )
    actions.unblock(posts.db, posts.log, BUDI, AYU, AT)
    assert queries.blocked_by(posts.db, BUDI, AT) == []


def test_posts_of_a_creator(posts: Town) -> None:
    actions.hide(posts.db, posts.posts["ayu 1"])
    mine = queries.posts_of(posts.db, AYU, SENYUM, AYU, START, 9)
    assert [(content.post, content.visible) for content in mine.posts] == [
        (posts.posts["ayu 2"], True),
        (posts.posts["ayu 1"], False),
    ]
    theirs = queries.posts_of(posts.db, AYU, SENYUM, 0, START, 9)
    assert [content.post for content in theirs.posts] == [posts.posts["ayu 2"]]


def test_content_is_what_was_written(town: Town) -> None:
    post = town.post("one", AYU, caption="Kopi\u202e pagi <script>")
    found = queries.content(town.db, [post, post + 1])
    assert list(found) == [post]
    assert (found[post].caption, found[post].alt, found[post].visible) == ("Kopi pagi <script>", "one, with a cup", True)
    with town.db.transaction():
        actions.write_content(town.db, found[post])
    assert queries.content(town.db, [post]) == found


def test_places_in_addresses() -> None:
    assert Place.parse("n12-34") == Place(12, 34)
    assert Place.parse("o12-34") == Place(12, 34, of_network=False)
    for broken in ("", "x1-2", "n-1-2", "n1-", "n" + "9" * 99 + "-1", "n1-2\n"):
        assert Place.parse(broken) == START


def test_a_connection_may_be_wrapped_again_and_again(town: Town) -> None:
    posts = [town.post("one", AYU), town.post("two", LINH)]
    for post in posts:
        again = wrap(town.db.raw)
        with town.db.transaction():
            assert list(queries.content(again, [post])) == [post]
        assert list(queries.content(wrap(town.db.raw), posts)) == sorted(posts)
        assert list(queries.content(wrap(town.db.raw), [post])) == [post]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    creators=st.lists(st.sampled_from([AYU, LINH, AMARA, MALI]), max_size=25),
    same_time=st.sets(st.integers(0, 24)),
    followed=st.sets(st.sampled_from([AYU, LINH, AMARA, MALI])),
    shared=st.dictionaries(st.tuples(st.integers(0, 24), st.sampled_from([AYU, MALI])), st.integers(-9_000, 9_000), max_size=8),
    limit=st.integers(1, 6),
)
def test_a_feed_is_a_sorted_list(
    town: Town, creators: list[int], same_time: set[int], followed: set[int], shared: dict[tuple[int, int], int], limit: int
) -> None:
    for table in ("social_content", "social_post", "social_edge", "social_share", "social_tap"):
        town.db.raw.execute(f"DELETE FROM {table}")
    town.posts.clear()
    order = []
    for number, creator in enumerate(creators):
        if number in same_time:
            town.clock -= 1_000
        post = town.post(f"{number}", creator)
        order.append((creator not in followed, -town.clock, -post, f"{number}"))
    for (number, person), after_ms in shared.items():
        if number < len(creators):
            share(town, person, f"{number}", after_ms)
            if person in followed and creators[number] not in followed:
                at = max(town.clock + after_ms, -order[number][1] if not order[number][0] else 0)
                order[number] = (False, -at, *order[number][2:])
    if followed:
        town.settle_edges(*((FOLLOW, creator, BUDI) for creator in followed))
    assert seen(town, limit=limit) == [name for *_, name in sorted(order)]
