"""What a creator is told of a picture that was posted: out, looked at, or refused and why, and how to appeal."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from facevalue.faces.creator import compose_shelf
from facevalue.faces.creator.compose_who import person
from facevalue.faces.ui.hosts import AppRequest
from facevalue.kit.clock import now_ms
from facevalue.trust import actions as trust
from facevalue.trust.queries import APPEAL_LETTERS_MAX, Standing, State, submission


class Told(NamedTuple):
    """A title and what it means; `tone` is that of a notice."""

    title: Any
    explanation: Any
    tone: str


_TOLD = {
    State.PUBLISHED: Told(
        gettext_lazy("It is out"),
        gettext_lazy("Your people see it now. When they like, comment or share it, you earn."),
        "success",
    ),
    State.WAITING: Told(
        gettext_lazy("Somebody has a look first"),
        gettext_lazy("It is out as soon as a person has looked at it, within a day. You need not do anything."),
        "warning",
    ),
    State.REJECTED: Told(gettext_lazy("It cannot be shown"), gettext_lazy("This is why:"), "error"),
    State.WITHDRAWN: Told(gettext_lazy("You took it back"), gettext_lazy("Nobody sees it any more."), "warning"),
}
_APPEALS = {
    "open": gettext_lazy("Your appeal has arrived. Somebody who has not seen it yet looks at it."),
    "upheld": gettext_lazy("Your appeal was right: it is out again, and pays what it would have paid."),
    "lost": gettext_lazy("Somebody else has looked at it again, and it stays as it is."),
}


def _page(standing: Standing, at_ms: int) -> dict[str, Any]:
    sent = standing.submission
    return {
        "sent": sent,
        "told": _TOLD[State(sent.state)],
        "reasons": [reason for reason in (standing.reason, *standing.evidence) if reason],
        "appeal": _APPEALS.get(standing.appeal, ""),
        "may_appeal": standing.appeal_until > at_ms,
        "appeal_max": APPEAL_LETTERS_MAX,
        "is_out": sent.state == State.PUBLISHED,
        "picture": compose_shelf.picture(sent.owner, sent.composition, sent.alt),
        **compose_shelf.files("app.ts"),
    }


@require_safe
@never_cache
@login_required
def posted(request: AppRequest, submission_id: int) -> HttpResponse:
    """What became of it. Raises NotFound for somebody else's."""
    page = _page(submission(person(request), submission_id), now_ms())
    return render(request, "creator/compose/posted.html", page)


@require_POST
@login_required
def appeal(request: AppRequest, submission_id: int) -> HttpResponse:
    """Says why a refusal was wrong. Raises NotFound, InvalidText, WrongState."""
    with transaction.atomic():
        trust.appeal(person(request), submission_id, request.POST.get("text", ""), now_ms())
    messages.success(request, gettext("Your appeal has arrived."))
    return redirect("creator:posted", submission_id=submission_id)
