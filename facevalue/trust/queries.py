"""What others may ask of trust."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, Min, Q

from facevalue.identity import queries as identity
from facevalue.identity.queries import OrganisationKind, Verb
from facevalue.trust import rules
from facevalue.trust.brandrules import SENTENCES as RULES
from facevalue.trust.brandrules import Outcome
from facevalue.trust.cases import Desk, waiting
from facevalue.trust.errors import NotFound
from facevalue.trust.examining import check_text, objections_to
from facevalue.trust.models import Appeal, Case, Decision, Report, Submission
from facevalue.trust.rulebook import Changed, changed, version, versions, would_decide
from facevalue.trust.rules import APPEAL_LETTERS_MAX, REASONS, CaseKind, Reason, Sampled, Service, State, Verdict

__all__ = [
    "APPEAL_LETTERS_MAX",
    "REASONS",
    "RULES",
    "Appeal",
    "Case",
    "CaseKind",
    "Changed",
    "Decision",
    "Desk",
    "Outcome",
    "Reason",
    "Record",
    "Sampled",
    "Service",
    "Standing",
    "State",
    "Submission",
    "Verdict",
    "case",
    "changed",
    "check_text",
    "desk_of",
    "export",
    "history",
    "objections_to",
    "queue",
    "record",
    "sampled",
    "service",
    "submission",
    "submissions",
    "version",
    "versions",
    "would_decide",
]


@dataclass(frozen=True, slots=True)
class Standing:
    """A submission as its creator sees it.

    `reason` and `evidence` say why it is not shown: a sentence, and what the checks or whoever decided found. `appeal` is
    empty, "open", "upheld" or "lost"; `appeal_until` (ms, 0 = not any more) says until when there may be one.
    """

    submission: Submission
    reason: str
    evidence: list[str]
    appeal: str
    appeal_until: int


class Record(NamedTuple):
    """What became of a person's submissions, how many."""

    published: int
    rejected: int


def record(owner: int) -> Record:
    """What became of what a person submitted."""
    states = dict(Submission.objects.filter(owner=owner).values_list("state").annotate(Count("id")))
    return Record(states.get(State.PUBLISHED, 0), states.get(State.REJECTED, 0))


def desk_of(person: int) -> Desk:
    """Where a person sits. Raises NotFound for who has nothing to decide."""
    moderates = bool(identity.organisations(person, Verb.MODERATE))
    plans = identity.organisations(person, Verb.PLAN)
    brands = frozenset(found.pk for found in plans if found.kind == OrganisationKind.BRAND)
    if not moderates and not brands:
        raise NotFound("There is no such thing here")
    return Desk(person, moderates, brands)


def queue(desk: Desk, now_ms: int, limit: int) -> list[Case]:
    """The first cases that wait for this person, each with its submission and campaign."""
    return list(waiting(desk, now_ms).select_related("submission__campaign__brand", "submission__app")[:limit])


def case(desk: Desk, case_id: int) -> Case:
    """A case with its submission, the checks, the campaign and the brand. Raises NotFound."""
    found = desk.cases().select_related("submission__campaign__brand", "submission__app", "submission__examination")
    try:
        return found.get(id=case_id)
    except Case.DoesNotExist:
        raise NotFound("There is no such case") from None


def history(submission: Submission) -> list[Decision | Report | Appeal]:
    """The audit trail: who or what said what of a submission, and what others said against it, the newest first."""
    said: list[tuple[int, Decision | Report | Appeal]] = [(row.decided_at, row) for row in submission.decisions.all()]
    said += [(row.reported_at, row) for row in submission.reports.all()]
    said += [(row.filed_at, row) for row in Appeal.objects.filter(decision__submission=submission)]
    return [row for _, row in sorted(said, key=lambda pair: (pair[0], pair[1].id), reverse=True)]


def service(desk: Desk, now_ms: int) -> Service:
    """How the queue stands."""
    found = (
        desk.cases()
        .filter(closed_at=0)
        .aggregate(waiting=Count("id"), oldest=Min("opened_at"), late=Count("id", filter=Q(due_at__lt=now_ms)))
    )
    return Service(found["waiting"], now_ms - (found["oldest"] or now_ms), found["late"])


def sampled(since: int) -> Sampled:
    """How often automatic approvals since then (ms) were found to be errors."""
    decided = Decision.objects.filter(case__kind=CaseKind.SAMPLE, undone_at=0, decided_at__gte=since).exclude(moved_to="")
    seen = decided.count()
    return Sampled(seen, decided.filter(moved_to=State.REJECTED).count())


def submissions(owner: int, limit: int = 50, before: int | None = None) -> list[Standing]:
    """What a person submitted, the newest first."""
    found = Submission.objects.filter(owner=owner)
    if before is not None:
        found = found.filter(id__lt=before)
    return _standings(list(found.select_related("campaign", "examination").order_by("-id")[:limit]))


def export(owner: int) -> dict[str, list[dict[str, Any]]]:
    """What a person has submitted, said in appeals, and reported, as plain JSON."""
    appeals = Appeal.objects.filter(decision__submission__owner=owner).select_related("decision").order_by("id")
    return {
        "submissions": [
            {
                "id": str(each.id),
                "campaign": str(each.campaign_id),
                "submitted_at": each.submitted_at,
                "state": each.state,
                "caption": each.caption,
                "alt": each.alt,
            }
            for each in Submission.objects.filter(owner=owner).order_by("id")
        ],
        "appeals": [
            {"submission": str(each.decision.submission_id), "filed_at": each.filed_at, "text": each.text} for each in appeals
        ],
        "reports": [
            {"submission": str(each.submission_id), "reported_at": each.reported_at, "reason": each.reason, "note": each.note}
            for each in Report.objects.filter(person=owner).order_by("id")
        ],
    }


def submission(owner: int, submission_id: int) -> Standing:
    """One of them. Raises NotFound."""
    found = Submission.objects.filter(owner=owner, id=submission_id).select_related("campaign", "examination").first()
    if found is None:
        raise NotFound("You have no such submission")
    return _standings([found])[0]


def _standings(found: Collection[Submission]) -> list[Standing]:
    rejected = [row.id for row in found if row.state == State.REJECTED]
    decisions = Decision.objects.filter(submission__in=rejected, undone_at=0, moved_to=State.REJECTED).order_by("id")
    last = {row.submission_id: row for row in decisions.select_related("case")}
    appeals = Appeal.objects.filter(decision__submission__in=[row.id for row in found]).select_related("case").order_by("id")
    appealed = {row.case.submission_id: row for row in appeals}
    return [_standing(row, last.get(row.id), appealed.get(row.id)) for row in found]


def _standing(found: Submission, rejection: Decision | None, appeal: Appeal | None) -> Standing:
    if rejection is None:
        restored = appeal is not None and found.state == State.PUBLISHED
        return Standing(found, "", [], "upheld" if restored else "", 0)
    evidence = [check["reason"] for check in found.examination.checks if rules.risk_of([check["score"]]) >= rules.RISK_OF_CASES]
    evidence += [rejection.note] if rejection.note else []
    lost = rejection.case is not None and rejection.case.kind == CaseKind.APPEAL
    state = "lost" if lost else "open" if appeal is not None and not appeal.case.closed_at else ""
    until = 0 if state or found.voided_at else rejection.decided_at + rules.APPEAL_MS
    return Standing(found, REASONS[Reason(rejection.reason)], evidence, state, until)
