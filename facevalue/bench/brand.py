"""Everything that a brand does before the first post."""

from django.db import transaction

from facevalue.campaigns import actions as campaigns
from facevalue.campaigns.actions import CreatorTier, Plan, Prices
from facevalue.campaigns.ingest import brand_of
from facevalue.identity import actions as identity
from facevalue.identity import queries as identity_queries
from facevalue.identity.actions import Scope
from facevalue.kit.clock import now_ms
from facevalue.kit.db import Database
from facevalue.treasury import actions as treasury

_TOKENS_PER_PAYMENT = 10**11


def begin(prices: tuple[int, int, int], tokens: int, cap_actor: int) -> tuple[int, int]:
    """Pays in `tokens` and puts them into a live campaign at `prices` for (like, comment, share); its id and its app's."""
    at_ms = now_ms()
    with transaction.atomic():
        operator = identity.create_organisation(identity.OrganisationKind.APP_OPERATOR, "App operator", at_ms)
        brand = identity.create_organisation(identity.OrganisationKind.BRAND, "Brand", at_ms)
        app = identity.create_app(operator.id, "App", "app.localhost", at_ms)
        treasury.accept_currency("USD", 840, tokens_per_cent=100)
        card = {CreatorTier.NANO: Prices(*prices)}
        campaign = campaigns.create(brand.id, "Measurement", Plan(starts_at=0, cap_actor=cap_actor), card, [app.id], at_ms)
        for start in range(0, tokens, _TOKENS_PER_PAYMENT):
            part, key = min(tokens - start, _TOKENS_PER_PAYMENT), f"measurement {start}"
            treasury.record_payment(brand.id, -(-part // 100), "USD", key, at_ms)
            campaigns.fund(brand.id, campaign.id, part, key, at_ms)
        campaigns.go_live(brand.id, campaign.id)
    return campaign.id, app.id


def app_key(app: int) -> str:
    """A new API key with which the app reports engagements."""
    organisation = identity_queries.apps([app])[app].organisation_id
    with transaction.atomic():
        return identity.create_credential(organisation, "measurement", [Scope.ENGAGEMENTS_WRITE], now_ms(), app=app)[1]


def live_key(db: Database, campaign: int) -> str:
    """A new API key with which the campaign's brand watches it."""
    brand = brand_of(db, campaign)
    assert brand is not None
    with transaction.atomic():
        return identity.create_credential(brand, "measurement", [Scope.LIVE_READ], now_ms())[1]
