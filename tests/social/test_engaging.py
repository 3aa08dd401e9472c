"""What people do in our own apps reaches the log once, whatever is sent again and wherever a process ends."""

import pytest

from facevalue.social import actions, ingest, queries
from facevalue.social.actions import COMMENT, LIKE, SHARE
from facevalue.social.errors import DeliveryConflict, InvalidEngagement, InvalidText, PostNotReady, UnknownComment, UnknownPost
from facevalue.social.ingest import records
from tests.cast import AYU, BUDI, CHIDI, DEWI, SABAI, SENYUM
from tests.social.town import AT, Town


def engage(town: Town, post: int, kind: int, actor: int, key: str = "k1", via: int = 0, **options: object) -> actions.Engaged:
    return actions.engage(town.db, town.log, post, kind, actor, via, SENYUM, key, AT, **options)  # type: ignore[arg-type]


def comments(town: Town, post: int, reader: int = 0) -> list[str]:
    return [comment.text for comment in queries.comments(town.db, post, reader, None, 10, now_ms=AT)]


def test_a_like_is_told_once_for_each_key(town: Town) -> None:
    post = town.post("one", AYU)
    assert not engage(town, post, LIKE, BUDI).repeated
    assert engage(town, post, LIKE, BUDI).repeated
    assert not engage(town, post, LIKE, CHIDI).repeated, "another person's keys are others"
    assert town.told() == [(LIKE, post, BUDI, 0), (LIKE, post, CHIDI, 0)]


def test_a_key_used_for_something_else_is_a_conflict(town: Town) -> None:
    post = town.post("one", AYU)
    engage(town, post, LIKE, BUDI)
    with pytest.raises(DeliveryConflict):
        engage(town, post, SHARE, BUDI)
    assert town.told() == [(LIKE, post, BUDI, 0)]


def test_what_i_did_is_seen_at_once_and_the_last_one_counts(town: Town) -> None:
    post = town.post("one", AYU)
    engage(town, post, LIKE, BUDI, "a")
    assert queries.recent(town.db, BUDI, AT) == {(LIKE, post): True}
    engage(town, post, LIKE, BUDI, "b", undo=True)
    engage(town, post, LIKE, BUDI, "a")  # the first one is sent again, late
    assert queries.recent(town.db, BUDI, AT) == {(LIKE, post): False}
    assert [op for op, *_ in town.told()] == [LIKE, LIKE | records.UNDO]
    assert queries.recent(town.db, BUDI, AT + queries.RECENT_MS + 1) == {}


def test_what_is_sent_again_late_is_no_newer(town: Town) -> None:
    """The undo that came after it is settled by then, and its note forgotten."""
    post, later = town.post("one", AYU), AT + queries.RECENT_MS + 1
    engage(town, post, LIKE, BUDI, "a")
    engage(town, post, LIKE, BUDI, "b", undo=True)
    for _ in range(3):
        assert actions.engage(town.db, town.log, post, LIKE, BUDI, 0, SENYUM, "a", later).repeated
        assert queries.recent(town.db, BUDI, later) == {}


def test_a_link_keeps_whose_share_it_was(town: Town) -> None:
    post = town.post("one", AYU)
    engage(town, post, SHARE, BUDI)
    engage(town, post, LIKE, CHIDI, via=BUDI)
    engage(town, post, LIKE, DEWI, via=AYU)  # the creator's own link is the post itself
    engage(town, post, LIKE, BUDI, "k2", via=BUDI)  # and so is one's own
    engage(town, post, COMMENT, CHIDI, "k3", via=BUDI, text="Enak!")
    assert [via for *_, via in town.told()] == [0, BUDI, 0, 0, BUDI]


def test_only_what_can_be_meant_is_taken(town: Town) -> None:
    post, young = town.post("one", AYU), town.post("young", AYU, met=False)
    for kind, key, options in (
        (9, "k", {}),
        (LIKE, "", {}),
        (LIKE, "a b", {}),
        (LIKE, "k" * 129, {}),
        (COMMENT, "k", {"undo": True}),
    ):
        with pytest.raises(InvalidEngagement):
            engage(town, post, kind, BUDI, key, **options)
    with pytest.raises(UnknownPost):
        engage(town, post + 1, LIKE, BUDI)
    with pytest.raises(UnknownPost):
        actions.engage(town.db, town.log, post, LIKE, BUDI, 0, SABAI, "k", AT)
    with pytest.raises(PostNotReady):
        engage(town, young, LIKE, BUDI)
    for text in ("", " \n\t ", "\u200b\u202e\ufeff", "\u200d" * 9, "x" * 501):
        with pytest.raises(InvalidText):
            engage(town, post, COMMENT, BUDI, text=text)
    assert town.told() == []
    assert comments(town, post) == []


def test_hidden_posts_and_those_behind_a_block_take_nothing(town: Town) -> None:
    hidden, blocked, outcast = town.post("hidden", AYU), town.post("blocked", DEWI), town.post("outcast", CHIDI)
    actions.hide(town.db, hidden)
    town.settle_block(DEWI, BUDI)
    town.settle_block(0, CHIDI)
    for post in (hidden, blocked, outcast):
        with pytest.raises(UnknownPost):
            engage(town, post, LIKE, BUDI)
        with pytest.raises(UnknownPost):
            engage(town, post, COMMENT, BUDI, text="Hei")
    actions.show(town.db, hidden)
    engage(town, hidden, LIKE, BUDI)
    assert len(town.told()) == 1


def test_comments_are_stored_and_told_once(town: Town) -> None:
    post = town.post("one", AYU)
    first = engage(town, post, COMMENT, BUDI, text="  Enak\u202e sekali!\r\n\r\n\r\nMau\x00 lagi ")
    again = engage(town, post, COMMENT, BUDI, text="Enak sekali!\n\nMau lagi")
    assert (first.repeated, again.repeated, first.comment) == (False, True, again.comment)
    second = engage(town, post, COMMENT, BUDI, "k2", text="Cafe\u0301")
    assert comments(town, post) == ["Caf\u00e9", "Enak sekali!\n\nMau lagi"]
    with pytest.raises(DeliveryConflict):
        engage(town, post, COMMENT, BUDI, text="Something else")
    assert town.told() == [(COMMENT, post, BUDI, 0)] * 2, "the second one is settlement's duplicate"
    assert [comment.id for comment in queries.comments_by(town.db, BUDI, 0, 10)] == [first.comment, second.comment]


def test_the_engagement_goes_with_the_last_comment(town: Town) -> None:
    post = town.post("one", AYU)
    first, second = (engage(town, post, COMMENT, BUDI, key, text=key).comment for key in ("a", "b"))
    with pytest.raises(UnknownComment):
        actions.delete_comment(town.db, town.log, CHIDI, post, first, AT)
    actions.delete_comment(town.db, town.log, BUDI, post, first, AT)
    assert (len(town.told()), comments(town, post)) == (2, ["b"])
    for _ in range(2):
        actions.delete_comment(town.db, town.log, BUDI, post, second, AT)
    assert town.told()[2:] == [(COMMENT | records.UNDO, post, BUDI, 0)]
    assert comments(town, post) == []
    third = engage(town, post, COMMENT, BUDI, "c", text="c").comment
    assert [each.id for each in queries.comments_by(town.db, BUDI, 0, 1)] == [third], "what is deleted fills no page"
    actions.delete_comment(town.db, town.log, BUDI, post, third, AT)
    assert queries.recent(town.db, BUDI, AT) == {(COMMENT, post): False}
    assert queries.comments_by(town.db, BUDI, 0, 10) == []
    assert ingest.complete_comments(town.db, town.log, AT + 60_000, 10) == 0


def test_comments_that_are_hidden(town: Town) -> None:
    post = town.post("one", AYU)
    comment = engage(town, post, COMMENT, BUDI, text="Rude").comment
    assert actions.hide_comment(town.db, post, comment)
    assert comments(town, post) == []
    (judged,) = queries.comments(town.db, post, AYU, None, 10, hidden=True, now_ms=AT)
    assert (judged.text, judged.visible) == ("Rude", False)
    assert actions.hide_comment(town.db, post, comment, hidden=False)
    assert comments(town, post) == ["Rude"]
    actions.delete_comment(town.db, town.log, BUDI, post, comment, AT)
    assert not actions.hide_comment(town.db, post, comment, hidden=False)


def test_comments_come_in_pages(town: Town) -> None:
    post = town.post("one", AYU)
    made = [engage(town, post, COMMENT, BUDI, f"k{number}", text=f"{number}").comment for number in range(5)]
    page = queries.comments(town.db, post, 0, None, 2, now_ms=AT)
    rest = queries.comments(town.db, post, 0, page[-1].id, 9, now_ms=AT)
    assert [comment.id for comment in page + rest] == made[::-1]
