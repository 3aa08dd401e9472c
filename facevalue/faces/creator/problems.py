"""Pages of an app that nobody wants to see, in the app's own clothes and language."""

import logging
from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.csrf import csrf_failure

from facevalue.kit.errors import FacevalueError

_logger = logging.getLogger(__name__)


class Words(NamedTuple):
    """What happened, and what to do about it."""

    reason: Any
    advice: Any


BY_STATUS = {
    400: Words(gettext_lazy("That did not work"), gettext_lazy("Go back and try it once more.")),
    403: Words(gettext_lazy("This is not yours to open"), gettext_lazy("It belongs to somebody else.")),
    404: Words(gettext_lazy("There is nothing here"), gettext_lazy("It may have been taken down, or the link is incomplete.")),
    409: Words(gettext_lazy("That is done already"), gettext_lazy("Reload the page to see how things stand.")),
    429: Words(gettext_lazy("That was a bit fast"), gettext_lazy("Wait a moment, then try again.")),
    500: Words(gettext_lazy("Something went wrong on our side"), gettext_lazy("Nothing was lost. Try again in a moment.")),
    503: Words(gettext_lazy("We are busy right now"), gettext_lazy("Nothing was lost. Try again in a moment.")),
}
EXPIRED = Words(
    gettext_lazy("This form is too old"),
    gettext_lazy("Go back, reload the page and send it again. Cookies have to be allowed."),
)


def page(request: HttpRequest, status: int, words: Words | None = None) -> HttpResponse:
    """The page of a status."""
    words = words or BY_STATUS.get(status) or BY_STATUS[500 if status >= 500 else 400]
    return render(request, "creator/problem.html", {"words": words}, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404."""
    return page(request, 404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403."""
    return page(request, 403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400."""
    return page(request, 400)


def broken(request: HttpRequest) -> HttpResponse:
    """Django's handler500. Whatever is wrong may be wrong with this page as well."""
    try:
        return page(request, 500)
    except Exception:
        _logger.exception("the page that says sorry cannot be made")
        return HttpResponse(f"<!doctype html><title>500</title><h1>{BY_STATUS[500].reason}</h1>", status=500)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What Django calls for a form without its token, at every host."""
    if getattr(request, "app", None):
        return page(request, 403, EXPIRED)
    return csrf_failure(request, reason)


class Problems:
    """Middleware: at an app's host, an error of a room becomes the page of its status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """What Django asks when a view has raised."""
        if getattr(request, "app", None) and isinstance(error, FacevalueError):
            return page(request, error.status)
        return None
