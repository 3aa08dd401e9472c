"""Kopi Nusantara's campaign, its assets, and what people make with them."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

import pytest
from django.db import transaction

from facevalue.campaigns import actions as campaigns
from facevalue.studio.actions import AssetKind
from facevalue.studio.models import AssetVersion
from facevalue.treasury import actions as treasury
from facevalue.trust import actions
from facevalue.trust.models import Case, Submission
from tests import cast
from tests.campaigns.steps import CARD, FUNDED_TOKENS, PLAN
from tests.trust import pictures

HURTFUL = "Kalian semua goblok"


@dataclass(frozen=True, slots=True)
class House:
    """A live campaign of Kopi Nusantara's, with a frame and a sticker. `submit` publishes, unless what is given speaks
    against it; `case` submits what a person has to look at."""

    campaign: int
    frame: AssetVersion
    sticker: AssetVersion
    submit: Callable[..., Submission]
    case: Callable[..., Case]


def live_campaign(brand: int, name: str = "Kopi Pagi") -> int:
    """Funded and live; its id."""
    with transaction.atomic():
        made = campaigns.create(brand, name, PLAN, CARD, [cast.SENYUM], cast.NOW)
        campaigns.go_live(brand, made.id)
        campaigns.fund(brand, made.id, FUNDED_TOKENS, "first", cast.NOW)
    return made.id


@pytest.fixture
def everybody(models: None) -> None:
    cast.enter()
    with transaction.atomic():
        treasury.accept_currency("USD", 840, tokens_per_cent=100)
        for brand in (cast.KOPI_NUSANTARA, cast.SIAM_GLOW):
            treasury.record_payment(brand, 10_000, "USD", f"transfer of {brand}", cast.NOW)


@pytest.fixture
def house(everybody: None) -> House:
    campaign, numbers = live_campaign(cast.KOPI_NUSANTARA), count()
    frame = pictures.publish_asset(cast.KOPI_NUSANTARA, AssetKind.FRAME, "Pagi", pictures.FRAME)
    sticker = pictures.publish_asset(cast.KOPI_NUSANTARA, AssetKind.STICKER, "Cup", pictures.STICKER)

    def submit(
        owner: int = cast.AYU, key: str = "", caption: str = "Kopi pagi", at_ms: int = cast.NOW, **of: int
    ) -> Submission:
        key = key or f"post {next(numbers)}"
        composition = of.get("composition") or pictures.compose(owner, key, frame.id, faces=of.get("faces", 1)).id
        target = of.get("campaign", campaign)
        return actions.submit(owner, key, composition, target, cast.SENYUM, caption, "A cup", at_ms)

    def case(owner: int = cast.AYU, caption: str = HURTFUL, at_ms: int = cast.NOW) -> Case:
        return submit(owner, caption=caption, at_ms=at_ms).cases.get()

    return House(campaign, frame, sticker, submit, case)
