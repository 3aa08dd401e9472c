"""Who leaves takes along what they said, and nothing of theirs can be decided any more."""

import pytest
from django.db import transaction

from facevalue.kit.db import Database
from facevalue.trust import actions, ingest, queries
from facevalue.trust.errors import WrongState
from facevalue.trust.models import Appeal, Examination, Report, Submission
from facevalue.trust.rules import State
from tests import cast
from tests.trust import steps
from tests.trust.conftest import House
from tests.trust.steps import GRACE, LATER, WAYAN, appeal, approve, is_seen, ops, reject, undo


def leave(person: int) -> None:
    with transaction.atomic():
        actions.forget(person, LATER)


def test_what_waits_can_no_longer_be_published(house: House, db: Database) -> None:
    waiting, out = house.case(), house.submit()
    leave(cast.AYU)
    assert queries.queue(WAYAN, LATER, 9) == []
    with pytest.raises(WrongState):
        approve(WAYAN, waiting)
    assert {each.state for each in Submission.objects.filter(owner=cast.AYU)} == {State.WITHDRAWN}
    assert not is_seen(db, out)


def test_what_a_rejected_post_holds_goes_back(house: House, db: Database) -> None:
    appealed, undone = house.submit(), house.case().submission
    reject(WAYAN, steps.report(cast.BUDI, appealed))
    appeal(appealed)
    approve(GRACE, undone.cases.get())
    undo(GRACE)
    leave(cast.AYU)
    with db.transaction():
        assert ingest.void_due(db, LATER + 60 * 86_400_000, 10) == 2
    assert ops().count("void") == 2


def test_no_word_is_left(house: House) -> None:
    mine, other = house.submit(), house.submit(owner=cast.LINH)
    reject(WAYAN, steps.report(cast.BUDI, mine))
    appeal(mine, "It was only coffee")
    with transaction.atomic():
        actions.report(cast.AYU, other.post, actions.Reason.HARM, LATER, "It looks hot")
    told = queries.export(cast.AYU)
    assert [each["caption"] for each in told["submissions"]] == ["Kopi pagi"]
    assert [each["text"] for each in told["appeals"]] == ["It was only coffee"]
    assert [each["note"] for each in told["reports"]] == ["It looks hot"]
    leave(cast.AYU)
    assert set(Submission.objects.filter(owner=cast.AYU).values_list("caption", "alt", "plain")) == {("", "", "")}
    assert Examination.objects.get(submission=mine).checks == []
    assert Appeal.objects.get().text == Report.objects.get(person=cast.AYU).note == ""
    other.refresh_from_db()
    assert (other.state, other.caption) == (State.PUBLISHED, "Kopi pagi")
