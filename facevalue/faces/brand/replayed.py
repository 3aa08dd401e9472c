"""What a version of a campaign's rules would have decided, as its page shows it."""

from typing import Any

from django.http import HttpRequest

from facevalue.campaigns.queries import Campaign
from facevalue.studio import queries as studio
from facevalue.studio.queries import Use
from facevalue.trust import queries as trusted
from facevalue.trust.queries import Changed, Outcome

PICTURES = 24
_OUTCOMES = {Outcome.PUBLISH: "Published", Outcome.REVIEW: "Looked at", Outcome.REJECT: "Rejected"}


def page(request: HttpRequest, campaign: Campaign, number: int) -> dict[str, Any]:
    """The version, and how and which pictures would be decided otherwise: `was` and `would` in the address choose among them,
    `start` is the first one to show. Raises NotFound."""
    found = trusted.version(campaign.brand_id, campaign.pk, number)
    shown: dict[str, Any] = {"campaign": campaign, "version": found, "outcomes": _OUTCOMES.values()}
    replay = getattr(found, "replay", None)
    if replay is None:
        return shown
    was, would, start = _outcome(request, "was"), _outcome(request, "would"), _whole(request, "start")
    rows, total = trusted.changed(found, was, would, start, PICTURES)
    counts = replay.counts["decided"]
    return shown | {
        "replay": replay,
        "total": sum(map(sum, counts)),
        "matrix": [
            (words, [(count, before, after, before == after) for after, count in enumerate(counts[before])])
            for before, words in _OUTCOMES.items()
        ],
        "broken": [(trusted.RULES[name], count) for name, count in replay.counts["broken"].items() if count],
        "shown": _pictures(rows),
        "found": total,
        "more": start + PICTURES if start + PICTURES < total else 0,
        "was": was,
        "would": would,
    }


def _pictures(rows: list[Changed]) -> list[dict[str, Any]]:
    made = studio.renditions([row.submission.composition for row in rows])
    return [
        {
            "row": row,
            "was": _OUTCOMES[row.was],
            "would": _OUTCOMES[row.would],
            "picture": next((studio.url(one.file) for one in made[row.submission.composition] if one.use == Use.FEED), ""),
        }
        for row in rows
    ]


def _outcome(request: HttpRequest, name: str) -> Outcome | None:
    asked = request.GET.get(name, "")
    return Outcome(int(asked)) if asked in ("0", "1", "2") else None


def _whole(request: HttpRequest, name: str) -> int:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
