"""A campaign of Kopi Nusantara's that is live and funded."""

from collections.abc import Callable

import pytest
from django.db import transaction

from facevalue.campaigns import actions
from facevalue.campaigns.actions import Plan
from facevalue.treasury import actions as treasury
from tests import cast
from tests.campaigns.steps import CARD, FUNDED_TOKENS, PLAN

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
