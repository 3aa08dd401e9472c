"""What a creator is told of a picture that was posted: out, looked at, or refused and why, and how to appeal."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from facevalue.faces.creator import compose_shelf
from facevalue.faces.creator.reading import viewer
from facevalue.faces.creator.words import APPEALS, REASONS, TOLD
from facevalue.faces.ui.hosts import AppRequest
from facevalue.kit.clock import now_ms
from facevalue.trust import actions, errors, queries


def _page(standing: queries.Standing, at_ms: int) -> dict[str, Any]:
    sent = standing.submission
    return {
        "sent": sent,
        "told": TOLD[queries.State(sent.state)],
        "reasons": [reason for reason in (REASONS.get(standing.reason, standing.reason), *standing.evidence) if reason],
        "appeal": APPEALS.get(standing.appeal, ""),
        "may_appeal": standing.appeal_until > at_ms,
        "appeal_max": queries.APPEAL_LETTERS_MAX,
        "is_out": sent.state == queries.State.PUBLISHED,
        "picture": compose_shelf.picture(sent.owner, sent.composition, sent.alt),
        **compose_shelf.files("app.ts"),
    }


@require_safe
@never_cache
@login_required
def posted(request: AppRequest, submission_id: int) -> HttpResponse:
    """What became of it. Raises NotFound for somebody else's."""
    page = _page(queries.submission(viewer(request), submission_id), now_ms())
    return render(request, "creator/compose/posted.html", page)


@require_POST
@login_required
def appeal(request: AppRequest, submission_id: int) -> HttpResponse:
    """Says why a refusal was wrong: somebody else looks. Raises NotFound, WrongState."""
    try:
        with transaction.atomic():
            actions.appeal(viewer(request), submission_id, request.POST.get("text", ""), now_ms())
        messages.success(request, gettext("Your appeal has arrived."))
    except errors.InvalidText:
        messages.error(request, gettext("Tell us in a few words why it was wrong."))
    return redirect("creator:posted", submission_id=submission_id)
