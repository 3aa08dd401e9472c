"""What the desk's pages show, in words and in the order in which it helps to decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from facevalue.identity import queries as identity
from facevalue.kit.clock import DAY_MS, HOUR_MS
from facevalue.studio import queries as studio
from facevalue.studio.queries import Use
from facevalue.trust import queries
from facevalue.trust.queries import REASONS, Case, CaseKind, Decision, Desk, Reason, State, Verdict

_MINUTE_MS = HOUR_MS // 60
# From this score on a check has no objection worth a line.
_CLEAR = 0.8
_KINDS = {
    CaseKind.REVIEW: "New",
    CaseKind.SAMPLE: "Sample of automatic approvals",
    CaseKind.REPORT: "Reported",
    CaseKind.APPEAL: "Appeal",
}
_SAID = {Verdict.APPROVE: "Approved", Verdict.REJECT: "Rejected", Verdict.SECOND: "A second opinion is asked for"}
_LABELS = {
    Reason.FACES: "Face not seen",
    Reason.UNCLEAR: "Blurred or dark",
    Reason.SCREENSHOT: "Screenshot",
    Reason.CONTACT: "Link or number",
    Reason.COPIED: "Posted before",
    Reason.OFF_BRAND: "Not on-brand",
    Reason.LANGUAGE: "Hurtful words",
    Reason.NUDITY: "Nudity",
    Reason.HARM: "Dangerous",
    Reason.OVER: "Campaign over",
}
# A decision in one key: 1 to 9, and 0 for the tenth.
CHOICES = [
    {"reason": reason, "label": _LABELS[reason], "words": REASONS[reason], "key": str((place + 1) % 10)}
    for place, reason in enumerate(Reason)
]


@dataclass(frozen=True, slots=True)
class Line:
    """A case in the queue. `age` is said in the largest unit that fits, `picture` is an address, or empty."""

    case: Case
    kind: str
    age: str
    late: bool
    picture: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the audit trail."""

    who: str
    what: str
    why: str
    at: datetime
    undone: bool = False


def lines(cases: Sequence[Case], now_ms: int) -> list[Line]:
    """The queue as it is shown."""
    pictures = studio.renditions([case.submission.composition for case in cases])
    return [
        Line(
            case,
            _KINDS[CaseKind(case.kind)],
            age(now_ms - case.opened_at),
            case.due_at < now_ms,
            next((studio.url(made.file) for made in pictures[case.submission.composition] if made.use == Use.FEED), ""),
        )
        for case in cases
    ]


def page(desk: Desk, case: Case, now_ms: int) -> dict[str, Any]:
    """Everything about one case."""
    submission = case.submission
    checks = sorted(submission.examination.checks, key=lambda check: check["score"])
    standing = queries.record(submission.owner)
    made = [row for row in studio.renditions([submission.composition])[submission.composition] if row.use == Use.FULL]
    return {
        "desk": desk,
        "case": case,
        "kind": _KINDS[CaseKind(case.kind)],
        "submission": submission,
        "campaign": submission.campaign,
        "creator": identity.names([submission.owner]).get(submission.owner, "Somebody who has left"),
        "record": standing,
        "pictures": [{"url": studio.url(row.file), "type": row.format, "side": row.side_px} for row in made],
        "why": [line for line in case.why if line not in {check["reason"] for check in checks}],
        "objections": [check for check in checks if check["score"] < _CLEAR],
        "clear": [check for check in checks if check["score"] >= _CLEAR],
        "trail": trail(desk, case),
        "appeal": case.appeals.order_by("-id").first(),
        "choices": CHOICES,
        "age": age(now_ms - case.opened_at),
        "late": case.due_at < now_ms,
        "is_open": not case.closed_at,
        "is_live": submission.state == State.PUBLISHED,
        "held_by_another": case.holder not in (0, desk.person) and case.held_until > now_ms,
        "others": case.decisions.filter(undone_at=0).exclude(verdict=Verdict.SECOND).count(),
    }


def trail(desk: Desk, case: Case) -> list[Entry]:
    """Who said what of the case's submission, the newest first; who reported it, only the operator's people are told."""
    rows = queries.history(case.submission)
    names = identity.names({person for row in rows if (person := getattr(row, "person", 0))} | {case.submission.owner})
    return [_entry(row, names, case.submission.owner, desk) for row in rows]


def _entry(row: Any, names: dict[int, str], owner: int, desk: Desk) -> Entry:
    if isinstance(row, Decision):
        who = names.get(row.person, "Somebody") if row.person else f"{row.algorithm} {row.version}".capitalize()
        reason = _LABELS[Reason(row.reason)] if row.reason else ""
        why = ": ".join(part for part in (reason, row.note) if part)
        return Entry(who, said(row), why, _time(row.decided_at), row.undone_at > 0)
    if hasattr(row, "reported_at"):
        # A reporter's own words tell who it is, too.
        who, note = (names.get(row.person, "Somebody"), row.note) if desk.moderates else ("Somebody", "")
        why = ": ".join(part for part in (_LABELS[Reason(row.reason)], note) if part)
        return Entry(who, "Reported it", why, _time(row.reported_at))
    return Entry(names.get(owner, "Its creator"), "Appealed", row.text, _time(row.filed_at))


def said(decision: Decision) -> str:
    """What a decision did, in words."""
    words = _SAID[Verdict(decision.verdict)]
    if decision.verdict == Verdict.SECOND or decision.moved_to:
        return f"{words}."
    return f"{words}, if another person says so too."


def age(ms: int) -> str:
    """A duration in its largest unit: 3 days, 5 h, 20 min."""
    if ms >= 2 * DAY_MS:
        return f"{ms // DAY_MS} days"
    return f"{ms // HOUR_MS} h" if ms >= HOUR_MS else f"{ms // _MINUTE_MS} min"


def _time(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC)
