"""Two brands with a live campaign and a post each; needs Django ready."""

from django.db import transaction

from facevalue.campaigns import actions
from facevalue.campaigns.ingest import relay
from facevalue.config.folder import Folder
from facevalue.faces.worker.relay import deliver_to
from facevalue.identity.actions import create_credential
from facevalue.kit.clock import now_ms
from facevalue.social.ingest import Delivery, records
from facevalue.treasury import actions as treasury
from tests import cast
from tests.faces.brand import people


def make(folder: Folder) -> dict[str, dict[str, int | str]]:
    """Ids of the campaigns and posts, and the API keys of the apps in which the posts are."""
    people.enter()
    now = now_ms()
    with transaction.atomic():
        treasury.accept_currency("USD", 840, tokens_per_cent=100)
    kopi = _campaign(cast.KOPI_NUSANTARA, "Ramadan frames", cast.AYU, cast.SENYUM_OPERATOR, cast.SENYUM, now)
    glow = _campaign(cast.SIAM_GLOW, "Songkran stickers", cast.MALI, cast.SABAI_OPERATOR, cast.SABAI, now)
    # Whoever engages with a post finds it and its creator's network in the log already.
    db, log = folder.open_state(), folder.open_log()
    follows = records.one(records.FOLLOW, cast.AYU, actor=cast.BUDI, at=now)
    log.append([Delivery(0, "Budi follows Ayu", b"", follows)], now)
    relay(db, deliver_to(log), now, rows_max=10)
    return {"kopi": kopi, "glow": glow}


def _campaign(brand: int, name: str, creator: int, operator: int, app: int, now: int) -> dict[str, int | str]:
    with transaction.atomic():
        treasury.record_payment(brand, 10_000, "USD", f"transfer of {brand}", now)
        plan = actions.Plan(starts_at=now - 60_000)
        campaign = actions.create(brand, name, plan, people.CARD, [app], now).pk
        actions.go_live(brand, campaign)
        actions.fund(brand, campaign, 500_000, "first", now)
        post = actions.publish(creator, campaign, app, actions.CreatorTier.NANO, 20_000, now)
        _, key = create_credential(operator, "test", ["engagements:write"], now, app=app)
    return {"campaign": campaign, "post": post, "key": key}
