"""Where everybody begins: one's own network first, then what else is posted in the app, and what there is to earn with."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from facevalue.faces.creator.campaigns import followers_of, offers
from facevalue.faces.creator.cards import cards
from facevalue.faces.creator.reading import state, viewer
from facevalue.faces.ui.hosts import AppRequest
from facevalue.kit.clock import now_ms
from facevalue.social import queries as social
from facevalue.social.queries import Place

POSTS_PER_PAGE = 8
# Pictures that are there at once; the others come when they are nearly on the screen.
EAGER = 1


@require_safe
def home(request: AppRequest) -> HttpResponse:
    """A page of the feed, on the first one with campaigns. As a fragment: the posts alone, for who scrolls."""
    db, at_ms, who = state(), now_ms(), viewer(request)
    before = Place.parse(request.GET.get("before", ""))
    page = social.feed(db, who, request.app.pk, before, POSTS_PER_PAGE, at_ms)
    context: dict[str, Any] = {
        "cards": cards(page.posts, who, at_ms, page.via),
        "next": page.next,
        "first_page": before == social.START,
    }
    if "X-Fragment" in request.headers:
        return render(request, "creator/posts.html", context)
    if context["first_page"]:
        context |= {"offers": offers(request.app, followers_of(request), at_ms), "eager": EAGER}
    return render(request, "creator/home.html", context)
