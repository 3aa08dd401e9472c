"""The endpoints of the composer's scripts: uploads that go on where they were cut (offsets as in tus 1.0), and posts.

Every step may be repeated: the phone made the keys when it composed. No form token protects these, for a worker without a page
sends them too; instead they ask for a header that no foreign page can send, and look at where the request comes from.
"""

from collections.abc import Callable
from functools import wraps

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from facevalue.faces.creator import compose_input, compose_partners, compose_who
from facevalue.faces.creator.compose_errors import ForeignPage, NotLoggedIn, OtherAccount, UploadGone
from facevalue.faces.creator.compose_posting import post
from facevalue.faces.ui.hosts import AppRequest, own_origin
from facevalue.kit.clock import now_ms
from facevalue.kit.errors import FacevalueError
from facevalue.studio import actions, errors, queries

BLOCK_BYTES = 16 * 1024
CHUNK_BYTES_MAX = 256 * 1024

Endpoint = Callable[..., HttpResponse]


def _problem(error: FacevalueError) -> HttpResponse:
    """RFC 9457."""
    document = {"title": error.title, "status": error.status, "detail": error.detail, "code": error.code}
    response = JsonResponse(document, status=error.status, content_type="application/problem+json")
    if isinstance(error, errors.UploadConflict):
        response.headers["Upload-Offset"] = str(error.extra["received"])
    return response


def _person(request: AppRequest) -> int:
    """Who asks. Raises ForeignPage, NotLoggedIn, OtherAccount."""
    claimed = request.headers.get(compose_who.ACCOUNT_HEADER)
    site, origin = request.headers.get("Sec-Fetch-Site", "same-origin"), request.headers.get("Origin")
    own = own_origin(request)
    if claimed is None or site != "same-origin" or origin not in (None, own):
        raise ForeignPage("Only scripts of this app may ask for this")
    key = request.headers.get("Authorization", "")
    if key.startswith(compose_partners.SCHEME):
        person = compose_partners.person_of(request.theme, key, own)
    elif request.user.is_authenticated:
        person = request.user.pk
    else:
        raise NotLoggedIn("Log in, and what waits is sent")
    if claimed != compose_who.account(request.app.pk, person):
        raise OtherAccount("Log in with the account that this was composed with")
    return person


def endpoint(*methods: str) -> Callable[[Endpoint], Endpoint]:
    """A view that takes (request, person, …) from our own scripts, and answers errors as problem details."""

    def decorate(view: Endpoint) -> Endpoint:
        @csrf_exempt
        @never_cache
        @wraps(view)
        def answer(request: AppRequest, **arguments: int) -> HttpResponse:
            if request.method not in methods:
                return HttpResponse(status=405, headers={"Allow": ", ".join(methods)})
            try:
                return view(request, _person(request), **arguments)
            except FacevalueError as error:
                return _problem(error)

        return answer

    return decorate


@endpoint("POST")
def uploads(request: AppRequest, person: int) -> HttpResponse:
    """Begins an upload, once for each key: 201 with where it is and how far it has come."""
    key = compose_input.key(request.headers.get("Idempotency-Key"))
    size = compose_input.number("Upload-Length", request.headers.get("Upload-Length"))
    with transaction.atomic():
        begun = actions.begin_upload(person, key, size, now_ms())
    headers = {"Location": reverse("creator:upload", args=[begun.pk]), "Upload-Offset": str(begun.received_bytes)}
    return HttpResponse(status=201, headers=headers)


@endpoint("HEAD", "PATCH")
def upload(request: AppRequest, person: int, upload_id: int) -> HttpResponse:
    """How far an upload has come; PATCH takes what follows from there: 204 with how far it is then."""
    try:
        if request.method == "HEAD":
            found = queries.upload(person, upload_id)
            headers = {"Upload-Offset": str(found.received_bytes), "Upload-Length": str(found.size_bytes)}
            return HttpResponse(headers=headers)
        offset = compose_input.number("Upload-Offset", request.headers.get("Upload-Offset"))
        chunk = _arrived(request)
        with transaction.atomic():
            received = actions.append(person, upload_id, offset, chunk)
    except errors.NotFound as error:
        raise UploadGone(error.detail) from None
    return HttpResponse(status=204, headers={"Upload-Offset": str(received)})


def _arrived(request: HttpRequest) -> bytes:
    """What has come of the body, be it that the connection was cut in the middle: so much need not be sent again."""
    blocks, size = [], 0
    try:
        while size <= CHUNK_BYTES_MAX and (block := request.read(BLOCK_BYTES)):
            blocks.append(block)
            size += len(block)
    except UnreadablePostError:
        pass
    return b"".join(blocks)


@endpoint("POST")
def posts(request: AppRequest, person: int) -> HttpResponse:
    """Makes a post of an upload and what was chosen, once for each key: {"url": where the person sees what became of it}."""
    chosen = compose_input.read(request.read(compose_input.BODY_BYTES_MAX + 1))
    made = post(request.app.pk, person, chosen, now_ms())
    return JsonResponse({"url": reverse("creator:posted", args=[made.pk])})
