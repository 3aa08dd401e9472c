"""What others may ask of campaigns. What takes a brand answers for that brand alone."""

from collections.abc import Collection
from contextlib import suppress

from django.db import connection
from django.db.models import Q

from facevalue.campaigns import ingest, store
from facevalue.campaigns.audit import audit
from facevalue.campaigns.errors import NotFound, NotPublishable
from facevalue.campaigns.models import AllowedAsset, Campaign, Post, Rate
from facevalue.campaigns.rules import (
    ESCROW_TYPICAL_TOKENS,
    Budget,
    CreatorTier,
    Kind,
    Prices,
    RateCard,
    Status,
    tier_of,
    tier_on,
)
from facevalue.kit.db import Database, wrap
from facevalue.studio import queries as studio
from facevalue.studio.queries import AssetKind, AssetVersion

__all__ = [
    "ESCROW_TYPICAL_TOKENS",
    "Budget",
    "Campaign",
    "CreatorTier",
    "Prices",
    "RateCard",
    "Status",
    "assets_of",
    "audit",
    "budget",
    "campaign",
    "campaign_among",
    "campaigns",
    "campaigns_among",
    "frames_of",
    "names",
    "offered",
    "post",
    "posts",
    "prices_for",
    "rate_card",
    "require_assets",
    "shown",
    "tier_of",
]


def _database() -> Database:
    connection.ensure_connection()
    return wrap(connection.connection)


def campaigns(brand: int) -> list[Campaign]:
    """The campaigns of a brand, newest first."""
    return list(Campaign.objects.filter(brand=brand).order_by("-id"))


def campaign(brand: int, campaign_id: int) -> Campaign:
    """A campaign of the brand. Raises NotFound."""
    try:
        return Campaign.objects.get(id=campaign_id, brand=brand)
    except Campaign.DoesNotExist:
        raise NotFound("The brand has no such campaign") from None


def campaigns_among(brands: Collection[int]) -> list[Campaign]:
    """The campaigns of several brands, each with its brand: those that run first, then the newest first."""
    newest_first = Campaign.objects.filter(brand__in=brands).select_related("brand").order_by("-id")
    return sorted(newest_first, key=lambda campaign: campaign.status != Status.LIVE)


def campaign_among(brands: Collection[int], campaign_id: int) -> Campaign:
    """A campaign of one of the brands, with its brand. Raises NotFound."""
    try:
        return Campaign.objects.select_related("brand").get(id=campaign_id, brand__in=brands)
    except Campaign.DoesNotExist:
        raise NotFound("None of the brands has such a campaign") from None


def rate_card(brand: int, campaign_id: int) -> RateCard:
    """The prices of each tier that has any. Raises NotFound."""
    found = campaign(brand, campaign_id)
    return store.rate_card(_database(), found.id)


def budget(brand: int, campaign_id: int) -> Budget:
    """What the campaign has left and what it has set aside. Raises NotFound."""
    return ingest.budget(_database(), campaign(brand, campaign_id).id)


def posts(brand: int, campaign_id: int, limit: int, before: int | None = None) -> list[Post]:
    """At most `limit` posts of a campaign, newest first, made before the post `before`. Raises NotFound."""
    found = Post.objects.filter(campaign=campaign(brand, campaign_id))
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found.order_by("-id")[:limit])


def post(brand: int, post_id: int) -> Post:
    """A post for one of the brand's campaigns. Raises NotFound."""
    try:
        return Post.objects.select_related("campaign").get(id=post_id, campaign__brand=brand)
    except Post.DoesNotExist:
        raise NotFound("The brand has no such post") from None


def offered(app: int, now_ms: int, limit: int | None = None) -> list[Campaign]:
    """The campaigns (at most `limit`) that take posts in an app now, each with its brand, for its creators to choose from;
    newest first."""
    runs = Q(starts_at__lte=now_ms) & (Q(ends_at=0) | Q(ends_at__gt=now_ms))
    found = Campaign.objects.filter(runs, status=Status.LIVE, allowed_apps__app=app)
    return list(found.select_related("brand").order_by("-id")[:limit])


def shown(app: int, campaign_ids: Collection[int]) -> dict[int, Campaign]:
    """Those campaigns of an app's posts that creators and fans may read about, by id, each with its brand: never a draft."""
    found = Campaign.objects.filter(id__in=campaign_ids, allowed_apps__app=app).exclude(status=Status.DRAFT)
    return {campaign.pk: campaign for campaign in found.select_related("brand")}


def names(campaign_ids: Collection[int]) -> dict[int, str]:
    """What campaigns are called, by id, for whoever knows the id; each with its brand."""
    found = Campaign.objects.filter(id__in=campaign_ids).values_list("id", "brand__name", "name")
    return {campaign_id: f"{brand} · {name}" for campaign_id, brand, name in found}


def prices_for(campaign_ids: Collection[int], followers: int) -> dict[int, Prices]:
    """What campaigns pay a creator with so many followers; those with nothing for them are left out."""
    cards: dict[int, RateCard] = {}
    for rate in Rate.objects.filter(campaign__in=campaign_ids):
        card = cards.setdefault(rate.campaign_id, {})
        prices = card.get(CreatorTier(rate.tier), Prices(0, 0, 0))
        card[CreatorTier(rate.tier)] = prices._replace(**{Kind(rate.kind).name.lower(): rate.price_tokens})
    found = {}
    for campaign_id, card in cards.items():
        with suppress(NotPublishable):
            found[campaign_id] = card[tier_on(card, followers)]
    return found


def assets_of(campaign_id: int) -> list[AssetVersion]:
    """What creators may use for a campaign now: frames, stickers and backgrounds, by name. Raises NotFound."""
    found = _any(campaign_id)
    allowed = _allowed(found)
    return [version for version in studio.published([found.brand_id]) if not allowed or version.asset_id in allowed]


def frames_of(campaigns: Collection[Campaign]) -> dict[int, AssetVersion]:
    """The first frame, by name, that creators may use for each of these campaigns now; those without one are left out."""
    allowed: dict[int, set[int]] = {}
    for campaign_id, asset in AllowedAsset.objects.filter(campaign__in=campaigns).values_list("campaign", "asset"):
        allowed.setdefault(campaign_id, set()).add(asset)
    published = studio.published({campaign.brand_id for campaign in campaigns})
    frames = [version for version in published if version.asset.kind == AssetKind.FRAME]
    found = {}
    for campaign in campaigns:
        usable = allowed.get(campaign.pk)
        for version in frames:
            if version.asset.brand_id == campaign.brand_id and (not usable or version.asset_id in usable):
                found[campaign.pk] = version
                break
    return found


def require_assets(campaign_id: int, assets: Collection[int]) -> None:
    """Raises NotPublishable unless a picture is made with assets of the campaign, and with no others; NotFound.

    Which versions of them is the studio's matter. A campaign of a brand that has published no assets takes plain pictures.
    """
    found = _any(campaign_id)
    allowed = _allowed(found) or {version.asset_id for version in studio.assets(found.brand_id)}
    if set(assets) - allowed:
        raise NotPublishable("The picture has a frame, sticker or background that is not the campaign's")
    if not assets and assets_of(campaign_id):
        raise NotPublishable("The picture has none of the campaign's frames, stickers or backgrounds")


def _any(campaign_id: int) -> Campaign:
    try:
        return Campaign.objects.get(id=campaign_id)
    except Campaign.DoesNotExist:
        raise NotFound("There is no such campaign") from None


def _allowed(campaign: Campaign) -> set[int]:
    return set(campaign.allowed_assets.values_list("asset", flat=True))
