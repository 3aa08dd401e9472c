"""What is looked at before anybody sees a submission: the picture's checks, the texts, and the campaign's rules."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import Q

from facevalue.studio.queries import Check, Composition
from facevalue.trust import brandrules, contacts, replaying, rules, words
from facevalue.trust.brandrules import Outcome
from facevalue.trust.models import Decision, RuleSet, Submission
from facevalue.trust.rules import CaseKind, Concern, State

# What the brand may judge by itself; everything else is about people's safety, or about fraud.
RULES = "rules"
_OF_BRANDS = frozenset({"faces", "face_size", "covered", "blur", "darkness", RULES})
_CONTACT_SCORES = {"link": 0.3, "email": 0.3, "phone": 0.2}
_CONTACT_WORDS = {"link": "a link", "email": "an e-mail address", "phone": "a phone number"}
_CLEAR, _POSTED_BY_ONESELF, _REJECTED_BEFORE = 1.0, 0.3, 0.1
_SEEN = "seen_before"
_NAMED_MAX = 5


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the machines say: the checks, the risk per mille, what the brand's rules (`version`, 0 for none) make of it."""

    checks: list[Check]
    risk: int
    outcome: Outcome
    broken: list[str]
    version: int

    @property
    def objections(self) -> list[Check]:
        """The checks because of which somebody has to look, the worst first."""
        found = [check for check in self.checks if rules.risk_of([check.score]) >= rules.RISK_OF_CASES]
        return sorted(found, key=lambda check: check.score)

    @property
    def concern(self) -> Concern:
        """What is in doubt."""
        return Concern.SAFETY if any(check.name not in _OF_BRANDS for check in self.objections) else Concern.BRAND


def check_text(text: str, language: str) -> list[Check]:
    """The checks of a text in the language of its writer: words, and addresses."""
    spoken = words.language_of(text, language)
    hits = words.find(text, spoken, settings.WORDS_FOLDER)
    found = contacts.find(text, spoken)
    says = sorted({words.SENTENCES[hit.kind] for hit in hits})
    has = [_CONTACT_WORDS[kind] for kind in found]
    return [
        Check(
            "words",
            words.VERSION,
            min((words.SCORES[hit.kind] for hit in hits), default=_CLEAR),
            f"The text {' and '.join(says)}." if hits else "No word of the list is in the text.",
            {"language": spoken, "words": [hit.word for hit in hits]},
        ),
        Check(
            "contacts",
            contacts.VERSION,
            min((_CONTACT_SCORES[kind] for kind in found), default=_CLEAR),
            f"In the text there is {' and '.join(has)}." if found else "There is no address in the text.",
            dict(found),
        ),
    ]


def objections_to(text: str, language: str) -> list[Check]:
    """The checks of a text because of which it is not shown."""
    return [check for check in check_text(text, language) if rules.risk_of([check.score]) >= rules.RISK_OF_CASES]


def examine(submission: Submission, made: Composition, looked: list[Check]) -> Opinion:
    """Looks at a submission, of whose composition the studio says `looked`, and notes on it what brands' rules look at."""
    picture = [_posted(check) if check.name == _SEEN else check for check in looked]
    picture += [_rejected(made, check, submission.submitted_at) for check in looked if check.name == _SEEN]
    _note(submission, made, {check.name: check for check in picture})
    checks = [*picture, *check_text(submission.caption, submission.language)]
    outcome, broken, version = Outcome.PUBLISH, list[str](), 0
    live = RuleSet.objects.filter(campaign=submission.campaign_id, live_at__gt=0, retired_at=0).first()
    if live is not None:
        outcomes, bits = brandrules.decide(brandrules.parse(live.source), replaying.facts([replaying.row_of(submission)]))
        outcome, broken, version = Outcome(int(outcomes[0])), brandrules.names(int(bits[0])), live.version
        checks += [
            Check(RULES, version, 0.0 if outcome == Outcome.REJECT else 0.5, brandrules.SENTENCES[name], {"rule": name})
            for name in broken
        ]
    return Opinion(checks, rules.risk_of(check.score for check in checks), outcome, broken, version)


def _posted(check: Check) -> Check:
    """What the studio found was composed before counts if it was posted: who tries another frame repeats nothing."""
    found = _compositions(check)
    posted = set(
        Submission.objects.filter(composition__in=found["own"] + found["others"]).values_list("composition", flat=True)
    )
    kept = {name: [str(one) for one in ones if one in posted][:_NAMED_MAX] for name, ones in found.items()}
    kept["mirrored"] = [str(one) for one in found["mirrored"] if str(one) in kept["own"] + kept["others"]]
    if kept["others"] or (kept["own"] and not found["others"]):
        return replace(check, details=dict(kept))
    if kept["own"]:
        return replace(check, score=_POSTED_BY_ONESELF, reason="The same person posted this photo before.", details=dict(kept))
    return replace(check, score=_CLEAR, reason="This photo was not posted before.", details=dict(kept))


def _rejected(made: Composition, seen: Check, now_ms: int) -> Check:
    """Whether a picture with the same photo, as the studio found it before, was rejected for good because of what it shows."""
    found = _compositions(seen)
    for_good = Q(submission__voided_at__gt=0) | Q(case__kind=CaseKind.APPEAL) | Q(decided_at__lte=now_ms - rules.APPEAL_MS)
    rejections = Decision.objects.filter(
        for_good,
        submission__composition__in=[made.id, *found["own"], *found["others"]],
        submission__state=State.REJECTED,
        moved_to=State.REJECTED,
        reason__in=rules.OF_PICTURES,
        undone_at=0,
    ).exclude(submission__cases__closed_at=0)
    alike = list(rejections.order_by("-id").values_list("submission__composition", flat=True)[:_NAMED_MAX])
    reason = "A picture with this photo was rejected before." if alike else "No picture with this photo was rejected before."
    details: dict[str, object] = {"rejected": [str(one) for one in dict.fromkeys(alike)]}
    return Check("rejected_before", 1, _REJECTED_BEFORE if alike else _CLEAR, reason, details)


def _compositions(check: Check) -> dict[str, list[int]]:
    return {name: [int(str(one)) for one in ones] for name, ones in check.details.items() if isinstance(ones, list)}


def _note(submission: Submission, made: Composition, checks: dict[str, Check]) -> None:
    count, width = checks["faces"].details["count"], checks["face_size"].details["width"]
    assert isinstance(count, int)
    assert isinstance(width, float)
    submission.faces, submission.face_permille = count, min(round(width * brandrules.PERMILLE), brandrules.PERMILLE)
    submission.stickers = len(made.stickers.all())
    submission.background = made.background.asset_id if made.background else 0
    submission.language = words.language_of(submission.caption, submission.language)
    submission.plain = words.plain(submission.caption, submission.language)


def assets_in(made: Composition) -> set[int]:
    """The assets that a composition uses."""
    versions = [made.frame, made.background, *(sticker.asset_version for sticker in made.stickers.all())]
    return {version.asset_id for version in versions if version is not None}
