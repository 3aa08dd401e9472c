"""Pictures under `/media/`, on every host and before sessions and apps come into play, as static files are."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseNotFound, HttpResponseNotModified

from facevalue.studio import queries as studio

PREFIX: Final = "/media/"


class Media:
    """Middleware: a name stands for the same bytes forever, so whoever has them need not ask again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self._get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return _answer(request)


def _answer(request: HttpRequest) -> HttpResponse:
    name = request.path_info.removeprefix(PREFIX)
    known = studio.public_media(name)
    if known is None:
        return HttpResponseNotFound()
    sha, content_type = known
    response: HttpResponse = HttpResponseNotModified()
    if request.headers.get("If-None-Match") != f'"{sha}"':
        try:
            response = HttpResponse(studio.media_bytes(name), content_type=content_type)
        except FileNotFoundError:
            return HttpResponseNotFound()
    response.headers["ETag"] = f'"{sha}"'
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
