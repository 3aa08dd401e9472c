"""Who looks, and the database that they look into."""

from django.db import connection
from django.http import Http404, HttpRequest

from facevalue.faces.ui.hosts import AppRequest
from facevalue.kit.db import Database, wrap
from facevalue.social import queries as social
from facevalue.social.queries import Content

NOBODY = 0


def state() -> Database:
    """The rooms without Django, on Django's connection; for reading, which needs no transaction."""
    connection.ensure_connection()
    return wrap(connection.connection)


def viewer(request: HttpRequest) -> int:
    """The id of whoever looks, NOBODY for a stranger."""
    return request.user.pk if request.user.is_authenticated else NOBODY


def seen(request: AppRequest, post_id: int, at_ms: int) -> Content:
    """A post that this person may see in this app: their own also while it is hidden. Raises Http404."""
    db, who = state(), viewer(request)
    found = social.content(db, [post_id]).get(post_id)
    if found is None or found.app != request.app.pk or not (found.visible or found.creator == who):
        raise Http404
    if who and who != found.creator and social.are_kept_apart(db, who, found.creator, at_ms):
        raise Http404
    return found
