"""Builds the town; needs Django ready."""

import random

from django.db import transaction

from facevalue.campaigns import actions as campaigns
from facevalue.campaigns.actions import CreatorTier, Plan, Prices
from facevalue.campaigns.ingest import relay
from facevalue.config.folder import Folder
from facevalue.faces.worker.relay import deliver_to
from facevalue.identity import actions as identity
from facevalue.kit.clock import DAY_MS, HOUR_MS, now_ms
from facevalue.social.ingest import Delivery, records
from facevalue.treasury import actions as treasury
from tests import cast
from tests.faces.worker.town import ESCROW_TOKENS, FANS, Town


def build(folder: Folder) -> Town:
    """Everything that is in the town's databases, which have their tables already."""
    cast.enter()
    creators = (cast.AYU, cast.LINH, cast.AMARA, cast.MALI)
    at_ms = now_ms() - HOUR_MS
    campaign, posts = _campaign(creators, CreatorTier.NANO, at_ms)
    with transaction.atomic():
        _, key = identity.create_credential(cast.SENYUM_OPERATOR, "town", ["engagements:write"], at_ms, app=cast.SENYUM)
        _, watch_key = identity.create_credential(cast.KOPI_NUSANTARA, "town", ["live:read"], at_ms)
    db, log = folder.open_state(), folder.open_log()
    relay(db, deliver_to(log), at_ms, rows_max=10)
    rng = random.Random(1)
    pairs = [(creator, fan) for creator in creators for fan in FANS if rng.random() < 0.7]
    followed, followers = (list(column) for column in zip(*pairs, strict=True))
    follows = records.make(op=[records.FOLLOW] * len(pairs), subject=followed, actor=followers)
    slowly = records.one(records.TIER, cast.LINH, {"clears_after_ms": DAY_MS, "held": False}, at=at_ms)
    log.append([Delivery(cast.SENYUM, "follows", b"", follows), Delivery(0, "slowly", b"", slowly)], at_ms)
    log.close()
    db.close()
    return Town(cast.KOPI_NUSANTARA, campaign, cast.SENYUM, key, watch_key, posts, at_ms)


def _campaign(creators: tuple[int, ...], tier: CreatorTier, at_ms: int) -> tuple[int, list[int]]:
    brand = cast.KOPI_NUSANTARA
    with transaction.atomic():
        treasury.accept_currency("USD", 840, tokens_per_cent=100)
        treasury.record_payment(brand, 10_000, "USD", "first", at_ms)
        plan = Plan(starts_at=0, cap_actor=9, cap_post_tokens=2 * ESCROW_TOKENS, fee_bps=500)
        campaign = campaigns.create(brand, "Town", plan, {tier: Prices(10, 25, 60)}, [cast.SENYUM], at_ms).pk
        campaigns.fund(brand, campaign, 500_000, "first", at_ms)
        campaigns.go_live(brand, campaign)
        made = [
            campaigns.publish(creator, campaign, cast.SENYUM, tier, ESCROW_TOKENS, at_ms)
            for creator in creators
            for _ in range(3)
        ]
    return campaign, made
