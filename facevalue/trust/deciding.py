"""What people say of cases, and what creators and others say against it."""

from django.db.models import QuerySet

from facevalue.trust import adopting, cases, moves, outbox, rules
from facevalue.trust.cases import Desk
from facevalue.trust.errors import InvalidText, NeedsAnother, NotFound, WrongState
from facevalue.trust.models import Appeal, Case, Decision, Report, Submission
from facevalue.trust.rules import CaseKind, Concern, Reason, State, Verdict

_TO = {Verdict.APPROVE: State.PUBLISHED, Verdict.REJECT: State.REJECTED}


def decide(desk: Desk, case_id: int, verdict: Verdict, reason: Reason | None, now_ms: int, note: str = "") -> Decision:
    """Says something of a case. Saying the same again changes nothing.

    What was said counts once as many people as the case needs have said the same. Raises NotFound, InvalidText, NeedsAnother,
    WrongState if it is decided, and what publishing raises.
    """
    if (verdict == Verdict.REJECT) != (reason is not None):
        raise InvalidText("A rejection, and nothing else, needs a reason", field="reason")
    note = rules.text("note", note, rules.NOTE_LETTERS_MAX)
    case = cases.case_of(desk, case_id)
    said = case.decisions.filter(undone_at=0)
    before = said.filter(person=desk.person).exclude(verdict=Verdict.SECOND).first()
    if before is not None and before.verdict == verdict:
        return before
    if case.closed_at:
        raise WrongState("Somebody has decided this case already")
    if before is not None:
        raise NeedsAnother("You have said something else of this case: undo that first")
    submission = case.submission
    if case.kind == CaseKind.APPEAL and desk.person in _against(submission):
        raise NeedsAnother("You rejected it, so somebody else decides the appeal")
    decision = Decision(
        submission=submission,
        case=case,
        person=desk.person,
        verdict=verdict,
        reason=reason or "",
        note=note,
        moved_from=submission.state,
        decided_at=now_ms,
    )
    case.holder = case.held_until = 0
    if verdict == Verdict.SECOND:
        case.opinions = rules.OPINIONS_MAX
    elif said.filter(verdict=verdict).count() + 1 >= case.opinions:
        decision.moved_to, case.closed_at = _TO[verdict], now_ms
        _carry_out(case, submission, _TO[verdict], now_ms)
    case.save(update_fields=["holder", "held_until", "opinions", "closed_at"])
    decision.save(force_insert=True)
    return decision


def _carry_out(case: Case, submission: Submission, state: State, now_ms: int) -> None:
    moves.move(submission, state, now_ms)
    if case.kind == CaseKind.APPEAL and state == State.REJECTED and submission.published_at:
        outbox.void(moves.database(), submission.post, now_ms)


def _rejections(submission: Submission) -> QuerySet[Decision]:
    """What brought a submission to where it is rejected, the newest first."""
    return submission.decisions.filter(undone_at=0, moved_to=State.REJECTED).order_by("-id")


def _against(submission: Submission) -> set[int]:
    """The people who said that it has to be rejected."""
    return set(submission.decisions.filter(undone_at=0, verdict=Verdict.REJECT).values_list("person", flat=True))


def undo(desk: Desk, now_ms: int) -> Case:
    """Takes back what the person said last, if that was a moment ago and nothing has followed from it; its case, open again.

    Raises WrongState.
    """
    last = Decision.objects.filter(person=desk.person, undone_at=0, case__isnull=False).order_by("-id").first()
    if last is None or last.case_id is None or last.decided_at < now_ms - rules.UNDO_MS:
        raise WrongState("There is nothing to undo")
    case = cases.case_of(desk, last.case_id)
    submission = case.submission
    if last.moved_to:
        later = submission.decisions.filter(undone_at=0, id__gt=last.id).exists()
        reopened = submission.cases.filter(closed_at=0).exists()
        if later or reopened or submission.voided_at or submission.state != last.moved_to:
            raise WrongState("Something has followed from it: it cannot be undone any more")
        moves.move(submission, State(last.moved_from), now_ms)
        if case.kind == CaseKind.APPEAL:
            # The appeal waits again, however long it takes: nothing is voided meanwhile.
            submission.voids_at = 0
            submission.save(update_fields=["voids_at"])
        case.closed_at = 0
    elif case.closed_at:
        raise WrongState("Others have decided since: it cannot be undone any more")
    last.undone_at, last.undone_by = now_ms, desk.person
    last.save(update_fields=["undone_at", "undone_by"])
    asked = case.decisions.filter(undone_at=0, verdict=Verdict.SECOND).exists()
    case.opinions = rules.OPINIONS_MAX if asked else 1
    case.save(update_fields=["closed_at", "opinions"])
    cases.hold(case, desk, now_ms)
    return case


def appeal(owner: int, submission_id: int, text: str, now_ms: int) -> Appeal:
    """Says why a rejection was wrong, once for each; somebody else will look. Again with the same text it changes nothing.

    Raises NotFound, InvalidText, WrongState if it is not rejected, the time has passed, or there was an appeal.
    """
    text = rules.text("text", text, rules.APPEAL_LETTERS_MAX, needed=True)
    found = Submission.objects.select_for_update().filter(id=submission_id, owner=owner).first()
    if found is None:
        raise NotFound("You have no such submission")
    rejection = _rejections(found).first()
    if rejection is None or found.state != State.REJECTED:
        raise WrongState("It is not rejected")
    known = Appeal.objects.filter(decision=rejection).first()
    if known is not None:
        if known.text != text:
            raise WrongState("You have appealed already")
        return known
    on_appeal = rejection.case is not None and rejection.case.kind == CaseKind.APPEAL
    if on_appeal or found.voided_at or rejection.decided_at + rules.APPEAL_MS <= now_ms:
        raise WrongState("The time for an appeal is over")
    found.voids_at = 0
    found.save(update_fields=["voids_at"])
    case = cases.open_case(found, CaseKind.APPEAL, Concern.SAFETY, rules.APPEAL_RISK, ["Its creator appeals."], now_ms)
    return Appeal.objects.create(decision=rejection, case=case, text=text, filed_at=now_ms)


def report(person: int, post: int, reason: Reason, now_ms: int, note: str = "") -> Report:
    """Tells us that a post should not be there, once for each person. The more do, the sooner somebody looks.

    Raises NotFound, InvalidText.
    """
    note = rules.text("note", note, rules.NOTE_LETTERS_MAX)
    adopting.adopt(post, now_ms)
    found = Submission.objects.select_for_update().filter(post=post, state=State.PUBLISHED).first()
    if found is None or found.owner == person:
        raise NotFound("There is no such post")
    known = Report.objects.filter(submission=found, person=person).first()
    if known is not None:
        return known
    told = Report.objects.create(submission=found, person=person, reason=reason, note=note, reported_at=now_ms)
    count = found.reports.count()
    risk = min(rules.REPORT_RISK + (count - 1) * rules.REPORT_RISK_STEP, rules.RISK_MAX)
    cases.open_case(found, CaseKind.REPORT, Concern.SAFETY, risk, ["Somebody reported it."], now_ms)
    return told
