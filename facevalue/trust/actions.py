"""What trust writes. Each function runs in the transaction that its caller opened, but for `submit`, which looks at a picture
first and opens its own; times are milliseconds since the epoch."""

from facevalue.trust.brandrules import Outcome
from facevalue.trust.cases import Desk, take
from facevalue.trust.deciding import appeal, decide, report, undo
from facevalue.trust.rulebook import go_live, keep_replay, retire
from facevalue.trust.rulebook import write as write_rules
from facevalue.trust.rules import Reason, Verdict
from facevalue.trust.submitting import forget, submit, withdraw

__all__ = [
    "Desk",
    "Outcome",
    "Reason",
    "Verdict",
    "appeal",
    "decide",
    "forget",
    "go_live",
    "keep_replay",
    "report",
    "retire",
    "submit",
    "take",
    "undo",
    "withdraw",
    "write_rules",
]
