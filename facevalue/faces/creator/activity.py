"""What happened lately with one's own posts."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from facevalue.faces.creator import acting
from facevalue.faces.creator.news import look
from facevalue.faces.creator.reading import state, viewer
from facevalue.faces.creator.receipts import tell
from facevalue.faces.ui.engine import engine
from facevalue.faces.ui.hosts import AppRequest
from facevalue.insight.queries import activity as lately
from facevalue.kit.clock import DAY_MS, now_ms

LINES_PER_PAGE = 30
DAYS = 30


@require_safe
@never_cache
@login_required
def activity(request: AppRequest) -> HttpResponse:
    """Who follows one, who reacted to one's posts in this app, newest first, and what it brought: seen from now on."""
    db, who, before = state(), viewer(request), acting.number(request.GET.get("before", ""))
    context: dict[str, Any] = {} if before else {"followers": look(db, who)}
    lines = lately(engine().store, who, before, LINES_PER_PAGE, now_ms() - DAYS * DAY_MS)
    context["lines"] = [each for each in tell(db, lines, request.app.pk) if each.here]
    context["next"] = lines[-1].position if len(lines) == LINES_PER_PAGE else 0
    return render(request, "creator/activity.html", context)
