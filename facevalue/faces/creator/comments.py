"""What is said about a post."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from facevalue.faces.creator import acting
from facevalue.faces.creator.cards import card
from facevalue.faces.creator.reading import NOBODY, seen, state, viewer
from facevalue.faces.ui.hosts import AppRequest
from facevalue.identity import queries as identity
from facevalue.kit.clock import now_ms
from facevalue.social import actions, errors, queries
from facevalue.trust import queries as trust

COMMENTS_PER_PAGE = 30


def said(post_id: int, who: int, before: int | None, limit: int, at_ms: int) -> list[dict[str, Any]]:
    """Comments with their authors' names, newest first."""
    found = queries.comments(state(), post_id, who, before, limit, now_ms=at_ms)
    names = identity.names({comment.person for comment in found})
    return [
        {"comment": comment, "name": names.get(comment.person, ""), "own": comment.person == who != NOBODY} for comment in found
    ]


@require_safe
def comments(request: AppRequest, post_id: int) -> HttpResponse:
    """Everything that is said about a post, newest first."""
    at_ms, who = now_ms(), viewer(request)
    content = seen(request, post_id, at_ms)
    before = acting.number(request.GET.get("before", ""))
    found = said(post_id, who, before or None, COMMENTS_PER_PAGE, at_ms)
    context = {
        "card": card(content, who, at_ms),
        "comments": found,
        "next": found[-1]["comment"].id if len(found) == COMMENTS_PER_PAGE else 0,
        "via": acting.via(request),
        "comment_key": acting.fresh_key(),
    }
    return render(request, "creator/comments.html", context)


@require_POST
@login_required
def comment(request: AppRequest, post_id: int) -> HttpResponse:
    """Says something about a post, unless it would hurt, or give an address away."""
    text = request.POST.get("text", "")
    if trust.objections_to(text, get_language() or ""):
        messages.error(request, gettext("This may hurt somebody, or gives an address away. Say it in another way."))
        return redirect("creator:comments", post_id)
    try:
        acting.engage(request, post_id, actions.COMMENT, text=text, key=request.POST.get("key", ""))
    except errors.InvalidText:
        messages.error(request, gettext("A comment has 1 to 500 letters."))
    return redirect("creator:comments", post_id)


@require_POST
@login_required
def delete_comment(request: AppRequest, post_id: int, comment_id: int) -> HttpResponse:
    """Takes one's own comment away."""
    acting.delete_comment(request, post_id, comment_id)
    return redirect("creator:comments", post_id)
