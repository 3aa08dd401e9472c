"""Killed before any commit of what a person does: sent again it is complete, and told once; so it is where nobody sends it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import count
from typing import Any

import pytest

from facevalue.kit.db import Database
from facevalue.social import ingest, queries
from facevalue.social.actions import COMMENT, LIKE
from facevalue.social.ingest import records
from tests.cast import AYU, BUDI, SENYUM
from tests.social.lives import Deed, act, live
from tests.social.town import AT, Town

LATER = AT + 60_000
EXPECTED = {"like": LIKE, "comment": COMMENT, "delete": COMMENT | records.UNDO}


Kill = Callable[[Deed, int], bool]


def deed(what: str, post: int = 0) -> Deed:
    return Deed(what, BUDI, AYU, post, SENYUM, AT)


@pytest.fixture
def dies(target: str, log_target: str) -> Kill:
    """Does something in a process that is killed before a commit; whether there were that many."""
    return lambda deed, commit: live(target, log_target, deed, commit)


@pytest.mark.parametrize("what", ["like", "comment", "delete"])
def test_sent_again_after_a_kill(town: Town, dies: Kill, what: str) -> None:
    for commit in count(1):
        post = town.post(f"{commit}", AYU)
        town.db.raw.execute("DELETE FROM social_comment")
        if what == "delete":
            act(town.db, town.log, deed("comment", post))
        killed = dies(deed(what, post), commit)
        act(town.db, town.log, deed(what, post))
        told = [op for op, subject, *_ in town.told() if subject == post]
        assert told == ([COMMENT] if what == "delete" else []) + [EXPECTED[what]], commit
        texts = [comment.text for comment in queries.comments(town.db, post, 0, None, 9, now_ms=AT)]
        assert texts == (["Enak!"] if what == "comment" else [])
        if not killed:
            assert commit > 2
            return


def test_what_is_deleted_meanwhile_is_not_told_to_stand(town: Town, dies: Kill, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker has read that a comment was not told; before it tells it, the author takes it away."""
    post = town.post("one", AYU)
    assert dies(deed("comment", post), 2)
    begun, transaction = count(), Database.transaction

    def meanwhile(db: Database, **options: Any) -> AbstractContextManager[None]:
        if not next(begun):
            act(town.db, town.log, deed("delete", post))
        return transaction(db, **options)

    monkeypatch.setattr(Database, "transaction", meanwhile)
    for _ in range(2):
        assert ingest.complete_comments(town.db, town.log, LATER, 10) < 2
    assert [op for op, *_ in town.told()] == [COMMENT | records.UNDO]
    assert town.db.raw.execute("SELECT state, told FROM social_comment").fetchall() == [(2, 1)]
    assert queries.recent(town.db, BUDI, LATER) == {(COMMENT, post): False}


@pytest.mark.parametrize("what", ["comment", "delete"])
def test_completed_by_the_worker_after_a_kill(town: Town, dies: Kill, what: str) -> None:
    for commit in count(1):
        post = town.post(f"{commit}", AYU)
        town.db.raw.execute("DELETE FROM social_comment")
        if what == "delete":
            act(town.db, town.log, deed("comment", post))
        killed = dies(deed(what, post), commit)
        for _ in range(2):
            ingest.complete_comments(town.db, town.log, LATER, 10)
        told = [op for op, subject, *_ in town.told() if subject == post]
        stored = town.db.raw.execute("SELECT state, told FROM social_comment").fetchall()
        if what == "comment":
            assert (stored, told) in (([], []), ([(0, 1)], [COMMENT])), commit
        else:
            assert (stored, told) in (([(0, 1)], [COMMENT]), ([(2, 1)], [COMMENT, EXPECTED[what]])), commit
        if not killed:
            assert commit > 2
            return


def test_following_again_after_a_kill(town: Town, dies: Kill) -> None:
    for commit in (1, 2):
        assert dies(deed("follow"), commit)
        assert not queries.is_following(town.db, BUDI, AYU, AT), "nobody is told what is not there"
    assert not dies(deed("follow"), 3)
    assert queries.is_following(town.db, BUDI, AYU, AT)
    assert set(town.told()) == {(records.FOLLOW, AYU, BUDI, 0)}
