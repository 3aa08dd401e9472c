"""How a theme's draft is shown at the app's own host, to whom its operator has given the address."""

from django.core import signing
from django.http import HttpRequest, HttpResponse

from facevalue.faces.ui import policy
from facevalue.identity.queries import Theme, draft_theme

PARAMETER = "draft"
LIFE_SECONDS = 3600
_SALT = "facevalue.faces.ui.drafts"


def sign(app: int, editor: str) -> str:
    """A token with which the app's pages show its draft for an hour, in a frame of pages of the origin `editor`."""
    return signing.dumps([app, editor], salt=_SALT)


def apply(request: HttpRequest, app: int) -> Theme | None:
    """The draft, if the request carries a token for this app."""
    token = request.GET.get(PARAMETER)
    if not token:
        return None
    try:
        for_app, editor = signing.loads(token, salt=_SALT, max_age=LIFE_SECONDS)
    except signing.BadSignature:
        return None
    if for_app != app:
        return None
    policy.allow_frames(request, [editor])
    return draft_theme(app)


def finish(response: HttpResponse) -> HttpResponse:
    """The answer with the draft, which nobody keeps."""
    response.xframe_options_exempt = True
    response.headers["Cache-Control"] = "no-store"
    return response
