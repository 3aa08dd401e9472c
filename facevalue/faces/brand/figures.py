"""What the campaign page shows, worked out from a campaign's totals: pure functions.

`frontend/brand/campaign/figures.ts` does the same in the browser for every event of the live stream; a test holds the
two together by comparing the page before and after the script has written it.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

TOKENS_PER_USD = 10_000
DEGREES_SHOWN = 5
RANKS_SHOWN = 10
SECONDS_PER_STEP = 5

Figures = Mapping[str, int | str]


class Outcome(NamedTuple):
    """An outcome's word in settlement, and what a brand's people call it."""

    word: str
    label: str
    meaning: str


class Group(NamedTuple):
    """Outcomes that belong together, `key` being the place of their sum in the figures."""

    key: str
    label: str
    meaning: str
    outcomes: tuple[Outcome, ...]
    colour: str


PAID = (
    Outcome("paid", "Paid at once", "By someone in the creator's own network. The creator has the tokens."),
    Outcome("held", "On hold", "Earned in the same way, but set aside until we know that it is genuine."),
)
FREE = (
    Outcome("second_degree", "Passed on", "It came through somebody's share, so the post has left the creator's own network."),
    Outcome("stranger", "New to the creator", "On the post itself, by someone who did not follow the creator before."),
    Outcome("late", "After the earning window", "The post no longer earned, and people still took notice."),
    Outcome("unrated", "No price set", "Your rate card has no price for this kind of engagement."),
    Outcome("cap_actor", "Fan's daily limit reached", "This fan had brought the creator all that you pay for in a day."),
    Outcome("cap_post", "Post's limit reached", "The post had earned all that you allow for one post."),
    Outcome("budget", "Post's budget used up", "The tokens set aside for the post were spent. Topping it up starts it again."),
)
UNCOUNTED = (
    Outcome("duplicate", "Repeated", "The same person had done the same on this post before. It counts once."),
    Outcome("self", "By the creator", "Nobody earns by engaging with their own post."),
    Outcome("blocked", "Blocked account", "The fan or the creator is blocked."),
    Outcome("unknown_via", "Unknown share", "It named a share that we have not counted."),
    Outcome("early", "Before publication", "It is dated before the post was published."),
    Outcome("undone", "Taken back", "The fan undid it. Tokens that had not cleared returned to the post's budget."),
    Outcome("voided", "Post rejected", "It was paid, then the post was rejected for good, and the tokens came back."),
    Outcome("nothing_to_undo", "Nothing to take back", "An undo of something that was not counted."),
    Outcome("unknown_post", "Unknown post", "It named a post that does not exist."),
    Outcome("malformed", "Unreadable", "A part of it was missing or out of range."),
)
GROUPS = (
    Group("paid", "Paid", "by creators' own networks, at your prices.", PAID, "paid"),
    Group("free", "Free", "reach that you got for nothing.", FREE, "free"),
    Group("uncounted", "Not counted", "never part of your reach.", UNCOUNTED, ""),
)
KINDS = (("like", "Likes"), ("comment", "Comments"), ("share", "Shares"))


class Row(NamedTuple):
    """A row of a table: where its figures stand, what it is called, and the colour of its bar."""

    key: str
    label: str
    colour: str = ""


# What a campaign's totals are before anything is known of it.
NOTHING: Mapping[str, Any] = {
    "funded_tokens": 0,
    "reserved_tokens": 0,
    "spent_tokens": 0,
    "fee_tokens": 0,
    "paid": 0,
    "free": 0,
    "outcomes": {},
    "degrees": {},
    "kinds": {},
    "last_minute": [],
    "top_creators": [],
    "apps": [],
}


def steps() -> list[Row]:
    """The last minute in steps, the newest first."""
    starts = range(0, 60, SECONDS_PER_STEP)
    return [Row(f"steps.{n}", f"{start} to {start + SECONDS_PER_STEP} seconds ago") for n, start in enumerate(starts)]


def degrees() -> list[Row]:
    """How far engagements came, the nearest first; the last row stands for all that came from farther away."""
    labels = ["On the post itself", "Through one share", "Through two shares", "Through three shares", "Through more shares"]
    return [Row(f"degrees.{n}", label, "free" if n > 1 else "plain") for n, label in enumerate(labels, 1)]


def places() -> list[str]:
    """Where the rows of a ranking stand below its name in the figures, the first first."""
    return [f".{n}" for n in range(RANKS_SHOWN)]


def figures(totals: Mapping[str, Any]) -> Figures:
    """Every number and name of the page by its place, from `totals` as `insight.queries.live` gives them."""
    found: dict[str, int | str] = {
        name: int(totals[name]) for name in ("funded_tokens", "reserved_tokens", "spent_tokens", "fee_tokens", "paid", "free")
    }
    found |= {f"outcomes.{outcome.word}": totals["outcomes"].get(outcome.word, 0) for outcome in PAID + FREE + UNCOUNTED}
    found |= {f"kinds.{kind}": totals["kinds"].get(kind, 0) for kind, _ in KINDS}
    found |= _sums(totals)
    for n in range(RANKS_SHOWN):
        found |= _rank(f"creators.{n}", totals["top_creators"][n : n + 1])
        found |= _rank(f"apps.{n}", totals["apps"][n : n + 1])
    newest_first = totals["last_minute"][::-1]
    for n in range(60 // SECONDS_PER_STEP):
        seconds = newest_first[n * SECONDS_PER_STEP : (n + 1) * SECONDS_PER_STEP]
        found |= {f"steps.{n}.{name}": sum(int(second[name]) for second in seconds) for name in ("paid", "free")}
    return found


def _sums(totals: Mapping[str, Any]) -> dict[str, int | str]:
    funded, reserved, spent = (int(totals[name]) for name in ("funded_tokens", "reserved_tokens", "spent_tokens"))
    paid, engagements = totals["paid"], totals["paid"] + totals["free"]
    depths = {int(degree): count for degree, count in totals["degrees"].items()}
    found: dict[str, int | str] = {
        "engagements": engagements,
        "committed_tokens": spent + reserved,
        "left_tokens": funded - reserved - spent,
        "tokens_per_thousand": spent * 1000 // engagements if engagements else 0,
        "tokens_per_thousand_paid": spent * 1000 // paid if paid else 0,
        "uncounted": sum(totals["outcomes"].get(outcome.word, 0) for outcome in UNCOUNTED),
        "travelled": sum(depths.values()),
    }
    for degree in range(1, DEGREES_SHOWN):
        found[f"degrees.{degree}"] = depths.get(degree, 0)
    found[f"degrees.{DEGREES_SHOWN}"] = sum(count for degree, count in depths.items() if degree >= DEGREES_SHOWN)
    return found


def _rank(key: str, rows: list[Mapping[str, Any]]) -> dict[str, int | str]:
    name, engagements, tokens = (rows[0]["name"], rows[0]["engagements"], int(rows[0]["tokens"])) if rows else ("", 0, 0)
    return {f"{key}.name": name, f"{key}.engagements": engagements, f"{key}.tokens": tokens}


def number(count: int) -> str:
    """1,234,567"""
    return f"{count:,}"


def money(tokens: int) -> str:
    """US dollars to the cent; less than a cent to the token."""
    digits = 4 if 0 < abs(tokens) < TOKENS_PER_USD // 100 else 2
    scale: int = 10**digits
    units = (abs(tokens) * scale + TOKENS_PER_USD // 2) // TOKENS_PER_USD
    return f"{'-' if tokens < 0 else ''}${units // scale:,}.{units % scale:0{digits}}"


def percent(part: int, whole: int) -> str:
    """12.3%, of nothing 0%."""
    if whole <= 0 or part <= 0:
        return "0%"
    tenths = (part * 1000 + whole // 2) // whole
    return f"{tenths // 10}.{tenths % 10}%" if tenths else "<0.1%"


def width(part: int, whole: int) -> str:
    """How much of a bar is filled, as an SVG length."""
    hundredths = min(part * 10_000 // whole, 10_000) if whole > 0 and part > 0 else 0
    return f"{hundredths // 100}.{hundredths % 100:02}%"
