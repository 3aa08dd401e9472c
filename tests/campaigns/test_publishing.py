"""Publishing: tokens go to the post's escrow and are held there, and the log is told, in one transaction."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from django.db import transaction

from facevalue.campaigns import actions, ingest, queries
from facevalue.campaigns.errors import (
    BudgetExceeded,
    CapExceeded,
    InvalidPlan,
    NotFound,
    NotPublishable,
    PostConflict,
    WrongStatus,
)
from facevalue.campaigns.models import Outbox, Post, Series
from facevalue.campaigns.rules import CreatorTier, Posts
from facevalue.kit import ids
from facevalue.kit.clock import HOUR_MS
from facevalue.kit.db import Database, connect
from facevalue.ledger import queries as ledger
from tests import cast
from tests.campaigns.conftest import MakeCampaign
from tests.campaigns.steps import FUNDED_TOKENS, PLAN, announced, publish

BRAND = cast.KOPI_NUSANTARA


def test_publishing_moves_the_escrow_and_holds_it(campaign: int, db: Database) -> None:
    post = Post.objects.get(id=publish(campaign))
    assert ledger.balance(db, post.escrow_account) == (5_000, 5_000, 0)
    assert queries.budget(BRAND, campaign) == queries.Budget(FUNDED_TOKENS - 5_000, 5_000)
    assert queries.budget(BRAND, campaign).funded_tokens == FUNDED_TOKENS
    assert ids.slot_in(post.id) == ids.slot_of(cast.AYU)
    assert post.closes_at == cast.NOW + 48 * HOUR_MS


def test_the_log_is_told_everything_that_settlement_needs(campaign: int, db: Database) -> None:
    post = publish(campaign, tier=CreatorTier.MICRO)
    (detail,) = announced("publish")
    slot, creator = np.array([ids.slot_of(cast.AYU)]), np.array([cast.AYU])
    expected = {
        "post": post,
        "creator": cast.AYU,
        "campaign": campaign,
        "series": post,
        "app": cast.SENYUM,
        "escrow_account": Post.objects.get(id=post).escrow_account,
        "purse_account": ledger.accounts_of(db, slot, creator, ledger.Kind.PURSE, ledger.TOKEN)[0],
        "pending_account": ledger.accounts_of(db, slot, creator, ledger.Kind.PENDING, ledger.TOKEN)[0],
        "fee_account": ledger.accounts_of(db, slot, np.array([0]), ledger.Kind.OPERATOR, ledger.TOKEN)[0],
        "escrow_tokens": 5_000,
        "prices": [5, 0, 50],
        "cap_post": 20_000,
        "cap_actor": 10,
        "fee_bps": 500,
        "published_at": cast.NOW,
        "closes_at": cast.NOW + 48 * HOUR_MS,
    }
    hold = ledger.hold(db, detail.pop("hold"))
    assert detail == expected
    assert (hold.account, hold.rest) == (detail["escrow_account"], 5_000)


def test_a_creators_posts_share_a_series_and_its_accounts(campaign: int) -> None:
    first, second, other = publish(campaign), publish(campaign), publish(campaign, cast.LINH)
    details = {detail["post"]: detail for detail in announced("publish")}
    assert details[first]["series"] == details[second]["series"] == first
    assert details[other]["series"] == other
    assert details[first]["purse_account"] == details[second]["purse_account"] != details[other]["purse_account"]
    assert Series.objects.get(id=first).escrow_tokens == 10_000


def test_the_same_post_again_changes_nothing(campaign: int) -> None:
    post = ids.make(ids.slot_of(cast.AYU))
    assert publish(campaign, post=post) == publish(campaign, post=post) == post
    assert len(announced("publish")) == 1
    assert queries.budget(BRAND, campaign).set_aside_tokens == 5_000
    with transaction.atomic():
        actions.top_up(BRAND, post, 1_000, "more", cast.NOW)
        actions.end(BRAND, campaign)
    assert publish(campaign, post=post) == post


@pytest.mark.parametrize("change", [{"tokens": 5_001}, {"tier": CreatorTier.MICRO}])
def test_the_same_post_with_other_contents_is_a_conflict(campaign: int, change: dict[str, int]) -> None:
    post = ids.make(ids.slot_of(cast.AYU))
    publish(campaign, post=post)
    with pytest.raises(PostConflict):
        publish(campaign, post=post, **change)


@pytest.mark.parametrize(
    "change",
    [
        {"app": cast.SABAI},
        {"tier": CreatorTier.MEGA},
        {"now_ms": cast.NOW - 1},
        {"now_ms": PLAN.ends_at},
        {"tokens": 0},
    ],
)
def test_a_post_that_does_not_fit_leaves_no_trace(campaign: int, change: dict[str, int]) -> None:
    with pytest.raises(NotPublishable):
        publish(campaign, **change)
    assert not Post.objects.exists()
    assert not Outbox.objects.exists()


def test_the_cap_of_a_post_holds(campaign: int) -> None:
    with pytest.raises(CapExceeded):
        publish(campaign, tokens=20_001)
    publish(campaign, tokens=20_000)


def test_the_cap_of_a_creator_holds_over_all_posts(campaign: int) -> None:
    publish(campaign, tokens=20_000)
    with pytest.raises(CapExceeded):
        publish(campaign, tokens=10_001)
    publish(campaign, tokens=10_000)
    publish(campaign, cast.LINH, tokens=20_000)


def test_nothing_is_published_beyond_the_budget(make_campaign: MakeCampaign) -> None:
    campaign = make_campaign(tokens=12_000)
    publish(campaign, tokens=7_000)
    with pytest.raises(BudgetExceeded) as refusal:
        publish(campaign, cast.LINH, tokens=5_001)
    assert refusal.value.extra == {"needed_tokens": 5_001, "available_tokens": 5_000}
    publish(campaign, cast.LINH, tokens=5_000)
    assert queries.budget(BRAND, campaign) == queries.Budget(0, 12_000)


def test_only_a_live_campaign_takes_posts(campaign: int) -> None:
    with transaction.atomic():
        actions.pause(BRAND, campaign)
    with pytest.raises(WrongStatus):
        publish(campaign)
    with transaction.atomic():
        actions.go_live(BRAND, campaign)
    publish(campaign)
    with transaction.atomic():
        actions.end(BRAND, campaign)
    with pytest.raises(WrongStatus):
        publish(campaign)
    with pytest.raises(NotFound):
        publish(campaign + 1)


def many(count: int, tokens: int) -> Posts:
    creators = np.array([cast.AYU, cast.LINH, cast.AMARA, cast.MALI], np.int64)[np.arange(count) % 4]
    return Posts(
        creator=creators,
        app=np.full(count, cast.SENYUM),
        tier=np.full(count, int(CreatorTier.NANO)),
        escrow_tokens=np.full(count, tokens),
        published_at=cast.NOW + np.arange(count),
    )


def test_many_posts_are_published_at_once(campaign: int, db: Database) -> None:
    with transaction.atomic():
        made = actions.publish_many(campaign, many(1_200, 50), cast.NOW)
    details = announced("publish")
    assert [detail["post"] for detail in details] == made
    assert Outbox.objects.count() == 3
    assert sorted(series.escrow_tokens for series in Series.objects.all()) == [15_000] * 4
    assert {detail["series"] for detail in details} == set(made[:4])
    assert queries.budget(BRAND, campaign) == queries.Budget(FUNDED_TOKENS - 60_000, 60_000)
    assert list(ledger.audit(db)) == []


def test_of_many_posts_all_are_published_or_none(campaign: int) -> None:
    with pytest.raises(CapExceeded), transaction.atomic():
        actions.publish_many(campaign, many(5, 16_000), cast.NOW)
    assert not Post.objects.exists()
    assert queries.budget(BRAND, campaign).set_aside_tokens == 0


def test_the_door_without_django_does_the_same(campaign: int, db: Database) -> None:
    posts = many(8, 500)
    made = ids.make_many(ids.slot_of(posts.creator))
    for _ in range(2):
        with db.transaction():
            assert (ingest.publish(db, campaign, posts, cast.NOW, made) == made).all()
    assert Post.objects.count() == 8
    with pytest.raises(PostConflict), db.transaction():
        ingest.publish(db, campaign, many(8, 501), cast.NOW, made)
    assert ingest.brand_of(db, campaign) == BRAND
    assert ingest.name_of(db, campaign) == "Kopi Pagi"
    assert ingest.budget(db, campaign) == queries.budget(BRAND, campaign)
    assert ingest.brand_of(db, 5) is None
    assert ingest.name_of(db, 5) == ""
    with pytest.raises(NotFound):
        ingest.budget(db, 5)


def test_publishers_at_the_same_time_never_spend_the_same_tokens(make_campaign: MakeCampaign, target: str) -> None:
    campaign = make_campaign(tokens=6_000)

    def publish_four(_: int) -> bool:
        own = connect(target)
        try:
            with own.transaction():
                ingest.publish(own, campaign, many(4, 500), cast.NOW)
        except BudgetExceeded:
            return False
        finally:
            own.close()
        return True

    with ThreadPoolExecutor(5) as publishers:
        assert sum(publishers.map(publish_four, range(5))) == 3
    assert queries.budget(BRAND, campaign) == queries.Budget(0, 6_000)
    assert Post.objects.count() == 12
    assert Series.objects.count() == 4


def test_what_is_set_aside_for_a_creator_grows_to_the_caps(campaign: int, db: Database) -> None:
    def escrow(creator: int) -> tuple[CreatorTier, int]:
        with db.transaction():
            return ingest.escrow_for(db, campaign, creator, followers=12_000)

    assert escrow(cast.AYU) == (CreatorTier.MICRO, 20_000)
    publish(campaign, tokens=20_000)
    assert escrow(cast.AYU) == (CreatorTier.MICRO, 10_000)
    publish(campaign, tokens=10_000)
    with pytest.raises(CapExceeded):
        escrow(cast.AYU)
    assert escrow(cast.LINH) == (CreatorTier.MICRO, 20_000)


def test_a_brand_writes_what_it_wants_to_see(campaign: int) -> None:
    actions.describe(BRAND, campaign, "  Hold the cup, smile.\n")
    assert queries.campaign(BRAND, campaign).brief == "Hold the cup, smile."
    with pytest.raises(InvalidPlan):
        actions.describe(BRAND, campaign, "!" * 2_001)
