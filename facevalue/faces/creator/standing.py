"""What became of one's own pictures, and what to do about it: a report of others' posts, an appeal for one's own."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from facevalue.faces.creator.cards import feed_pictures
from facevalue.faces.creator.reading import seen, viewer
from facevalue.faces.creator.words import APPEALS, REASONS, REPORTS
from facevalue.faces.ui.hosts import AppRequest
from facevalue.kit.clock import now_ms
from facevalue.trust import actions, queries

SHOWN = 30


@require_safe
@never_cache
@login_required
def submissions(request: AppRequest) -> HttpResponse:
    """One's own pictures that wait, are shown, or are not, with the reason."""
    found = [each for each in queries.submissions(viewer(request), SHOWN) if each.submission.app_id == request.app.pk]
    pictures = feed_pictures([each.submission.composition for each in found])
    rows: list[dict[str, Any]] = [
        {
            "standing": each,
            "picture": pictures[each.submission.composition],
            "reason": REASONS.get(each.reason, each.reason),
            "appeal": APPEALS.get(each.appeal, ""),
        }
        for each in found
    ]
    return render(request, "creator/submissions.html", {"rows": rows, "at_ms": now_ms()})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def report(request: AppRequest, post_id: int) -> HttpResponse:
    """Tells us that a post should not be there."""
    content = seen(request, post_id, now_ms())
    if request.method != "POST" or request.POST.get("reason") not in REPORTS:
        return render(request, "creator/report.html", {"post": content.post, "reasons": REPORTS.items()})
    with transaction.atomic():
        reason = actions.Reason(request.POST["reason"])
        actions.report(viewer(request), post_id, reason, now_ms(), request.POST.get("note", "")[:500])
    messages.success(request, gettext("Thank you. Somebody will look at it."))
    return redirect("creator:home")
