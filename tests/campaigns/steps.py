"""A plan, a rate card, and what happens to posts: the steps of the tests, and what stands in for settlement."""

from typing import Any

import msgspec
import numpy as np
from django.db import transaction

from facevalue.campaigns import actions
from facevalue.campaigns.actions import CreatorTier, Plan, Prices
from facevalue.campaigns.models import Outbox
from facevalue.campaigns.rules import RateCard
from facevalue.kit import facts
from facevalue.kit.clock import HOUR_MS
from facevalue.kit.columns import pack
from facevalue.kit.db import Database
from facevalue.ledger import actions as ledger
from tests import cast

PLAN = Plan(
    starts_at=cast.NOW,
    ends_at=cast.NOW + 240 * HOUR_MS,
    window_hours=48,
    cap_post_tokens=20_000,
    cap_creator_tokens=30_000,
    cap_actor=10,
    fee_bps=500,
)
CARD: RateCard = {CreatorTier.NANO: Prices(10, 20, 40), CreatorTier.MICRO: Prices(5, 0, 50)}
FUNDED_TOKENS = 100_000


def publish(campaign: int, creator: int = cast.AYU, tokens: int = 5_000, post: int | None = None, **other: Any) -> int:
    values = {"app": cast.SENYUM, "tier": CreatorTier.NANO, "now_ms": cast.NOW} | other
    with transaction.atomic():
        return actions.publish(creator, campaign, escrow_tokens=tokens, post=post, **values)


def announced(op: str) -> list[dict[str, Any]]:
    rows = Outbox.objects.filter(op=op).order_by("id")
    return [detail for row in rows for detail in msgspec.json.decode(row.details)]


def settle(db: Database, escrow: int, hold: int, purse: int, tokens: int, position: int = 1) -> None:
    """What settlement does to a post that it meets: it frees the escrow and pays the creator from it."""
    with db.transaction():
        ledger.release_many(db, np.array([hold]), cast.NOW)
        if tokens:
            key = f"settle:{escrow}:{position}"
            ledger.transfer(db, [ledger.Transfer(escrow, purse, tokens, ledger.TOKEN, ledger.Code.SETTLE, key)], cast.NOW)


def meet_closing(db: Database, posts: list[int]) -> None:
    """What settlement says when it has met the closing of posts."""
    with db.transaction():
        facts.append(db, "closed", pack({"post": np.array(posts, np.int64)}), cast.NOW)
