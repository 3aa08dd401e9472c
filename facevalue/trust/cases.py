"""The queue: opening cases, raising them, and having one on the screen."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from facevalue.trust import rules
from facevalue.trust.errors import NotFound
from facevalue.trust.models import Case, Decision, Submission
from facevalue.trust.rules import CaseKind, Concern, Verdict


@dataclass(frozen=True, slots=True)
class Desk:
    """Who sits there: the operator's people decide everything; a brand's people what concerns the brand, in its campaigns; and
    nobody what is their own."""

    person: int
    moderates: bool
    brands: frozenset[int]

    def cases(self) -> QuerySet[Case]:
        """The cases that this person may see and decide."""
        others = Case.objects.exclude(submission__owner=self.person)
        if self.moderates:
            return others
        return others.filter(submission__campaign__brand__in=self.brands, kind=CaseKind.REVIEW, concern=Concern.BRAND)


def open_case(submission: Submission, kind: CaseKind, concern: Concern, risk: int, why: Collection[str], now_ms: int) -> Case:
    """A new case; one that is open already is raised instead."""
    known = Case.objects.select_for_update().filter(submission=submission, closed_at=0).first()
    if known is not None:
        _raise(known, concern, risk, why)
        return known
    return Case.objects.create(
        submission=submission,
        kind=kind,
        concern=concern,
        risk=risk,
        why=list(why),
        opened_at=now_ms,
        turn_at=rules.turn_at(now_ms, risk),
        due_at=now_ms + rules.PROMISE_MS,
    )


def _raise(case: Case, concern: Concern, risk: int, why: Collection[str]) -> None:
    case.risk = max(case.risk, risk)
    case.turn_at = rules.turn_at(case.opened_at, case.risk)
    case.why = [*case.why, *(line for line in why if line not in case.why)]
    if concern == Concern.SAFETY:
        case.concern = concern
    case.save(update_fields=["risk", "turn_at", "why", "concern"])


def waiting(desk: Desk, now_ms: int) -> QuerySet[Case]:
    """The open cases that this person could decide now, in the order in which their turn comes."""
    said = Decision.objects.filter(person=desk.person, undone_at=0)
    mine = said.values("case")
    rejected = said.filter(verdict=Verdict.REJECT).values("submission")
    return (
        desk.cases()
        .filter(Q(holder=desk.person) | Q(held_until__lte=now_ms), closed_at=0)
        .exclude(id__in=mine.filter(case__isnull=False))
        .exclude(kind=CaseKind.APPEAL, submission__in=rejected)
        .order_by("turn_at", "id")
    )


def take(desk: Desk, now_ms: int, after: int = 0) -> Case | None:
    """The case whose turn it is, now on this person's screen; with `after`, the one that follows that case. None: no more.

    What the person had on the screen before is free again.
    """
    Case.objects.filter(holder=desk.person, closed_at=0).update(holder=0, held_until=0)
    queue = waiting(desk, now_ms)
    behind = Case.objects.filter(id=after).first()
    if behind is not None:
        queue = queue.filter(Q(turn_at__gt=behind.turn_at) | Q(turn_at=behind.turn_at, id__gt=behind.id))
    found = queue.select_for_update(skip_locked=True, of=("self",)).first()
    if found is not None:
        hold(found, desk, now_ms)
    return found


def hold(case: Case, desk: Desk, now_ms: int) -> None:
    """Keeps a case for whoever looks at it, for some minutes."""
    case.holder, case.held_until = desk.person, now_ms + rules.HOLD_MS
    case.save(update_fields=["holder", "held_until"])


def case_of(desk: Desk, case_id: int) -> Case:
    """A case that this person may see, locked with its submission. Raises NotFound."""
    found = desk.cases().filter(id=case_id).values("submission").first()
    if found is None:
        raise NotFound("There is no such case")
    Submission.objects.select_for_update().get(id=found["submission"])
    return Case.objects.select_for_update(of=("self",)).select_related("submission").get(id=case_id)
