"""The pages of a brand's people."""

from datetime import UTC, datetime
from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from facevalue.campaigns import queries
from facevalue.faces.brand import figures, live
from facevalue.faces.ui.templatetags.seat import places
from facevalue.identity import queries as identity
from facevalue.identity.queries import Verb
from facevalue.kit.clock import now_ms


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """What this is, for strangers; everybody else goes straight to where they work."""
    if request.user.is_authenticated:
        return redirect(places(request.user.pk)[0].url)
    return render(request, "brand/landing.html")


def _brands(request: HttpRequest) -> list[int]:
    """Wherever this person may look."""
    assert request.user.is_authenticated
    return [organisation.pk for organisation in identity.organisations(request.user.pk)]


@require_safe
@never_cache
@login_required
def campaigns(request: HttpRequest) -> HttpResponse:
    """Every campaign that this person may see."""
    return render(request, "brand/campaigns.html", {"campaigns": queries.campaigns_among(_brands(request))})


@require_safe
@never_cache
@login_required
def campaign(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """One campaign as it stands; the page then follows the live stream. Raises NotFound."""
    found = queries.campaign_among(_brands(request), campaign_id)
    assert request.user.is_authenticated
    at_ms = now_ms()
    totals = live.totals(campaign_id, at_ms)
    page = {
        "campaign": found,
        "plans": identity.may(request.user.pk, Verb.PLAN, found.brand_id),
        "totals": totals,
        "as_of": datetime.fromtimestamp(at_ms // 1000, UTC),
        "figures": figures.figures(totals or figures.NOTHING),
        "groups": figures.GROUPS,
        "steps": figures.steps(),
        "degrees": figures.degrees(),
        "kinds": figures.KINDS,
        "places": figures.places(),
    }
    return render(request, "brand/campaign.html", page)


@require_safe
@never_cache
def stream(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Where the campaign's live stream is, for the page's script: {"url": …}, 401 for who is logged out. Raises NotFound."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=HTTPStatus.UNAUTHORIZED)
    found = queries.campaign_among(_brands(request), campaign_id)
    return JsonResponse({"url": live.stream_path(found.pk, request.user.pk, now_ms())})
