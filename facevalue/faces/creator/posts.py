"""A post by itself, and what people do with it."""

from http import HTTPStatus
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from facevalue.faces.creator import acting
from facevalue.faces.creator.cards import card
from facevalue.faces.creator.comments import said
from facevalue.faces.creator.live import standing
from facevalue.faces.creator.reading import seen, viewer
from facevalue.faces.ui.hosts import AppRequest
from facevalue.kit.clock import now_ms
from facevalue.social.actions import LIKE, SHARE

COMMENTS_BESIDE_POST = 3
# Where a link can be given on without the phone's own way to do it.
SHARE_PLACES = (
    ("WhatsApp", "https://wa.me/?text="),
    ("LINE", "https://line.me/R/share?text="),
    ("Facebook", "https://www.facebook.com/sharer/sharer.php?u="),
    ("Telegram", "https://t.me/share/url?url="),
    ("X", "https://x.com/intent/post?url="),
)


@require_safe
def post(request: AppRequest, post_id: int) -> HttpResponse:
    """The picture, what it is for and what people say. `?via=` tells whose share led here, which acts then carry on."""
    at_ms, who = now_ms(), viewer(request)
    found = card(seen(request, post_id, at_ms), who, at_ms)
    context = {
        "card": found,
        "image_url": request.build_absolute_uri(found.full.jpeg) if found.full else "",
        "via": acting.via(request),
        "comments": said(post_id, who, None, COMMENTS_BESIDE_POST, at_ms),
        "comment_key": acting.fresh_key(),
        "share_url": share_url(request, post_id),
        "live": standing(post_id) if found.own else None,
    }
    return render(request, "creator/post.html", context)


def share_url(request: AppRequest, post_id: int) -> str:
    """The link that a person gives on: who acts on it, acts through them."""
    who = viewer(request)
    address = reverse("creator:post", args=[post_id])
    return request.build_absolute_uri(f"{address}?via={who}" if who else address)


@require_POST
@login_required
def like(request: AppRequest, post_id: int) -> HttpResponse:
    """Likes, or takes the like back."""
    acting.engage(request, post_id, LIKE, undo="undo" in request.POST)
    if "X-Fragment" in request.headers:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return acting.back(request, "post", post_id)


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: AppRequest, post_id: int) -> HttpResponse:
    """The link to give on, and where to. Posting it notes the share, which makes the link count and brings the post to those
    who follow the person; with `undo` it is taken back."""
    if request.method == "POST":
        return _share(request, post_id)
    at_ms = now_ms()
    found = card(seen(request, post_id, at_ms), viewer(request), at_ms)
    link = share_url(request, post_id)
    places = [{"name": name, "url": address + quote(link, safe="")} for name, address in SHARE_PLACES]
    return render(request, "creator/share.html", {"card": found, "share_url": link, "places": places})


@login_required
def _share(request: AppRequest, post_id: int) -> HttpResponse:
    acting.engage(request, post_id, SHARE, undo="undo" in request.POST)
    if "X-Fragment" in request.headers:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return redirect("creator:share", post_id)
