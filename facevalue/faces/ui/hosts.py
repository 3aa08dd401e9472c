"""Which pages a host name has: an app's own, or the brands'."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

from facevalue.faces.ui import drafts
from facevalue.identity.queries import App, Theme, app_at, theme

APP_PAGES = "facevalue.faces.creator.urls"


class AppRequest(HttpRequest):
    """What a view of an app's host gets."""

    app: App
    theme: Theme


def own_origin(request: HttpRequest) -> str:
    """The origin of the pages that the request was sent to, as browsers name it."""
    return f"{request.scheme}://{request.get_host()}"


class Hosts:
    """Middleware: `request.app` is the app of the host, or None. An app's host has the creators' pages and `request.theme`,
    which is the draft for whom the operator lets see it (`drafts`). Any other host that Django lets in has the brands'."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # get_host refuses what is not in ALLOWED_HOSTS, so no stranger's host name reaches the database.
        app = app_at(split_domain_port(request.get_host())[0])
        request.app = app  # type: ignore[attr-defined]
        if app:
            request.urlconf = APP_PAGES
            draft = drafts.apply(request, app.pk)
            request.theme = draft or theme(app)  # type: ignore[attr-defined]
            if draft:
                return drafts.finish(self._get_response(request))
        return self._get_response(request)
