"""What campaigns write. Each function runs in the transaction that its caller opened; those that take a brand refuse the
campaigns of any other with NotFound. Times are milliseconds since the Unix epoch."""

from collections.abc import Iterable
from dataclasses import asdict

import numpy as np
from django.db import connection

from facevalue.campaigns import ingest, rules, store
from facevalue.campaigns.errors import InvalidPlan, NotFound, WrongStatus
from facevalue.campaigns.models import AllowedApp, AllowedAsset, Campaign, Post, Rate
from facevalue.campaigns.rules import CreatorTier, Kind, Plan, Posts, Prices, RateCard, Status
from facevalue.identity import queries as identity
from facevalue.kit import ids
from facevalue.kit.db import Database, wrap
from facevalue.ledger import actions as ledger
from facevalue.ledger.actions import Transfer
from facevalue.studio import queries as studio

__all__ = [
    "CreatorTier",
    "Plan",
    "Posts",
    "Prices",
    "allow_assets",
    "change_rates",
    "close",
    "create",
    "defund",
    "describe",
    "end",
    "fund",
    "go_live",
    "pause",
    "publish",
    "publish_many",
    "top_up",
]


def create(brand: int, name: str, plan: Plan, card: RateCard, apps: Iterable[int], now_ms: int) -> Campaign:
    """A new campaign, a draft still, to be published in these apps. Raises InvalidPlan."""
    rules.check_plan(plan)
    rules.check_card(card)
    allowed = set(apps)
    if not allowed or allowed != identity.apps(allowed).keys():
        raise InvalidPlan("A campaign needs apps that exist", field="apps")
    campaign = ids.make()
    account = _open(_database(), campaign, ledger.Kind.CAMPAIGN, now_ms)
    created = Campaign.objects.create(
        id=campaign, brand_id=brand, name=name, status=Status.DRAFT, account=account, created_at=now_ms, **asdict(plan)
    )
    AllowedApp.objects.bulk_create(AllowedApp(campaign=created, app_id=app) for app in sorted(allowed))
    _write_card(campaign, card)
    return created


def _write_card(campaign: int, card: RateCard) -> None:
    Rate.objects.filter(campaign=campaign).delete()
    Rate.objects.bulk_create(
        Rate(campaign_id=campaign, tier=tier, kind=kind, price_tokens=prices[kind - 1])
        for tier, prices in card.items()
        for kind in Kind
        if prices[kind - 1]
    )


def change_rates(brand: int, campaign: int, card: RateCard, now_ms: int) -> None:
    """Other prices, for what the log meets from now on, on open posts too. Raises InvalidPlan, WrongStatus, NotFound."""
    rules.check_card(card)
    db, standing = _locked(brand, campaign)
    if standing.status == Status.ENDED:
        raise WrongStatus("The campaign has ended")
    _write_card(campaign, card)
    ingest.announce_rates(db, campaign, now_ms)


def describe(brand: int, campaign: int, brief: str) -> None:
    """Writes what the brand wants to see in posts. Raises InvalidPlan, NotFound."""
    rules.check_brief(brief)
    if not Campaign.objects.filter(id=campaign, brand=brand).update(brief=brief.strip()):
        raise NotFound("The brand has no such campaign")


def allow_assets(brand: int, campaign: int, assets: Iterable[int]) -> None:
    """From now on posts of the campaign are made with these assets of the brand, instead of those before; with none given, with
    all of the brand's. Raises InvalidPlan for an asset that is not the brand's, NotFound."""
    wanted = set(assets)
    _locked(brand, campaign)
    strange = wanted - {version.asset_id for version in studio.assets(brand)}
    if strange:
        raise InvalidPlan("A campaign takes assets of its own brand alone", field="assets")
    AllowedAsset.objects.filter(campaign=campaign).exclude(asset__in=wanted).delete()
    links = [AllowedAsset(campaign_id=campaign, asset_id=asset) for asset in sorted(wanted)]
    AllowedAsset.objects.bulk_create(links, ignore_conflicts=True)


def go_live(brand: int, campaign: int) -> None:
    """A draft or paused campaign takes posts from now on. Raises WrongStatus, NotFound."""
    _step(brand, campaign, Status.LIVE)


def pause(brand: int, campaign: int) -> None:
    """The campaign takes no more posts for now; those that are out earn on. Raises WrongStatus, NotFound."""
    _step(brand, campaign, Status.PAUSED)


def end(brand: int, campaign: int) -> None:
    """The campaign takes no more posts, and those that are out close one after another (`ingest.close_due`).

    Raises WrongStatus, NotFound.
    """
    _step(brand, campaign, Status.ENDED)


def fund(brand: int, campaign: int, tokens: int, key: str, now_ms: int) -> None:
    """Moves tokens from the brand to its campaign, once for each key.

    Raises WrongStatus, NotFound, and the ledger's InsufficientFunds, AmountOutOfRange and KeyConflict.
    """
    db, standing = _locked(brand, campaign)
    if standing.status == Status.ENDED:
        raise WrongStatus("The campaign has ended")
    purse = _open(db, brand, ledger.Kind.BRAND, now_ms)
    name = f"fund:{campaign}:{key}"
    ledger.transfer(db, [Transfer(purse, standing.account, tokens, ledger.TOKEN, ledger.Code.FUND, name)], now_ms)


def defund(brand: int, campaign: int, tokens: int, key: str, now_ms: int) -> None:
    """Moves tokens that are set aside for no post back to the brand, once for each key. Raises as `fund` does."""
    db, standing = _locked(brand, campaign)
    purse = _open(db, brand, ledger.Kind.BRAND, now_ms)
    name = f"defund:{campaign}:{key}"
    ledger.transfer(db, [Transfer(standing.account, purse, tokens, ledger.TOKEN, ledger.Code.DEFUND, name)], now_ms)


def publish(
    creator: int, campaign: int, app: int, tier: CreatorTier, escrow_tokens: int, now_ms: int, post: int | None = None
) -> int:
    """One post, published now, with so much set aside; its id. See `ingest.publish`."""
    values = {"creator": creator, "app": app, "tier": tier, "escrow_tokens": escrow_tokens, "published_at": now_ms}
    posts = Posts(**{name: np.array([value], np.int64) for name, value in values.items()})
    post_ids = None if post is None else np.array([post], np.int64)
    return int(ingest.publish(_database(), campaign, posts, now_ms, post_ids)[0])


def publish_many(campaign: int, posts: Posts, now_ms: int) -> list[int]:
    """Many posts at once; their ids, in order. See `ingest.publish`."""
    made: list[int] = ingest.publish(_database(), campaign, posts, now_ms).tolist()
    return made


def top_up(brand: int, post: int, tokens: int, key: str, now_ms: int) -> None:
    """Sets more aside for a post, once for each key. See `ingest.top_up`."""
    _require_post(brand, post)
    ingest.top_up(_database(), post, tokens, key, now_ms)


def close(brand: int, post: int, now_ms: int) -> None:
    """Closes a post; closing it again changes nothing. Raises NotFound."""
    _require_post(brand, post)
    ingest.close(_database(), np.array([post], np.int64), now_ms)


def _database() -> Database:
    """The rooms without Django, in Django's transaction."""
    assert connection.in_atomic_block, "the caller opens the transaction"
    return wrap(connection.connection)


def _locked(brand: int, campaign: int) -> tuple[Database, store.Standing]:
    if not Campaign.objects.filter(id=campaign, brand=brand).exists():
        raise NotFound("The brand has no such campaign")
    db = _database()
    return db, store.lock(db, campaign)


def _require_post(brand: int, post: int) -> None:
    if not Post.objects.filter(id=post, campaign__brand=brand).exists():
        raise NotFound("The brand has no such post")


def _open(db: Database, owner: int, kind: ledger.Kind, now_ms: int) -> int:
    """The account of an organisation or a campaign: those live in slot 0."""
    opened = ledger.open_accounts(db, np.zeros(1, np.int64), np.array([owner], np.int64), kind, ledger.TOKEN, now_ms=now_ms)
    return int(opened[0])


def _step(brand: int, campaign: int, status: Status) -> None:
    _, standing = _locked(brand, campaign)
    rules.check_step(standing.status, status)
    Campaign.objects.filter(id=campaign).update(status=status)
