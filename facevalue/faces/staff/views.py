"""The desk: the queue, and one case at a time. Every decision is a plain form, so that keys are a convenience."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from facevalue.faces.staff import screen
from facevalue.kit.clock import DAY_MS, now_ms
from facevalue.kit.errors import FacevalueError
from facevalue.trust import actions, queries

QUEUE_ROWS = 25
_SAMPLED_MS = 30 * DAY_MS

View = Callable[Concatenate[HttpRequest, queries.Desk, ...], HttpResponse]


def at_the_desk(view: View) -> Callable[..., HttpResponse]:
    """The view gets the desk of who asks; who has nothing to decide finds nothing here."""

    @never_cache
    @login_required
    @wraps(view)
    def seated(request: HttpRequest, **arguments: Any) -> HttpResponse:
        assert request.user.is_authenticated
        return view(request, queries.desk_of(request.user.pk), **arguments)

    return seated


@require_safe
@at_the_desk
def desk(request: HttpRequest, seat: queries.Desk) -> HttpResponse:
    """How the queue stands, and what comes first."""
    at_ms = now_ms()
    page = {
        "desk": seat,
        "service": queries.service(seat, at_ms),
        "queue": screen.lines(queries.queue(seat, at_ms, QUEUE_ROWS), at_ms),
        "sampled": queries.sampled(at_ms - _SAMPLED_MS) if seat.moderates else None,
    }
    return render(request, "staff/desk.html", page)


@require_safe
@at_the_desk
def case(request: HttpRequest, seat: queries.Desk, case_id: int) -> HttpResponse:
    """One case beside the brief, with the checks and the trail. Raises NotFound."""
    return render(request, "staff/case.html", screen.page(seat, queries.case(seat, case_id), now_ms()))


@require_POST
@at_the_desk
def next_case(request: HttpRequest, seat: queries.Desk) -> HttpResponse:
    """To the case whose turn it is, or to the one after `after`."""
    after = request.POST.get("after", "")
    return _next(request, seat, int(after) if after.isascii() and after.isdigit() and len(after) < 20 else 0)


@require_POST
@at_the_desk
def decide(request: HttpRequest, seat: queries.Desk, case_id: int) -> HttpResponse:
    """Says `verdict` ("reject:<reason>" to reject), and goes on to the next case. Raises NotFound."""
    word, _, why = request.POST.get("verdict", "").partition(":")
    if word not in set(queries.Verdict) or (why and why not in set(queries.Reason)):
        return redirect("staff:case", case_id)
    reason = queries.Reason(why) if why else None
    try:
        with transaction.atomic():
            said = actions.decide(seat, case_id, queries.Verdict(word), reason, now_ms(), request.POST.get("note", ""))
    except FacevalueError as error:
        if error.status == HTTPStatus.NOT_FOUND:
            raise
        messages.error(request, error.detail)
        return redirect("staff:case", case_id)
    messages.success(request, screen.said(said))
    return _next(request, seat)


@require_POST
@at_the_desk
def undo(request: HttpRequest, seat: queries.Desk) -> HttpResponse:
    """Takes back what the person decided last, and shows that case."""
    try:
        with transaction.atomic():
            reopened = actions.undo(seat, now_ms())
    except FacevalueError as error:
        messages.error(request, error.detail)
        return redirect("staff:desk")
    messages.success(request, "Undone. Decide it again.")
    return redirect("staff:case", reopened.pk)


def _next(request: HttpRequest, seat: queries.Desk, after: int = 0) -> HttpResponse:
    with transaction.atomic():
        found = actions.take(seat, now_ms(), after)
    if found is not None:
        return redirect("staff:case", found.pk)
    messages.info(request, "That was the last one that waits for you." if after else "Nothing waits for you.")
    return redirect("staff:desk")
