"""What creators can take part in."""

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
from facevalue.studio.queries import AssetKind, url

OFFERS_MAX = 20


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

    @property
    def best(self) -> int:
        """The most that one engagement earns."""
        return max(self.prices)


def followers_of(request: AppRequest) -> int:
    """How many follow whoever looks, for prices go by that; nobody follows a stranger."""
    who = viewer(request)
    return social.followers_count(state(), who) if who else 0


def offers(app: App, followers: int, at_ms: int) -> list[Offer]:
    """What a creator with so many followers can post for now: what pays best comes first."""
    campaigns = queries.offered(app.pk, at_ms)[:OFFERS_MAX]
    prices = queries.prices_for([campaign.pk for campaign in campaigns], followers)
    found = [_offer(campaign, prices[campaign.pk], at_ms) for campaign in campaigns if campaign.pk in prices]
    return sorted(found, key=lambda offer: -offer.best)


def _offer(campaign: Campaign, prices: Prices, at_ms: int) -> Offer:
    runs = campaign.status == Status.LIVE and campaign.starts_at <= at_ms and not 0 < campaign.ends_at <= at_ms
    shown = (campaign.pk, campaign.name, campaign.brand.name, campaign.brief)
    return Offer(*shown, campaign.starts_at, campaign.ends_at, campaign.window_hours, runs, prices, _frame(campaign))


def _frame(campaign: Campaign) -> str:
    frames = [version for version in queries.assets_of(campaign.pk) if version.asset.kind == AssetKind.FRAME]
    return url(frames[0].small_file) if frames else ""


@require_safe
def campaigns(request: AppRequest) -> HttpResponse:
    """Everything that one can take part in now."""
    return render(request, "creator/campaigns.html", {"offers": offers(request.app, followers_of(request), now_ms())})


@require_safe
def campaign(request: AppRequest, campaign_id: int) -> HttpResponse:
    """One campaign: what the brand wants to see, and what it pays."""
    found = queries.shown(request.app.pk, [campaign_id]).get(campaign_id)
    if found is None:
        raise Http404
    prices = queries.prices_for([campaign_id], followers_of(request)).get(campaign_id, Prices(0, 0, 0))
    return render(request, "creator/campaign.html", {"offer": _offer(found, prices, now_ms())})
