"""Kopi Nusantara's campaign and four pictures: two with hurtful captions, one that breaks a rule, one that is out.

Needs Django ready; used by tests in their own process and by the stage.
"""

from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import transaction

from facevalue.campaigns import actions as campaigns
from facevalue.identity.models import Person
from facevalue.kit.clock import HOUR_MS, now_ms
from facevalue.studio import actions as studio
from facevalue.studio.actions import AssetKind
from facevalue.treasury import actions as treasury
from facevalue.trust import actions, queries
from facevalue.trust.models import Submission
from tests import cast
from tests.campaigns.steps import CARD
from tests.faces.brand.people import EMAILS, PASSWORD
from tests.trust import pictures

STAFF_EMAILS = {cast.WAYAN: "wayan@facevalue.example", cast.GRACE: "grace@facevalue.example"}
RULES = '{"stickers": {"max": 0}}'


class Scene(NamedTuple):
    """The campaign and the ids of submissions."""

    campaign: int
    rude: int
    ruder: int
    stickered: int
    out: int


def build() -> Scene:
    """Enters everybody and submits the pictures an hour ago."""
    cast.enter()
    password = make_password(PASSWORD)
    for person, email in (EMAILS | STAFF_EMAILS).items():
        Person.objects.filter(id=person).update(email=email, password=password)
    at_ms, brand = now_ms() - HOUR_MS, cast.KOPI_NUSANTARA
    with transaction.atomic():
        treasury.accept_currency("USD", 840, tokens_per_cent=100)
        treasury.record_payment(brand, 10_000, "USD", "first", at_ms)
        made = campaigns.create(brand, "Kopi Pagi", campaigns.Plan(starts_at=0), CARD, [cast.SENYUM], at_ms)
        campaigns.fund(brand, made.pk, 100_000, "first", at_ms)
        campaigns.go_live(brand, made.pk)
        campaigns.describe(brand, made.pk, "Morning light, a cup in your hand, and a smile.\n\nNo other brands.")
    frame = pictures.publish_asset(brand, AssetKind.FRAME, "Pagi", pictures.FRAME).pk
    sticker = pictures.publish_asset(brand, AssetKind.STICKER, "Cup", pictures.STICKER).pk
    out = _submit(made.pk, cast.LINH, "out", frame, None, "Cà phê", at_ms)
    _rules(brand, made.pk, at_ms)
    return Scene(
        made.pk,
        rude=_submit(made.pk, cast.AYU, "rude", frame, None, "Dasar goblok", at_ms),
        ruder=_submit(made.pk, cast.AYU, "ruder", frame, None, "gue bunuh kamu", at_ms),
        stickered=_submit(made.pk, cast.AMARA, "stickered", frame, sticker, "Good morning", at_ms),
        out=out,
    )


def _submit(campaign: int, owner: int, name: str, frame: int, sticker: int | None, caption: str, at_ms: int) -> int:
    composition = pictures.compose(owner, name, frame, sticker).pk
    studio.render(composition)
    alt = "Somebody with a cup of coffee in the morning"
    return actions.submit(owner, name, composition, campaign, cast.SENYUM, caption, alt, at_ms).pk


def _rules(brand: int, campaign: int, at_ms: int) -> None:
    with transaction.atomic():
        version = actions.write_rules(brand, campaign, RULES, cast.PUTRI, at_ms).version
    found = queries.would_decide(brand, campaign, version, now_ms(), whole_brand=False)
    with transaction.atomic():
        actions.keep_replay(brand, campaign, version, found, now_ms())
        actions.go_live(brand, campaign, version, at_ms)


def state(submission: int) -> str:
    """Where a submission stands."""
    return Submission.objects.get(id=submission).state
