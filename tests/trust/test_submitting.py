"""From a composition to a post, once, or to a case."""

import json

import pytest
from django.db import connection, transaction

from facevalue.campaigns.models import Post
from facevalue.kit.db import Database
from facevalue.social import queries as social
from facevalue.trust import actions, queries
from facevalue.trust.errors import NotFound, WrongState
from facevalue.trust.models import Case, Decision, Examination, Submission
from facevalue.trust.rules import APPEAL_MS, RISK_OF_CASES, CaseKind, Concern, Reason, State
from tests import cast
from tests.trust import pictures, steps
from tests.trust.conftest import HURTFUL, House
from tests.trust.steps import is_seen, ops, published

ESCROW = 5_000  # typical for a creator with few followers
THEIRS = {"owner": cast.LINH, "caption": "Cà phê"}


def test_what_nobody_objects_to_is_out_at_once(house: House, db: Database) -> None:
    made = house.submit(key="first", caption="Kopi pagi")
    assert (made.state, made.published_at) == (State.PUBLISHED, cast.NOW)
    assert made.risk < RISK_OF_CASES
    post = Post.objects.get(id=made.post)
    assert (post.creator, post.campaign_id, post.app_id, post.escrow_tokens) == (cast.AYU, house.campaign, cast.SENYUM, ESCROW)
    content = social.content(db, [made.post])[made.post]
    assert (content.composition, content.caption, content.alt, content.visible) == (
        made.composition,
        "Kopi pagi",
        "A cup",
        True,
    )
    said = Decision.objects.get()
    assert (said.algorithm, said.version, said.verdict, said.moved_to) == ("checks", 2, "approve", State.PUBLISHED)
    assert [check["name"] for check in Examination.objects.get().checks][-2:] == ["words", "contacts"]
    assert ops() == []


@pytest.mark.parametrize(
    ("caption", "reason"),
    [
        (HURTFUL, "The text insults somebody."),
        ("Pesan di 0812-3456-7890", "In the text there is a phone number."),
        ("https://kopi.example", "In the text there is a link."),
    ],
)
def test_what_is_doubtful_waits_for_a_person(house: House, db: Database, caption: str, reason: str) -> None:
    made = house.submit(caption=caption)
    assert (made.state, made.published_at) == (State.WAITING, 0)
    case = made.cases.get()
    assert (case.kind, case.concern, case.why, case.risk) == (CaseKind.REVIEW, Concern.SAFETY, [reason], made.risk)
    assert published() == 0
    assert not is_seen(db, made)
    assert Decision.objects.count() == 0


def test_what_rules_look_at_is_kept(house: House) -> None:
    made = house.submit(owner=cast.LINH, caption="CÀ  PHÊ  sáng", faces=2)
    made.refresh_from_db()
    assert (made.faces, made.face_permille, made.stickers, made.background) == (2, 350, 0, 0)
    assert (made.language, made.plain) == ("vi", "cà phê sáng")


def test_some_automatic_approvals_are_looked_at_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("facevalue.trust.rules.SAMPLE_PERMILLE", 1_000)
    made = house.submit()
    case = made.cases.get()
    assert (made.state, case.kind, case.risk) == (State.PUBLISHED, CaseKind.SAMPLE, 50)
    assert queries.sampled(0) == (0, 0)
    steps.reject(steps.WAYAN, case)
    steps.approve(steps.GRACE, house.submit().cases.get())
    assert queries.sampled(0) == (2, 1)
    assert queries.sampled(steps.LATER + 1) == (0, 0)


def test_who_takes_a_post_back_keeps_what_it_earned(house: House, db: Database) -> None:
    made = house.submit()
    waits = house.submit(caption=HURTFUL)
    for submission in (made, waits, made):
        with transaction.atomic():
            actions.withdraw(cast.AYU, submission.id, steps.LATER)
    assert set(Submission.objects.values_list("state", flat=True)) == {State.WITHDRAWN}
    assert not Case.objects.filter(closed_at=0).exists()
    assert not is_seen(db, made)
    assert ops() == [], "nothing was rejected"
    assert Post.objects.get(id=made.post).closing_at == steps.LATER
    with pytest.raises(NotFound), transaction.atomic():
        actions.withdraw(cast.LINH, made.id, steps.LATER)


def test_what_was_rejected_cannot_be_taken_back(house: House) -> None:
    made = house.submit(caption=HURTFUL)
    steps.reject(steps.WAYAN, made.cases.get())
    with pytest.raises(WrongState), transaction.atomic():
        actions.withdraw(cast.AYU, made.id, steps.LATER)


def test_a_persons_comment_is_checked_in_its_own_language() -> None:
    assert [check.score for check in queries.check_text("Kopi enak", "id")] == [1, 1]
    words, contacts = queries.check_text("goblok, wa.me/62812", "id")
    assert (words.score, contacts.score) == (0.4, 0.3)
    assert json.dumps(words.details) == '{"language": "id", "words": ["goblok"]}'


def test_a_photo_counts_as_seen_once_it_was_posted(house: House) -> None:
    drafts = [pictures.compose(cast.AYU, "first", house.frame.id, again=number).id for number in range(3)]
    assert house.submit(composition=drafts[2]).state == State.PUBLISHED, "she only tried other stickers before"
    case = house.submit(composition=pictures.compose(cast.AYU, "first", house.frame.id, again=3).id).cases.get()
    assert (case.concern, case.why) == (Concern.SAFETY, ["The same person used this photo before."])
    stolen = house.submit(owner=cast.LINH, composition=pictures.compose(cast.LINH, "first", house.frame.id, of=cast.AYU).id)
    assert stolen.cases.get().why == ["Somebody else used this photo before."]


def test_no_number_of_drafts_hides_that_a_photo_was_posted(house: House) -> None:
    assert house.submit(composition=pictures.compose(cast.AYU, "first", house.frame.id).id).state == State.PUBLISHED
    for owner, why in (
        (cast.AYU, "The same person used this photo before."),
        (cast.LINH, "Somebody else used this photo before."),
    ):
        drafts = [pictures.compose(owner, "first", house.frame.id, again=number, of=cast.AYU) for number in range(1, 9)]
        last = house.submit(owner=owner, composition=drafts[-1].id)
        assert last.cases.get().why == [why]
        (seen,) = (check for check in last.examination.checks if check["name"] == "seen_before")
        assert len(seen["details"]["own"] + seen["details"]["others"]) <= 5


@pytest.mark.parametrize(("reason", "waits"), [(Reason.NUDITY, True), (Reason.LANGUAGE, False)])
def test_what_was_rejected_for_good_does_not_come_again_unseen(house: House, reason: Reason, waits: bool) -> None:
    first = house.submit(caption=HURTFUL)
    steps.reject(steps.WAYAN, first.cases.get(), reason, cast.NOW - APPEAL_MS + 1)
    early = house.submit(composition=first.composition)
    assert early.state == State.PUBLISHED, "its creator may appeal still"
    with transaction.atomic():
        actions.withdraw(cast.AYU, early.id, cast.NOW)
    again = house.submit(composition=first.composition, at_ms=cast.NOW + 1)
    assert (again.state == State.WAITING) == waits
    if waits:
        case = again.cases.get()
        assert (case.concern, case.why, case.risk) == (
            Concern.SAFETY,
            ["A picture with this photo was rejected before."],
            900,
        )
    alike = house.submit(composition=pictures.compose(cast.AYU, "post 0", house.frame.id, again=1).id, at_ms=cast.NOW + 1)
    assert (alike.risk == 900) == waits


def test_a_lost_appeal_is_for_good_for_every_picture_of_the_photo(house: House) -> None:
    first = house.submit()
    steps.reject(steps.WAYAN, steps.report(cast.BUDI, first))
    steps.reject(steps.GRACE, steps.appeal(first), Reason.HARM)
    stolen = pictures.compose(cast.LINH, "post 0", house.frame.id, of=cast.AYU)
    case = house.submit(owner=cast.LINH, composition=stolen.id, at_ms=steps.LATER).cases.get()
    assert case.why == ["Somebody else used this photo before.", "A picture with this photo was rejected before."]


def test_whether_a_picture_was_posted_is_looked_up_by_an_index(models: None) -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, Submission._meta.db_table)
    assert found["trust_submission_composition"]["columns"] == ["composition"]
