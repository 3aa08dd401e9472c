"""In which language an app speaks: the person's own, else what the browser asks for, among those that the app has."""

from collections.abc import Callable, Sequence

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header


class Languages:
    """Middleware: at an app's host everything is said in the language of `choose`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        theme = getattr(request, "theme", None)
        if theme is None:
            return self._get_response(request)
        own = request.user.language if request.user.is_authenticated else ""
        with translation.override(choose(theme.languages, own, request.headers.get("Accept-Language", ""))):
            response = self._get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
        patch_vary_headers(response, ("Accept-Language",))
        return response


def choose(languages: Sequence[str], own: str, accepted: str) -> str:
    """One of `languages`, the first of them if none is wanted. `accepted` as a header Accept-Language."""
    wanted = [own, *(language for language, _ in parse_accept_lang_header(accepted.lower()))]
    # Tagalog is what Filipino was called before, and still is by some phones.
    for language in wanted:
        base = {"tl": "fil", "in": "id"}.get(language.split("-")[0], language.split("-")[0])
        for name in (language, base):
            if name in languages:
                return name
    return languages[0]
