"""What creators can take part in."""

from collections.abc import Mapping
from typing import NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from facevalue.campaigns import queries
from facevalue.campaigns.queries import Campaign, Prices, Status
from facevalue.faces.creator.reading import state, viewer
from facevalue.faces.ui.hosts import AppRequest
from facevalue.identity.queries import App
from facevalue.kit.clock import now_ms
from facevalue.social import queries as social
from facevalue.studio.queries import AssetVersion, url

OFFERS_MAX = 20
# Among so many of the newest ones those that pay best are looked for.
READ_MAX = 200


class Offer(NamedTuple):
    """A campaign as a creator sees it, what it pays them for each like, comment and share, and the address of its frame's
    picture, empty if it has none."""

    id: int
    name: str
    brand: str
    brief: str
    starts_at: int
    ends_at: int
    window_hours: int
    open: bool
    prices: Prices
    frame: str


def followers_of(request: AppRequest) -> int:
    """How many follow whoever looks, for prices go by that; nobody follows a stranger."""
    who = viewer(request)
    return social.followers_count(state(), who) if who else 0


def offers(app: App, followers: int, at_ms: int, *, with_frames: bool = False) -> list[Offer]:
    """What a creator with so many followers can post for now: what pays best comes first. Without frames, unless asked."""
    campaigns = queries.offered(app.pk, at_ms, READ_MAX)
    prices = queries.prices_for([campaign.pk for campaign in campaigns], followers)
    paying = [campaign for campaign in campaigns if campaign.pk in prices]
    best = sorted(paying, key=lambda campaign: -max(prices[campaign.pk]))[:OFFERS_MAX]
    frames = queries.frames_of(best) if with_frames else {}
    return [_offer(campaign, prices[campaign.pk], frames, at_ms) for campaign in best]


def _offer(campaign: Campaign, prices: Prices, frames: Mapping[int, AssetVersion], at_ms: int) -> Offer:
    runs = campaign.status == Status.LIVE and campaign.starts_at <= at_ms and not 0 < campaign.ends_at <= at_ms
    shown = (campaign.pk, campaign.name, campaign.brand.name, campaign.brief)
    frame = url(frames[campaign.pk].small_file) if campaign.pk in frames else ""
    return Offer(*shown, campaign.starts_at, campaign.ends_at, campaign.window_hours, runs, prices, frame)


@require_safe
def campaigns(request: AppRequest) -> HttpResponse:
    """Everything that one can take part in now."""
    found = offers(request.app, followers_of(request), now_ms(), with_frames=True)
    return render(request, "creator/campaigns.html", {"offers": found})


@require_safe
def campaign(request: AppRequest, campaign_id: int) -> HttpResponse:
    """One campaign: what the brand wants to see, and what it pays."""
    found = queries.shown(request.app.pk, [campaign_id]).get(campaign_id)
    if found is None:
        raise Http404
    prices = queries.prices_for([campaign_id], followers_of(request)).get(campaign_id, Prices(0, 0, 0))
    return render(request, "creator/campaign.html", {"offer": _offer(found, prices, queries.frames_of([found]), now_ms())})
