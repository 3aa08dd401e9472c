"""What the live stream says of a campaign, for pages that need figures and no engine."""

from typing import Any

from facevalue.kit.clock import now_ms
from facevalue.settlement.rules import Outcome


def totals(**changes: Any) -> dict[str, Any]:
    """A campaign on which nothing has happened yet, except `changes`."""
    at_ms = now_ms()
    second_ms = at_ms - at_ms % 1000
    minute = [{"at_ms": second_ms + n * 1000, "paid": 0, "free": 0} for n in range(-59, 1)]
    return {
        "at_ms": at_ms,
        "campaign": "1",
        "name": "Ramadan frames",
        "funded_tokens": "0",
        "reserved_tokens": "0",
        "spent_tokens": "0",
        "fee_tokens": "0",
        "outcomes": {outcome.word: 0 for outcome in Outcome},
        "degrees": {},
        "kinds": {},
        "paid": 0,
        "free": 0,
        "last_minute": minute,
        "top_creators": [],
        "apps": [],
    } | changes


def busy(scale: int = 1) -> dict[str, Any]:
    """A campaign in which every figure of the page is another one than its neighbours."""
    told = totals(funded_tokens=str(987_654 * scale), reserved_tokens=str(123_456 * scale), spent_tokens=str(65_432 * scale))
    told["fee_tokens"] = str(3_115 * scale)
    told["outcomes"] = {word: (n + 1) * 11 * scale for n, word in enumerate(told["outcomes"])}
    told["degrees"] = {str(degree): (90 - degree) * scale for degree in range(1, 9)}
    told["kinds"] = {"like": 801 * scale, "comment": 402 * scale, "share": 203 * scale}
    told |= {"paid": 341 * scale, "free": 812 * scale}
    for n, second in enumerate(told["last_minute"]):
        second.update(paid=n % 7 * scale, free=n % 11 * scale)
    names = ["Ayu", "Linh Nguyễn", "Amara <script>", "Wolfeschlegelsteinhausenbergerdorff Nakhonratchasimasuphanburi"]
    told["top_creators"] = [
        {"creator": str(n), "name": name, "tokens": str((9000 - n) * scale), "engagements": (70 - n) * scale}
        for n, name in enumerate(names)
    ]
    told["apps"] = [{"app": "51", "name": "Senyum", "tokens": str(62_317 * scale), "engagements": 999 * scale}]
    return told
