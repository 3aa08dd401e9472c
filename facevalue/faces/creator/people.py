"""People: who they are and what they posted."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from facevalue.faces.creator.cards import cards
from facevalue.faces.creator.reading import state, viewer
from facevalue.faces.ui.hosts import AppRequest
from facevalue.identity import queries as identity
from facevalue.kit.clock import now_ms
from facevalue.social import queries
from facevalue.social.queries import Place

POSTS_PER_PAGE = 24


@require_safe
@login_required
def me(request: AppRequest) -> HttpResponse:
    """One's own profile."""
    return redirect("creator:person", viewer(request))


@require_safe
def person(request: AppRequest, person_id: int) -> HttpResponse:
    """Somebody's pictures in this app. Whom a block keeps apart, finds nothing here but the way to take it back."""
    db, at_ms, who = state(), now_ms(), viewer(request)
    name = require_name(person_id)
    blocked = bool(who) and person_id in queries.blocked_by(db, who, at_ms)
    if who not in (0, person_id) and not blocked and queries.are_kept_apart(db, who, person_id, at_ms):
        raise Http404
    before = Place.parse(request.GET.get("before", ""))
    page = queries.Page([], None) if blocked else queries.posts_of(db, person_id, request.app.pk, who, before, POSTS_PER_PAGE)
    context = {
        "person": person_id,
        "name": name,
        "own": person_id == who,
        "blocked": blocked,
        "following": bool(who) and queries.is_following(db, who, person_id, at_ms),
        "friend": bool(who) and person_id in queries.friends(db, who, [person_id], at_ms),
        "followers": queries.followers_count(db, person_id),
        "follows": len(queries.follows(db, person_id, at_ms)),
        "cards": cards(page.posts, who, at_ms),
        "next": page.next,
    }
    return render(request, "creator/person.html", context)


def require_name(person_id: int) -> str:
    """What a person is called. Raises Http404."""
    name = identity.names([person_id]).get(person_id)
    if name is None:
        raise Http404
    return name
