"""The words and bounds of settlement."""

from enum import IntEnum

CLEARS_NEVER = (1 << 31) - 1
AT_MAX_MS = 1 << 46
PRICE_TOKENS_MAX = 1_000_000_000


class Outcome(IntEnum):
    """What settlement says of an engagement, in the order of the tests; then what it says of an undo; `VOIDED` it says once
    more of one whose post was rejected for good: its tokens went back."""

    MALFORMED = 0
    UNKNOWN_POST = 1
    UNKNOWN_VIA = 2
    EARLY = 3
    SELF = 4
    DUPLICATE = 5
    BLOCKED = 6
    LATE = 7
    SECOND_DEGREE = 8
    STRANGER = 9
    UNRATED = 10
    CAP_ACTOR = 11
    CAP_POST = 12
    BUDGET = 13
    HELD = 14
    PAID = 15
    UNDONE = 16
    NOTHING_TO_UNDO = 17
    VOIDED = 18

    @property
    def word(self) -> str:
        """As people and JSON read it."""
        return self.name.lower()

    @property
    def counted(self) -> bool:
        """Whether an engagement with this outcome is reach."""
        return Outcome.LATE <= self <= Outcome.PAID
