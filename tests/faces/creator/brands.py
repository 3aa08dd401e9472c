"""What brands offer in the two apps."""

from facevalue.campaigns import actions as campaigns
from facevalue.campaigns.actions import CreatorTier, Plan, Prices
from facevalue.kit.clock import now_ms
from facevalue.treasury import actions as treasury

PRICES = Prices(50, 80, 120)


def offer(brand: int, name: str, apps: list[int]) -> int:
    """A funded campaign that takes posts in these apps; its id."""
    at_ms = now_ms()
    treasury.record_payment(brand, 1_000_000, "USD", f"transfer for {name}", at_ms)
    campaign = campaigns.create(
        brand, name, Plan(starts_at=at_ms - 60_000, fee_bps=1_000), {CreatorTier.NANO: PRICES}, apps, at_ms
    )
    campaigns.describe(brand, campaign.pk, f"Show us {name.lower()} where you are.")
    campaigns.go_live(brand, campaign.pk)
    campaigns.fund(brand, campaign.pk, 50_000_000, "first", at_ms)
    return campaign.pk
