"""The composer's pages. They work by plain forms; with scripts the same page becomes a camera and a light table."""

from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from facevalue.faces.creator import compose_input, compose_posting, compose_shelf, compose_words, reading
from facevalue.faces.creator.compose_errors import PhotoMissing
from facevalue.faces.ui.hosts import AppRequest
from facevalue.kit.clock import now_ms
from facevalue.kit.errors import FacevalueError
from facevalue.studio import actions

CHUNK_BYTES = 256 * 1024


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def composer(request: AppRequest, campaign_id: int) -> HttpResponse:
    """Decorate a photo for a campaign; without scripts the photo comes with the form. Raises NotOffered."""
    campaign = compose_shelf.offered(request.app.pk, campaign_id, now_ms())
    problems, status = [], 200
    if request.method == "POST":
        try:
            made = _compose(request, reading.viewer(request), campaign_id)
            return redirect("creator:draft", campaign_id=campaign_id, composition_id=made)
        except FacevalueError as error:
            problems, status = [error.detail], error.status
    page = compose_shelf.page(request, campaign) | {"key": str(uuid4()), "problems": problems}
    return render(request, "creator/compose/composer.html", page, status=status)


def _compose(request: AppRequest, person: int, campaign: int) -> int:
    """The picture of a form that came with a file."""
    file, key = request.FILES.get("photo"), request.POST.get("key", "")
    if not file:
        raise PhotoMissing("Choose a photo first")
    chosen = compose_input.from_form(request.POST, campaign, _take_in(file, person, key))
    return int(compose_posting.compose(person, chosen, now_ms()).pk)


def _take_in(file: "UploadedFile[bytes]", person: int, key: str) -> int:
    """The upload of a whole file, which is not sent again if it lies here already."""
    with transaction.atomic():
        upload = actions.begin_upload(person, compose_input.key(f"{key}.form"), file.size or 0, now_ms())
    offset = 0
    for chunk in file.chunks(CHUNK_BYTES):
        with transaction.atomic():
            actions.append(person, upload.pk, offset, chunk)
        offset += len(chunk)
    return int(upload.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def draft(request: AppRequest, campaign_id: int, composition_id: int) -> HttpResponse:
    """How a picture will look, and the texts beside it. Raises NotOffered; NotFound for somebody else's."""
    campaign = compose_shelf.offered(request.app.pk, campaign_id, now_ms())
    person, problems, status = reading.viewer(request), [], 200
    picture = compose_shelf.picture(person, composition_id)
    if request.method == "POST":
        texts = request.POST.get("caption", ""), request.POST.get("alt", "")
        try:
            key = f"draft:{composition_id}"
            sent = compose_posting.submit(request.app.pk, person, campaign_id, composition_id, key, *texts, now_ms())
            return redirect("creator:posted", submission_id=sent.pk)
        except FacevalueError as error:
            problems, status = [error.detail], error.status
    page = {"campaign": campaign, "picture": picture, "problems": problems, **compose_shelf.limits()}
    return render(request, "creator/compose/draft.html", page | compose_shelf.files("app.ts"), status=status)


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits on the phone. The page is the same for everybody, for only the phone knows."""
    page = {"account": None, "words": compose_words.queue(), **compose_shelf.files("queue.ts")}
    return render(request, "creator/compose/queue.html", page)
