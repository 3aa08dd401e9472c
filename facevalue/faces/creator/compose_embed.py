"""The composer in a partner's own page: one script, a frame, and a window in which a person agrees (docs/partner.md)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_http_methods, require_safe

from facevalue.faces.creator import built, compose_partners, compose_shelf, compose_words
from facevalue.faces.creator.compose_who import account
from facevalue.faces.ui import policy
from facevalue.faces.ui.hosts import AppRequest, own_origin
from facevalue.kit.clock import now_ms

SCRIPT_LIFE_SECONDS = 3600


def _partner(request: AppRequest) -> str:
    """The origin of the partner's page. Raises NotPartner."""
    return compose_partners.require_partner(request.theme, request.GET.get("origin", ""), own_origin(request))


@require_safe
def studio(request: HttpRequest) -> HttpResponse:
    """The script that defines <facevalue-studio>, for pages of any origin: which of them get more is decided later."""
    headers = {
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Cache-Control": f"public, max-age={SCRIPT_LIFE_SECONDS}",
    }
    return HttpResponse(built.script("studio.ts"), content_type="text/javascript; charset=utf-8", headers=headers)


@require_safe
@never_cache
@xframe_options_exempt
def frame(request: AppRequest, campaign_id: int) -> HttpResponse:
    """The composer for a frame, which nobody but the app's partners may show. Raises NotPartner, NotOffered."""
    origin = _partner(request)
    campaign = compose_shelf.offered(request.app.pk, campaign_id, now_ms())
    connect = f"{reverse('creator:connect')}?{urlencode({'origin': origin})}"
    embed = {"origin": origin, "connect": connect, "words": compose_words.embed()}
    page = compose_shelf.page(request, campaign) | compose_shelf.files("embed.ts") | {"embed": embed, "partner": origin}
    page["data"] |= {"account": ""}
    response = render(request, "creator/compose/embed.html", page)
    # Who asks alone: another partner's page would be told what happens in a frame that takes it for this one.
    policy.allow_frames(request, ["'self'", *{origin}.intersection(request.theme.partners)])
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def connect(request: AppRequest) -> HttpResponse:
    """A window of the app's own, in which a person agrees that a partner's page posts for them. Raises NotPartner."""
    page: dict[str, Any] = {"partner": _partner(request), **compose_shelf.files("connect.ts")}
    if request.method == "POST" and request.user.is_authenticated:
        person = request.user
        token = compose_partners.sign(request.app.pk, person.pk, page["partner"])
        page["grant"] = {"token": token, "account": account(request.app.pk, person.pk), "name": person.name}
    response = render(request, "creator/compose/connect.html", page)
    # The frame that opened this window has to stay reachable for it.
    response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return response


@require_safe
def partners(request: AppRequest) -> HttpResponse:
    """What a partner's developer copies, and how it looks."""
    offered = compose_shelf.first_offered(request.app.pk, now_ms())
    page = {"campaign": offered, "own": own_origin(request), **compose_shelf.files("partners.ts")}
    return render(request, "creator/compose/partners.html", page)
