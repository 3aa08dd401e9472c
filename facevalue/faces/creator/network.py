"""Whom one follows, and whom one keeps away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from facevalue.faces.creator import acting
from facevalue.faces.creator.people import require_name
from facevalue.faces.creator.reading import state, viewer
from facevalue.faces.ui.engine import engine
from facevalue.faces.ui.hosts import AppRequest
from facevalue.identity import queries as identity
from facevalue.kit.clock import now_ms
from facevalue.social import actions as social
from facevalue.social.queries import blocked_by


@require_POST
@login_required
def follow(request: AppRequest, person_id: int) -> HttpResponse:
    """Follows somebody, or with `undo` does no more. Two who follow each other are friends."""
    who, at_ms = viewer(request), now_ms()
    require_name(person_id)
    act = social.unfollow if "undo" in request.POST else social.follow
    with engine().network.lent() as (db, log):
        act(db, log, who, person_id, at_ms)
    if "X-Fragment" not in request.headers:
        return acting.back(request, "person", person_id)
    context = {"person": person_id, "following": "undo" not in request.POST}
    return render(request, "creator/follow.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def block(request: AppRequest, person_id: int) -> HttpResponse:
    """Asks whether to keep somebody apart from oneself, and does it, or with `undo` ends it."""
    name = require_name(person_id)
    if request.method != "POST":
        return render(request, "creator/confirm_block.html", {"person": person_id, "name": name})
    undo = "undo" in request.POST
    act = social.unblock if undo else social.block
    with engine().network.lent() as (db, log):
        act(db, log, viewer(request), person_id, now_ms())
    messages.success(request, gettext("The block is gone.") if undo else gettext("You will not see each other any more."))
    return redirect("creator:person", person_id) if undo else redirect("creator:home")


@require_safe
@login_required
def blocked(request: AppRequest) -> HttpResponse:
    """Whom one has blocked."""
    found = blocked_by(state(), viewer(request), now_ms())
    return render(request, "creator/blocked.html", {"people": identity.names(found).items()})
