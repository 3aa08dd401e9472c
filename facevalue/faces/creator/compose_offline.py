"""What works without a network: the service worker of each app, and which pages it may keep for whom."""

import json
from collections.abc import Callable
from functools import cache
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import etag, require_safe

from facevalue.faces.creator import built
from facevalue.faces.creator.compose_shelf import files
from facevalue.faces.creator.compose_who import ACCOUNT_HEADER, account_of
from facevalue.faces.creator.look import look
from facevalue.faces.ui.hosts import AppRequest

# Pages that a phone keeps: nothing on them is another person's secret, nor money.
KEPT = frozenset({"home", "campaigns", "campaign", "compose", "queue"})
KEEP_HEADER = "Offline"


class Accounts:
    """Middleware: every page of an app tells the phone's worker for which account it is, and whether it may be kept.

    The worker drops what it kept as soon as the account is another one, or none: that is how logging out clears a phone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if getattr(request, "app", None) and response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers[ACCOUNT_HEADER] = account_of(request)
            if request.resolver_match and request.resolver_match.url_name in KEPT:
                response.headers.setdefault(KEEP_HEADER, "keep")
        return response


def _tag(request: AppRequest) -> str:
    return f'"{_version(look(request.theme).name)}"'


@require_safe
@etag(_tag)
def worker(request: AppRequest) -> HttpResponse:
    """The service worker, for the whole app. Another build or look is another version, which fetches its shell anew."""
    fallback, queue, found = reverse("creator:offline"), files("queue.ts"), look(request.theme)
    shell = [fallback, reverse("creator:queue"), queue["script"], queue["style"], files("app.ts")["script"]]
    sheet = reverse("creator:stylesheet", args=[found.name])
    about = {"version": _version(found.name), "shell": shell, "look": sheet, "fallback": fallback}
    code = f"const APP={json.dumps(about)};\n{built.script('sw.ts')}"
    return HttpResponse(code, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@cache
def _version(look_name: str) -> str:
    return sha256(f"{built.names()} {look_name}".encode()).hexdigest()[:12]
