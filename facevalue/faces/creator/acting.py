"""What people do in an app, on its way to the log."""

import re

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.http import url_has_allowed_host_and_scheme

from facevalue.faces.creator.reading import viewer
from facevalue.faces.ui.engine import engine
from facevalue.faces.ui.hosts import AppRequest
from facevalue.kit.clock import now_ms
from facevalue.kit.ids import ID_MAX
from facevalue.social import actions as social

_KEY = re.compile(r"[\w-]{8,64}", re.ASCII)


def number(text: str) -> int:
    """An id in a request, 0 if it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 19 and int(text) <= ID_MAX else 0


def fresh_key() -> str:
    """A key for a form, so that sending it twice does its work once."""
    return get_random_string(22)


def via(request: AppRequest) -> int:
    """Whose share led here, 0 if nobody's did."""
    return number(request.POST.get("via", "") or request.GET.get("via", ""))


def engage(request: AppRequest, post: int, kind: int, *, undo: bool = False, text: str = "", key: str = "") -> None:
    """Takes a like, comment or share. `key` is the form's own, so that one that is sent twice counts once."""
    with engine().network.lent() as (db, log):
        social.engage(
            *(db, log, post, kind, viewer(request), via(request), request.app.pk),
            key if _KEY.fullmatch(key) else fresh_key(),
            now_ms(),
            undo=undo,
            text=text,
        )


def delete_comment(request: AppRequest, post: int, comment: int) -> None:
    """Takes one's own comment away. Raises UnknownComment."""
    with engine().network.lent() as (db, log):
        social.delete_comment(db, log, viewer(request), post, comment, now_ms())


def back(request: AppRequest, name: str, identifier: int) -> HttpResponse:
    """To the page that a form was on, if it is one of ours, else to a page by its name."""
    wanted = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        wanted = reverse(f"creator:{name}", args=[identifier])
    return HttpResponseRedirect(wanted)
