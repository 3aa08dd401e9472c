"""Funding, topping up, closing: where a campaign's tokens are at any time."""

import pytest
from django.db import transaction

from facevalue.campaigns import actions, ingest, queries
from facevalue.campaigns.errors import BudgetExceeded, CapExceeded, NotFound, NotPublishable, PostConflict, WrongStatus
from facevalue.campaigns.models import Post, Series
from facevalue.kit.clock import DAY_MS, HOUR_MS
from facevalue.kit.db import Database
from facevalue.kit.findings import place
from facevalue.ledger import queries as ledger
from facevalue.ledger.errors import InsufficientFunds, KeyConflict
from tests import cast
from tests.campaigns.conftest import MakeCampaign
from tests.campaigns.steps import FUNDED_TOKENS, announced, meet_closing, publish, settle

BRAND = cast.KOPI_NUSANTARA
BRAND_TOKENS = 1_000_000


def top_up(post: int, tokens: int, key: str = "more") -> None:
    with transaction.atomic():
        actions.top_up(BRAND, post, tokens, key, cast.NOW)


def collect(db: Database, posts_max: int = 10) -> int:
    with db.transaction():
        return ingest.collect_closed(db, cast.NOW, posts_max)


def close_due(db: Database, now_ms: int, limit: int = 10) -> list[int]:
    with db.transaction():
        ingest.close_due(db, now_ms, limit)
    return [detail["post"] for detail in announced("close")]


def test_funding_counts_once_for_each_key(campaign: int, db: Database) -> None:
    for _ in range(2):
        with transaction.atomic():
            actions.fund(BRAND, campaign, 5_000, "second", cast.NOW)
    assert queries.budget(BRAND, campaign).available_tokens == FUNDED_TOKENS + 5_000
    with pytest.raises(KeyConflict), transaction.atomic():
        actions.fund(BRAND, campaign, 6_000, "second", cast.NOW)


def test_a_brand_funds_no_more_than_it_has(campaign: int) -> None:
    with pytest.raises(InsufficientFunds), transaction.atomic():
        actions.fund(BRAND, campaign, BRAND_TOKENS - FUNDED_TOKENS + 1, "too much", cast.NOW)
    with transaction.atomic():
        actions.fund(BRAND, campaign, BRAND_TOKENS - FUNDED_TOKENS, "all", cast.NOW)
    assert queries.budget(BRAND, campaign).available_tokens == BRAND_TOKENS


def test_only_what_is_free_can_be_taken_out(campaign: int) -> None:
    publish(campaign)
    with pytest.raises(InsufficientFunds), transaction.atomic():
        actions.defund(BRAND, campaign, FUNDED_TOKENS, "all", cast.NOW)
    for _ in range(2):
        with transaction.atomic():
            actions.defund(BRAND, campaign, FUNDED_TOKENS - 5_000, "rest", cast.NOW)
    assert queries.budget(BRAND, campaign) == queries.Budget(0, 5_000)
    with transaction.atomic():
        actions.fund(BRAND, campaign, BRAND_TOKENS - 5_000, "everything again", cast.NOW)


def test_an_ended_campaign_gives_money_back_but_takes_none(campaign: int) -> None:
    with transaction.atomic():
        actions.end(BRAND, campaign)
        actions.defund(BRAND, campaign, FUNDED_TOKENS, "all", cast.NOW)
    with pytest.raises(WrongStatus), transaction.atomic():
        actions.fund(BRAND, campaign, 1, "again", cast.NOW)


def test_a_top_up_is_held_and_announced_once(campaign: int, db: Database) -> None:
    post = publish(campaign)
    top_up(post, 3_000)
    top_up(post, 3_000)
    (detail,) = announced("top_up")
    found = Post.objects.get(id=post)
    assert (detail["post"], detail["tokens"]) == (post, 3_000)
    assert ledger.hold(db, detail["hold"]).rest == 3_000
    assert ledger.balance(db, found.escrow_account) == (8_000, 8_000, 0)
    assert found.escrow_tokens == Series.objects.get(id=post).escrow_tokens == 8_000
    with pytest.raises(PostConflict):
        top_up(post, 3_001)
    top_up(post, 2_000, key="and more")
    assert queries.budget(BRAND, campaign) == queries.Budget(FUNDED_TOKENS - 10_000, 10_000)


def test_top_ups_stay_within_every_limit(make_campaign: MakeCampaign) -> None:
    campaign = make_campaign(tokens=40_000)
    post, second = publish(campaign, tokens=12_000), publish(campaign, tokens=12_000)
    with pytest.raises(CapExceeded, match="post"):
        top_up(post, 8_001)
    with pytest.raises(CapExceeded, match="creator"):
        top_up(post, 6_001)
    top_up(second, 6_000)
    publish(campaign, cast.LINH, tokens=8_000)
    with pytest.raises(NotPublishable):
        top_up(post, 0)
    with pytest.raises(BudgetExceeded):
        top_up(publish(campaign, cast.MALI, tokens=1_000), 1_001)
    with pytest.raises(NotFound):
        top_up(5, 1)


def test_closing_is_announced_once_and_ends_topping_up(campaign: int) -> None:
    post = publish(campaign)
    for _ in range(2):
        with transaction.atomic():
            actions.close(BRAND, post, cast.NOW)
    assert announced("close") == [{"post": post}]
    with pytest.raises(WrongStatus):
        top_up(post, 1)


def test_what_is_left_goes_back_when_settlement_has_met_the_closing(campaign: int, db: Database) -> None:
    post, other = publish(campaign), publish(campaign, cast.LINH)
    detail = announced("publish")[0]
    settle(db, detail["escrow_account"], detail["hold"], detail["purse_account"], 1_200)
    with transaction.atomic():
        actions.close(BRAND, post, cast.NOW)
    assert collect(db) == 0
    meet_closing(db, [post])
    assert [collect(db), collect(db)] == [1, 0]
    found = Post.objects.get(id=post)
    assert (found.escrow_tokens, found.returned_tokens, found.closed_at) == (5_000, 3_800, cast.NOW)
    assert queries.budget(BRAND, campaign) == queries.Budget(FUNDED_TOKENS - 6_200, 6_200)
    assert ledger.balance(db, found.escrow_account).posted == 0
    assert ledger.balance(db, Post.objects.get(id=other).escrow_account).posted == 5_000
    assert list(queries.audit(db)) == list(ledger.audit(db)) == []


def test_a_closing_that_is_met_again_takes_only_what_came_in_since(campaign: int, db: Database) -> None:
    post = publish(campaign)
    detail = announced("publish")[0]
    settle(db, detail["escrow_account"], detail["hold"], detail["purse_account"], 1_000)
    meet_closing(db, [post, post, 77])
    meet_closing(db, [post])
    assert [collect(db), collect(db), collect(db)] == [2, 1, 0]
    assert Post.objects.get(id=post).returned_tokens == 4_000
    settle(db, detail["purse_account"], detail["hold"], detail["escrow_account"], 300)
    meet_closing(db, [post])
    assert collect(db) == 1
    assert queries.budget(BRAND, campaign).funded_tokens == FUNDED_TOKENS
    assert queries.budget(BRAND, campaign).set_aside_tokens == 700


def test_what_came_back_makes_room_under_a_creators_cap(campaign: int, db: Database) -> None:
    post = publish(campaign, tokens=20_000)
    publish(campaign, tokens=10_000)
    detail = announced("publish")[0]
    settle(db, detail["escrow_account"], detail["hold"], detail["purse_account"], 0)
    meet_closing(db, [post])
    collect(db)
    publish(campaign, tokens=20_000)


def test_many_closings_go_back_a_few_at_a_time(campaign: int, db: Database) -> None:
    made = [publish(campaign, creator, tokens=1_000) for creator in (cast.AYU, cast.LINH, cast.MALI)]
    for detail in announced("publish"):
        settle(db, detail["escrow_account"], detail["hold"], detail["purse_account"], 0)
    meet_closing(db, made)
    meet_closing(db, made[:1])
    left = []
    while collect(db, posts_max=2):
        left.append(queries.budget(BRAND, campaign).set_aside_tokens)
    assert left == [1_000, 0, 0]
    assert {post.closed_at for post in Post.objects.all()} == {cast.NOW}


def test_the_posts_of_a_campaign_that_has_ended_close_a_few_at_a_time(make_campaign: MakeCampaign, db: Database) -> None:
    campaign, other = make_campaign(), make_campaign(tokens=5_000)
    mine = [publish(campaign, creator) for creator in (cast.AYU, cast.LINH, cast.MALI)]
    publish(other)
    with transaction.atomic():
        actions.end(BRAND, campaign)
    assert len(close_due(db, cast.NOW, limit=2)) == 2
    assert sorted(close_due(db, cast.NOW, limit=2)) == sorted(close_due(db, cast.NOW)) == sorted(mine)


def test_posts_close_by_themselves_a_day_after_they_stopped_earning(campaign: int, db: Database) -> None:
    first = publish(campaign)
    second = publish(campaign, cast.LINH, now_ms=cast.NOW + HOUR_MS)
    due = cast.NOW + 48 * HOUR_MS + DAY_MS
    assert close_due(db, due - 1) == []
    assert close_due(db, due) == [first]
    assert close_due(db, due + HOUR_MS) == [first, second]


def test_the_audit_sees_what_does_not_add_up(campaign: int, db: Database) -> None:
    post = publish(campaign)
    Series.objects.filter(id=post).update(escrow_tokens=4_999)
    findings = list(queries.audit(db))
    assert [(finding.rule, finding.where) for finding in findings] == [
        ("campaign", place("campaigns_campaign", campaign)),
        ("series", place("campaigns_series", post)),
    ]
    assert all("4999" in finding.detail and "5000" in finding.detail for finding in findings)
