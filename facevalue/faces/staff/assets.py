"""What brands uploaded, before creators may use it."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from facevalue.faces.staff.views import at_the_desk
from facevalue.kit.clock import now_ms
from facevalue.kit.errors import FacevalueError
from facevalue.studio import actions, queries
from facevalue.trust.errors import NotFound
from facevalue.trust.queries import Desk

_DRAFTS = 24


def _require(desk: Desk) -> None:
    if not desk.moderates:
        raise NotFound("There is no such thing here")


@require_safe
@at_the_desk
def drafts(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What waits, the oldest first, with what the studio found."""
    _require(desk)
    waiting = [(version, queries.url(version.small_file)) for version in queries.drafts(_DRAFTS)]
    return render(request, "staff/assets.html", {"desk": desk, "waiting": waiting})


@require_POST
@at_the_desk
def decide(request: HttpRequest, desk: Desk, version_id: int) -> HttpResponse:
    """Approves a version, which its brand may then publish, or turns it away, as `verdict` says. Raises NotFound."""
    _require(desk)
    version, verdict = queries.version(version_id), request.POST.get("verdict")
    try:
        with transaction.atomic():
            if verdict == "approve":
                actions.approve(version.pk, desk.person, now_ms())
                messages.success(request, f"{version.asset.name} is approved: its brand may publish it.")
            elif verdict == "turn away":
                actions.turn_away(version.pk, now_ms())
                messages.success(request, f"{version.asset.name} is turned away.")
    except FacevalueError as error:
        messages.error(request, error.detail)
    return redirect("staff:assets")
