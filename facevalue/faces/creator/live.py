"""What happens on one's own post, as it happens: who reacts, what it brings, and how far the post travels for free."""

from hashlib import blake2b
from http import HTTPStatus
from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from facevalue.faces.creator.reading import seen, state, viewer
from facevalue.faces.creator.words import DEEDS, OUTCOMES, SIGNS
from facevalue.faces.ui.hosts import AppRequest
from facevalue.identity import queries as identity
from facevalue.kit.clock import now_ms
from facevalue.settlement import queries as settlement
from facevalue.settlement.queries import Figures, Reaction

REACTIONS_SHOWN = 8
DEGREES_SHOWN = 4


class Step(NamedTuple):
    """Engagements that came through so many shares (0: on the post itself; the last one stands for all that came farther)."""

    shares: int
    engagements: int
    farther: bool


def standing(post: int) -> dict[str, Any]:
    """How a post stands, and a `version` that changes with it."""
    db = state()
    figures = settlement.figures_of_posts(db, [post]).get(post, Figures())
    reach = settlement.spread(db, post)
    reactions = settlement.reactions(db, post, REACTIONS_SHOWN)
    names = identity.names({reaction.actor for reaction in reactions})
    total = sum(each.engagements for each in reach)
    return {
        "figures": figures,
        "free": total - figures.paid,
        "total": total,
        "paid_share": round(1000 * figures.paid / total) / 10 if total else 0,
        "steps": _steps(reach),
        "reactions": [_line(reaction, names.get(reaction.actor, "")) for reaction in reactions],
        "version": blake2b(repr((figures, reach, reactions)).encode(), digest_size=6).hexdigest(),
    }


def _steps(reach: list[settlement.Reach]) -> list[Step]:
    counts = {each.degree: each.engagements for each in reach if each.engagements}
    steps = [Step(degree - 1, counts[degree], farther=False) for degree in sorted(counts) if degree < DEGREES_SHOWN]
    rest = sum(count for degree, count in counts.items() if degree >= DEGREES_SHOWN)
    return [*steps, Step(DEGREES_SHOWN - 1, rest, farther=True)] if rest else steps


def _line(reaction: Reaction, name: str) -> dict[str, Any]:
    return {
        "reaction": reaction,
        "name": name,
        "sign": SIGNS[reaction.kind],
        "deed": DEEDS[reaction.kind],
        "why": OUTCOMES.get(reaction.outcome, ""),
    }


@require_safe
@never_cache
def live(request: AppRequest, post_id: int) -> HttpResponse:
    """The post's live part, for its creator alone; nothing as long as it is what `?after=` names."""
    content = seen(request, post_id, now_ms())
    if content.creator != viewer(request):
        raise Http404
    found = standing(post_id)
    if request.GET.get("after") == found["version"]:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    response = render(request, "creator/live.html", {"live": found})
    response.headers["X-Version"] = found["version"]
    return response
