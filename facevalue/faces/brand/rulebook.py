"""A campaign's brief, and its rules as code: written, replayed over last month's pictures, and only then live."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from facevalue.campaigns import actions as campaigns
from facevalue.campaigns import queries
from facevalue.faces.brand import replayed
from facevalue.identity import queries as identity
from facevalue.kit.clock import now_ms
from facevalue.kit.errors import FacevalueError
from facevalue.trust import actions as trust
from facevalue.trust import queries as trusted

STARTER = """{
  "faces": {"min": 1, "max": 3},
  "face_size": {"min": 0.12},
  "stickers": {"max": 3}
}"""


def _planned(request: HttpRequest, campaign_id: int) -> queries.Campaign:
    """A campaign that this person may plan. Raises NotFound, NotAllowed."""
    assert request.user.is_authenticated
    seen = [found.pk for found in identity.organisations(request.user.pk)]
    found = queries.campaign_among(seen, campaign_id)
    identity.require(request.user.pk, identity.Verb.PLAN, found.brand_id)
    return found


@require_POST
@login_required
def brief(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Writes what the brand wants to see. Raises NotFound, NotAllowed, InvalidPlan."""
    campaign = _planned(request, campaign_id)
    with transaction.atomic():
        campaigns.describe(campaign.brand_id, campaign.pk, request.POST.get("brief", ""))
    messages.success(request, "The brief is kept.")
    return redirect("brand:rules", campaign_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def rules(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The versions of the rules, and a place to write the next one. Raises NotFound, NotAllowed."""
    campaign = _planned(request, campaign_id)
    versions = trusted.versions(campaign.brand_id, campaign.pk)
    page: dict[str, object] = {"campaign": campaign, "versions": versions, "rules": trusted.RULES}
    source = request.POST.get("source", versions[0].source if versions else STARTER)
    page["source"] = source
    if request.method == "POST":
        try:
            with transaction.atomic():
                assert request.user.is_authenticated
                found = trust.write_rules(campaign.brand_id, campaign.pk, source, request.user.pk, now_ms())
            return redirect("brand:version", campaign_id, found.version)
        except FacevalueError as error:
            page["wrong"] = error.detail
    return render(request, "brand/rules.html", page, status=422 if "wrong" in page else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def version(request: HttpRequest, campaign_id: int, number: int) -> HttpResponse:
    """One version: what it would have decided, picture by picture; posts replay it, bring it to life, or retire it.

    Raises NotFound, NotAllowed, NotReplayed.
    """
    campaign = _planned(request, campaign_id)
    if request.method == "POST":
        _carry_out(request, campaign, number)
        return redirect("brand:version", campaign_id, number)
    return render(request, "brand/version.html", replayed.page(request, campaign, number))


def _carry_out(request: HttpRequest, campaign: queries.Campaign, number: int) -> None:
    brand, at_ms, asked = campaign.brand_id, now_ms(), request.POST.get("do")
    if asked == "replay":
        # Outside the transaction that keeps it, for reading a month takes seconds.
        whole_brand = request.POST.get("among") == "brand"
        found = trusted.would_decide(brand, campaign.pk, number, at_ms, whole_brand=whole_brand)
        with transaction.atomic():
            trust.keep_replay(brand, campaign.pk, number, found, at_ms)
    elif asked == "live":
        with transaction.atomic():
            trust.go_live(brand, campaign.pk, number, at_ms)
        messages.success(request, "These rules decide from now on.")
    elif asked == "retire":
        with transaction.atomic():
            trust.retire(brand, campaign.pk, number, at_ms)
        messages.success(request, "These rules decide nothing any more.")
