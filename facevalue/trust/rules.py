"""Words, limits and pure functions of trust. Risks are per mille: 0 nothing to object to, 1,000 surely wrong."""

from collections.abc import Iterable
from enum import StrEnum
from math import sqrt
from typing import NamedTuple

from facevalue.kit.clock import DAY_MS, HOUR_MS
from facevalue.trust.errors import InvalidText

CAPTION_LETTERS_MAX, ALT_LETTERS_MAX, NOTE_LETTERS_MAX, APPEAL_LETTERS_MAX = 500, 300, 500, 1_000
KEY_LETTERS_MAX = 80
RISK_MAX = 1_000
# From this risk on a person looks before anything is shown.
RISK_OF_CASES = 400
# Within so long a case is to be decided.
PROMISE_MS = 24 * HOUR_MS
# So long a case stays with whoever has it on the screen.
HOLD_MS = 5 * 60_000
UNDO_MS = 30 * 60_000
APPEAL_MS = 14 * DAY_MS
APPEAL_RISK = 700
REPORT_RISK, REPORT_RISK_STEP = 500, 100
SAMPLE_RISK = 50
# Of a thousand automatic approvals so many are looked at afterwards.
SAMPLE_PERMILLE = 20
REPLAYED_MS = 30 * DAY_MS
OPINIONS_MAX = 2


class State(StrEnum):
    """Where a submission stands."""

    WAITING = "waiting"
    PUBLISHED = "published"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class CaseKind(StrEnum):
    """Why a person looks at a submission."""

    REVIEW = "review"
    SAMPLE = "sample"
    REPORT = "report"
    APPEAL = "appeal"


class Concern(StrEnum):
    """What is in doubt: whether it suits the brand, which the brand may decide too, or whether it may be shown at all."""

    BRAND = "brand"
    SAFETY = "safety"


class Verdict(StrEnum):
    """What somebody says of a case; a second opinion is asked of somebody else."""

    APPROVE = "approve"
    REJECT = "reject"
    SECOND = "second"


class Op(StrEnum):
    """What the log is told of a post."""

    REJECT = "reject"
    RESTORE = "restore"
    VOID = "void"


class Reason(StrEnum):
    """Why something is not shown. The words are what its creator reads."""

    FACES = "faces"
    UNCLEAR = "unclear"
    SCREENSHOT = "screenshot"
    CONTACT = "contact"
    COPIED = "copied"
    OFF_BRAND = "off_brand"
    LANGUAGE = "language"
    NUDITY = "nudity"
    HARM = "harm"
    OVER = "over"


# Of these the picture is to blame, whatever is written beside it, and in whichever campaign.
OF_PICTURES = frozenset(Reason) - {Reason.OFF_BRAND, Reason.LANGUAGE, Reason.OVER}
REASONS = {
    Reason.FACES: "Your face cannot be seen well enough, or something covers it.",
    Reason.UNCLEAR: "The picture is too blurred or too dark.",
    Reason.SCREENSHOT: "This is a screenshot or a picture of another screen.",
    Reason.CONTACT: "A link, QR code, phone number or address is in the picture or the text.",
    Reason.COPIED: "The photo was posted before, by you or somebody else.",
    Reason.OFF_BRAND: "It does not fit what the brand asks for in this campaign.",
    Reason.LANGUAGE: "The text has words that hurt people.",
    Reason.NUDITY: "There is nudity, or something sexual.",
    Reason.HARM: "It shows or asks for something dangerous or forbidden.",
    Reason.OVER: "The campaign has ended, or its budget is used up.",
}


class Service(NamedTuple):
    """How the queue stands: cases that wait, the oldest one's age in ms, and how many wait for longer than promised."""

    waiting: int
    oldest_ms: int
    late: int


class Sampled(NamedTuple):
    """Automatic approvals that people looked at again; of `seen` they found `wrong` to be errors."""

    seen: int
    wrong: int

    @property
    def error(self) -> float:
        """The share of errors, 0 if nothing was seen."""
        return self.wrong / self.seen if self.seen else 0.0

    @property
    def error_at_most(self) -> float:
        """The upper end of the 95 % interval of that share (Wilson, 1927)."""
        return wilson_upper(self.wrong, self.seen)


def wilson_upper(hits: int, count: int, z: float = 1.959964) -> float:
    """The upper end of Wilson's score interval for `hits` of `count`; 1 if nothing was counted."""
    if not count:
        return 1.0
    share = hits / count
    middle = share + z * z / (2 * count)
    width = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return min(1.0, (middle + width) / (1 + z * z / count))


def risk_of(scores: Iterable[float]) -> int:
    """The risk of the worst score; scores are 1 where there is nothing to object to."""
    return max((round((1 - score) * RISK_MAX) for score in scores), default=0)


def turn_at(opened_at: int, risk: int) -> int:
    """When it is a case's turn, in ms: the riskiest comes as early as one without risk that waits for the whole promise."""
    return opened_at - risk * PROMISE_MS // RISK_MAX


def is_sampled(post: int, permille: int) -> bool:
    """Whether an automatic approval is looked at again: by a hash of the post, so that asking again gives the same answer."""
    return (post * 0x9E3779B97F4A7C15 & (1 << 64) - 1) >> 32 < (permille << 32) // 1_000


def text(field: str, written: str, letters_max: int, *, needed: bool = False) -> str:
    """A text without spaces around it. Raises InvalidText, naming the field."""
    tidy = written.strip()
    if needed and not tidy:
        raise InvalidText("Please write something", field=field)
    if len(tidy) > letters_max:
        raise InvalidText(f"At most {letters_max} letters fit, these are {len(tidy)}", field=field)
    return tidy
