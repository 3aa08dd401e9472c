"""A campaign of Kopi Nusantara's that is live and funded, and what stands in for settlement."""

from collections.abc import Callable

import numpy as np
import pytest
from django.db import transaction

from facevalue.campaigns import actions
from facevalue.campaigns.actions import CreatorTier, Plan, Prices
from facevalue.campaigns.rules import RateCard
from facevalue.kit import facts
from facevalue.kit.clock import HOUR_MS
from facevalue.kit.columns import pack
from facevalue.kit.db import Database
from facevalue.ledger import actions as ledger
from facevalue.treasury import actions as treasury
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

MakeCampaign = Callable[..., int]


@pytest.fixture
def everybody(models: None) -> None:
    cast.enter()
    with transaction.atomic():
        treasury.accept_currency("USD", 840, tokens_per_cent=100)
        for brand in (cast.KOPI_NUSANTARA, cast.SIAM_GLOW):
            treasury.record_payment(brand, 10_000, "USD", f"transfer of {brand}", cast.NOW)


@pytest.fixture
def make_campaign(everybody: None) -> MakeCampaign:
    """Makes a live campaign with `tokens`, of Kopi Nusantara's unless another brand is given."""

    def make(brand: int = cast.KOPI_NUSANTARA, plan: Plan = PLAN, tokens: int = FUNDED_TOKENS) -> int:
        with transaction.atomic():
            made = actions.create(brand, "Kopi Pagi", plan, CARD, [cast.SENYUM], cast.NOW)
            actions.go_live(brand, made.id)
            if tokens:
                actions.fund(brand, made.id, tokens, "first", cast.NOW)
        return made.id

    return make


@pytest.fixture
def campaign(make_campaign: MakeCampaign) -> int:
    return make_campaign()


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
