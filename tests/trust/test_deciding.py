"""What people say of cases: one is enough, or two; undone; appealed; and what the log is told."""

import pytest
from django.db import transaction

from facevalue.campaigns import actions as campaigns
from facevalue.campaigns.errors import NotPublishable, WrongStatus
from facevalue.campaigns.models import Post
from facevalue.kit.db import Database
from facevalue.social import actions as social
from facevalue.trust import actions, ingest, queries, rules
from facevalue.trust.errors import InvalidText, NeedsAnother, NotFound, WrongState
from facevalue.trust.models import Case, Decision, Report
from facevalue.trust.rules import CaseKind, Concern, Reason, State, Verdict
from tests import cast
from tests.trust import steps
from tests.trust.conftest import House
from tests.trust.steps import GRACE, KOFI, LATER, PUTRI, SOMCHAI, WAYAN, appeal, approve, ask, is_seen, ops, reject, undo


def test_an_approval_publishes(house: House, db: Database) -> None:
    case = house.case()
    said = approve(WAYAN, case)
    case.submission.refresh_from_db()
    assert (case.submission.state, case.submission.published_at) == (State.PUBLISHED, LATER)
    assert (said.person, said.moved_from, said.moved_to) == (cast.WAYAN, State.WAITING, State.PUBLISHED)
    assert is_seen(db, case.submission)
    assert Post.objects.get(id=case.submission.post).published_at == LATER
    assert queries.service(WAYAN, LATER).waiting == 0


def test_saying_it_again_changes_nothing_and_another_comes_too_late(house: House) -> None:
    case = house.case()
    assert approve(WAYAN, case).id == approve(WAYAN, case).id
    for desk in (WAYAN, GRACE):
        with pytest.raises(WrongState):
            reject(desk, case)
    assert Decision.objects.count() == 1


def test_what_is_not_out_is_rejected_without_a_word_to_the_log(house: House) -> None:
    case = house.case()
    reject(WAYAN, case, note="The second word")
    standing = queries.submission(cast.AYU, case.submission_id)
    assert standing.submission.state == State.REJECTED
    assert standing.reason == "The text has words that hurt people."
    assert standing.evidence == ["The text insults somebody.", "The second word"]
    assert (standing.appeal, standing.appeal_until) == ("", LATER + rules.APPEAL_MS)
    assert ops() == []
    assert Post.objects.count() == 0


def test_a_rejection_has_a_reason_and_nothing_else_has(house: House) -> None:
    case = house.case()
    for verdict, reason in ((Verdict.REJECT, None), (Verdict.APPROVE, Reason.HARM), (Verdict.SECOND, Reason.HARM)):
        with pytest.raises(InvalidText), transaction.atomic():
            actions.decide(WAYAN, case.id, verdict, reason, LATER)


def test_a_post_that_is_rejected_is_hidden_and_restored_by_another(house: House, db: Database) -> None:
    made = house.submit()
    reject(WAYAN, steps.report(cast.BUDI, made), Reason.HARM)
    assert not is_seen(db, made)
    assert steps.told() == [("reject", {"post": made.post, "tokens": 0})]
    case = appeal(made)
    assert queries.submission(cast.AYU, made.id).appeal == "open"
    with pytest.raises(NeedsAnother):
        approve(WAYAN, case)
    assert [found.id for found in queries.queue(WAYAN, LATER, 9)] == []
    assert [found.id for found in queries.queue(GRACE, LATER, 9)] == [case.id]
    approve(GRACE, case)
    assert is_seen(db, made)
    assert ops() == ["reject", "restore"]
    standing = queries.submission(cast.AYU, made.id)
    assert (standing.submission.state, standing.appeal, standing.reason) == (State.PUBLISHED, "upheld", "")


def test_a_lost_appeal_is_for_good(house: House, db: Database) -> None:
    made = house.submit()
    reject(WAYAN, steps.report(cast.BUDI, made))
    reject(GRACE, appeal(made))
    made.refresh_from_db()
    assert ops() == ["reject", "void"]
    assert (made.state, made.voided_at) == (State.REJECTED, LATER)
    assert queries.submission(cast.AYU, made.id).appeal == "lost"
    with pytest.raises(WrongState):
        appeal(made, "Once more")
    with pytest.raises(WrongState):
        undo(GRACE)
    with db.transaction():
        assert ingest.void_due(db, LATER + 2 * rules.APPEAL_MS, 10) == 0


def test_without_an_appeal_in_time_it_is_for_good(house: House, db: Database) -> None:
    first, second, third = house.submit(), house.submit(), house.submit()
    for made in (first, second, third):
        reject(WAYAN, steps.report(cast.BUDI, made))
    appeal(second)
    approve(GRACE, steps.appeal(third))
    due = LATER + rules.APPEAL_MS
    for at_ms, voided in ((due - 1, 0), (due, 1), (due, 0)):
        with db.transaction():
            assert ingest.void_due(db, at_ms, 10) == voided
    assert steps.told()[-1] == ("void", {"post": first.post})
    with pytest.raises(WrongState):
        appeal(first, now_ms=due)
    assert queries.submission(cast.AYU, first.id).appeal_until == 0


def test_an_appeal_comes_once_and_from_the_creator(house: House) -> None:
    case = house.case()
    with pytest.raises(WrongState):
        appeal(case.submission)
    reject(WAYAN, case)
    made = case.submission
    with pytest.raises(NotFound), transaction.atomic():
        actions.appeal(cast.LINH, made.id, "Mine", LATER)
    with pytest.raises(InvalidText):
        appeal(made, "  ")
    first = appeal(made)
    assert appeal(made).id == first.id
    with pytest.raises(WrongState):
        appeal(made, "And another thing")
    assert (first.kind, first.risk) == (CaseKind.APPEAL, rules.APPEAL_RISK)


def test_an_upheld_appeal_publishes_what_never_was_out(house: House, db: Database) -> None:
    case = house.case()
    reject(WAYAN, case)
    approve(GRACE, appeal(case.submission))
    assert is_seen(db, case.submission)
    assert ops() == []


def test_who_takes_a_rejection_back_may_approve(house: House) -> None:
    case = house.case()
    reject(WAYAN, case)
    undo(WAYAN)
    approve(WAYAN, case)
    assert Decision.objects.filter(undone_at=0).count() == 1


def test_two_people_have_to_say_the_same(house: House) -> None:
    case = house.case()
    ask(WAYAN, case)
    assert queries.queue(WAYAN, LATER, 9) == []
    approve(GRACE, case)
    assert Case.objects.get().closed_at == 0
    with pytest.raises(NeedsAnother):
        reject(GRACE, case)
    reject(KOFI, case, Reason.LANGUAGE)
    assert Case.objects.get().closed_at == 0, "one says this, another that"
    said = reject(WAYAN, case, Reason.LANGUAGE)
    assert (said.moved_to, Case.objects.get().closed_at) == (State.REJECTED, LATER)


def test_undone_within_half_an_hour(house: House, db: Database) -> None:
    case = house.case()
    approve(WAYAN, case)
    with pytest.raises(WrongState):
        undo(GRACE)
    with pytest.raises(WrongState):
        undo(WAYAN, LATER + rules.UNDO_MS + 1)
    assert undo(WAYAN, LATER + rules.UNDO_MS).id == case.id
    case.submission.refresh_from_db()
    assert (case.submission.state, ops()) == (State.WAITING, ["reject"]), "it had been out"
    assert not is_seen(db, case.submission)
    with pytest.raises(WrongState):
        undo(WAYAN)
    approve(WAYAN, case)
    assert (ops(), is_seen(db, case.submission)) == (["reject", "restore"], True)
    assert Post.objects.count() == 1, "money was set aside once"


def test_an_appeal_that_waits_again_voids_nothing(house: House, db: Database) -> None:
    made = house.submit()
    reject(WAYAN, steps.report(cast.BUDI, made))
    case = appeal(made)
    approve(GRACE, case)
    assert undo(GRACE).id == case.id
    made.refresh_from_db()
    assert (made.state, made.voids_at) == (State.REJECTED, 0)
    with db.transaction():
        assert ingest.void_due(db, LATER + 2 * rules.APPEAL_MS, 10) == 0
    assert queries.submission(cast.AYU, made.id).appeal == "open"
    approve(KOFI, case)
    assert (ops(), is_seen(db, made)) == (["reject", "restore", "reject", "restore"], True)


def test_what_was_followed_by_something_stays(house: House) -> None:
    case = house.case()
    reject(WAYAN, case)
    appeal(case.submission)
    with pytest.raises(WrongState):
        undo(WAYAN)


def test_an_opinion_is_undone_until_it_counts(house: House) -> None:
    case = house.case()
    ask(WAYAN, case)
    approve(GRACE, case)
    undo(GRACE)
    undo(WAYAN)
    assert Case.objects.get().opinions == 1
    approve(GRACE, case)
    assert Case.objects.get().closed_at == LATER


def test_reports_open_a_case_and_raise_it(house: House) -> None:
    made = house.submit()
    first = steps.report(cast.BUDI, made)
    assert (first.kind, first.concern, first.risk) == (CaseKind.REPORT, Concern.SAFETY, 500)
    assert steps.report(cast.BUDI, made).risk == 500, "once for each person"
    assert steps.report(cast.DEWI, made).risk == 600
    assert Report.objects.count() == 2
    for person, post in ((cast.AYU, made.post), (cast.BUDI, 7), (cast.BUDI, house.case().submission.post)):
        with pytest.raises(NotFound), transaction.atomic():
            actions.report(person, post, Reason.HARM, LATER)


def test_a_brand_decides_what_concerns_the_brand_in_its_own_campaigns(house: House) -> None:
    case = house.case()
    for desk in (PUTRI, SOMCHAI):
        assert queries.queue(desk, LATER, 9) == []
        with pytest.raises(NotFound):
            approve(desk, case)
    Case.objects.update(concern=Concern.BRAND)
    assert [found.id for found in queries.queue(PUTRI, LATER, 9)] == [case.id]
    with pytest.raises(NotFound):
        queries.case(SOMCHAI, case.id)
    approve(PUTRI, case)
    reported = steps.report(cast.BUDI, case.submission)
    with pytest.raises(NotFound):
        queries.case(PUTRI, reported.id)


def test_nobody_decides_what_is_their_own(house: House) -> None:
    own = house.case(owner=cast.WAYAN)
    theirs = house.case(owner=cast.PUTRI)
    Case.objects.filter(id=theirs.id).update(concern=Concern.BRAND)
    for desk, case in ((WAYAN, own), (PUTRI, theirs)):
        assert case.id not in [found.id for found in queries.queue(desk, LATER, 9)]
        for say in (approve, reject, ask):
            with pytest.raises(NotFound):
                say(desk, case)
        with pytest.raises(NotFound):
            queries.case(desk, case.id)
    assert queries.service(WAYAN, LATER).waiting == 1
    reject(GRACE, own)
    against = appeal(own.submission)
    assert queries.queue(WAYAN, LATER, 9) == [theirs]
    with pytest.raises(NotFound):
        approve(WAYAN, against)
    approve(KOFI, against)
    with pytest.raises(NotFound):
        queries.case(WAYAN, steps.report(cast.BUDI, own.submission).id)


def test_who_sits_at_the_desk(house: House) -> None:
    assert queries.desk_of(cast.WAYAN) == WAYAN
    assert queries.desk_of(cast.PUTRI) == PUTRI
    assert queries.desk_of(cast.THU).brands == {cast.SIAM_GLOW}, "through her agency"
    for person in (cast.AYU, cast.RIZAL, cast.TALA):
        with pytest.raises(NotFound):
            queries.desk_of(person)


def test_the_riskiest_come_first_and_so_does_what_waits_long(house: House) -> None:
    a_day_later = cast.NOW + rules.PROMISE_MS
    mild, risky = (house.case(caption=text, at_ms=a_day_later) for text in ("www.kopi.example", "gue bunuh kamu"))
    assert mild.risk < risky.risk
    assert [case.id for case in queries.queue(WAYAN, a_day_later, 9)] == [risky.id, mild.id]
    old = house.case(caption="www.kopi.example")
    assert [case.id for case in queries.queue(WAYAN, a_day_later, 9)] == [old.id, risky.id, mild.id]
    assert queries.service(WAYAN, a_day_later + 1) == (3, rules.PROMISE_MS + 1, 1)


def test_a_case_is_on_one_screen_at_a_time(house: House) -> None:
    first, second = house.case(caption="gue bunuh kamu"), house.case()

    def take(desk: actions.Desk, now_ms: int = LATER, after: int = 0) -> int:
        with transaction.atomic():
            case = actions.take(desk, now_ms, after)
        return case.id if case else 0

    assert take(WAYAN) == first.id
    assert take(GRACE) == second.id
    assert take(KOFI) == 0
    assert take(WAYAN) == first.id, "it is still theirs"
    assert take(WAYAN, after=first.id) == 0
    assert take(KOFI) == first.id, "who leaves a case gives it back"
    assert take(WAYAN, LATER + rules.HOLD_MS) == first.id, "after some minutes it is free again"


def test_a_campaign_that_is_over_publishes_nothing_and_the_case_stays(house: House) -> None:
    case = house.case()
    with transaction.atomic():
        campaigns.end(cast.KOPI_NUSANTARA, house.campaign)
    with pytest.raises((WrongStatus, NotPublishable)):
        approve(WAYAN, case)
    assert queries.service(WAYAN, LATER).waiting == 1
    reject(WAYAN, case, Reason.OVER)


def test_the_trail_tells_everything_the_newest_first(house: House) -> None:
    made = house.submit()
    reject(WAYAN, steps.report(cast.BUDI, made))
    approve(GRACE, appeal(made))
    told = [type(row).__name__ for row in queries.history(made)]
    assert told == ["Decision", "Appeal", "Decision", "Report", "Decision"]
    assert queries.record(cast.AYU) == (1, 0)


def test_only_the_owner_sees_a_submission(house: House) -> None:
    made, other = house.submit(), house.submit(owner=cast.LINH)
    assert [standing.submission.id for standing in queries.submissions(cast.AYU)] == [made.id]
    assert queries.submissions(cast.AYU, before=made.id) == []
    with pytest.raises(NotFound):
        queries.submission(cast.AYU, other.id)


def test_a_post_from_elsewhere_is_known_once_it_is_reported(house: House, db: Database) -> None:
    with transaction.atomic():
        post = campaigns.publish(cast.LINH, house.campaign, cast.SENYUM, campaigns.CreatorTier.NANO, 500, cast.NOW)
    with db.transaction():
        content = social.Content(post, cast.LINH, cast.SENYUM, house.campaign, 0, cast.NOW, "Cà phê", "A cup")
        social.write_content(db, content)
    for person in (cast.BUDI, cast.DEWI):
        with transaction.atomic():
            actions.report(person, post, Reason.HARM, LATER)
    case = Case.objects.select_related("submission").get()
    assert (case.submission.owner, case.submission.language, case.risk) == (cast.LINH, "vi", 600)
    reject(WAYAN, case, Reason.HARM)
    assert (ops(), is_seen(db, case.submission)) == (["reject"], False)
    with pytest.raises(NotFound), transaction.atomic():
        actions.report(cast.EMEKA, post, Reason.HARM, LATER)
