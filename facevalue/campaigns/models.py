"""The tables of campaigns. Times are milliseconds since the Unix epoch; 0 stands for never, none or no cap."""

from django.db import models
from django.db.models import F, Q

from facevalue.campaigns.rules import (
    BRIEF_LETTERS_MAX,
    CAP_ACTOR_MAX,
    FEE_BPS_MAX,
    PRICE_TOKENS_MAX,
    TOKENS_MAX,
    WINDOW_HOURS_MAX,
    CreatorTier,
    Kind,
    Status,
)
from facevalue.kit import ids


def _check(name: str, condition: Q) -> models.CheckConstraint:
    return models.CheckConstraint(condition=condition, name=f"campaigns_{name}")


class Campaign(models.Model):
    """What a brand offers to creators, from when to when, and under which limits.

    `account` holds what is free still; `set_aside_tokens` went to posts and has not come back. `brief` tells creators, and
    whoever looks at their posts, what the brand wants to see.
    """

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    brand = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    brief = models.TextField(max_length=BRIEF_LETTERS_MAX, default="", blank=True)
    status = models.CharField(max_length=8, choices=[(status.value, status.value) for status in Status])
    starts_at = models.BigIntegerField()
    ends_at = models.BigIntegerField()
    window_hours = models.IntegerField()
    cap_post_tokens = models.BigIntegerField()
    cap_creator_tokens = models.BigIntegerField()
    cap_actor = models.IntegerField()
    fee_bps = models.IntegerField()
    account = models.BigIntegerField(unique=True)
    set_aside_tokens = models.BigIntegerField(default=0)
    created_at = models.BigIntegerField()

    class Meta:
        db_table = "campaigns_campaign"
        constraints = [
            _check("campaign_status", Q(status__in=[status.value for status in Status])),
            _check("campaign_dates", Q(starts_at__gte=0) & (Q(ends_at=0) | Q(ends_at__gt=F("starts_at")))),
            _check("campaign_window", Q(window_hours__range=(0, WINDOW_HOURS_MAX))),
            _check("campaign_cap_post", Q(cap_post_tokens__range=(0, TOKENS_MAX))),
            _check("campaign_cap_creator", Q(cap_creator_tokens__range=(0, TOKENS_MAX))),
            _check("campaign_cap_actor", Q(cap_actor__range=(0, CAP_ACTOR_MAX))),
            _check("campaign_set_aside", Q(set_aside_tokens__gte=0)),
            _check("campaign_fee", Q(fee_bps__range=(0, FEE_BPS_MAX))),
        ]

    def __str__(self) -> str:
        return self.name


class Rate(models.Model):
    """What one engagement of a kind on a post of a creator of this tier earns. No row: unrated."""

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="rates")
    tier = models.SmallIntegerField(choices=[(tier.value, tier.name.lower()) for tier in CreatorTier])
    kind = models.SmallIntegerField(choices=[(kind.value, kind.name.lower()) for kind in Kind])
    price_tokens = models.IntegerField()

    class Meta:
        db_table = "campaigns_rate"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "tier", "kind"], name="campaigns_rate_once"),
            _check("rate_tier", Q(tier__in=[tier.value for tier in CreatorTier])),
            _check("rate_kind", Q(kind__in=[kind.value for kind in Kind])),
            _check("rate_price", Q(price_tokens__range=(1, PRICE_TOKENS_MAX))),
        ]

    def __str__(self) -> str:
        return f"{CreatorTier(self.tier).name} {Kind(self.kind).name}: {self.price_tokens}"


class AllowedApp(models.Model):
    """An app in which posts of the campaign may be published."""

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="allowed_apps")
    app = models.ForeignKey("identity.App", on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "campaigns_app"
        constraints = [models.UniqueConstraint(fields=["campaign", "app"], name="campaigns_app_once")]

    def __str__(self) -> str:
        return f"{self.campaign} in {self.app_id}"


class AllowedAsset(models.Model):
    """An asset of the brand's that posts of the campaign are made with. A campaign without any takes all of the brand's."""

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="allowed_assets")
    asset = models.ForeignKey("studio.Asset", on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "campaigns_asset"
        constraints = [models.UniqueConstraint(fields=["campaign", "asset"], name="campaigns_asset_once")]

    def __str__(self) -> str:
        return f"{self.asset_id} for {self.campaign}"


class Series(models.Model):
    """All posts of one creator for one campaign, named after the first; `escrow_tokens` less what came back."""

    id = models.BigIntegerField(primary_key=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="series")
    creator = models.BigIntegerField()
    escrow_tokens = models.BigIntegerField()

    class Meta:
        db_table = "campaigns_series"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "creator"], name="campaigns_series_once"),
            _check("series_escrow", Q(escrow_tokens__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.creator} for {self.campaign}"


class Post(models.Model):
    """What was set aside for a post (top-ups included) and what came back when it was closed.

    `closing_at`: when its closing was asked for; `closed_at`: when settlement had met it and the rest went back.
    """

    id = models.BigIntegerField(primary_key=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="posts")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="posts")
    creator = models.BigIntegerField()
    app = models.ForeignKey("identity.App", on_delete=models.PROTECT, related_name="+")
    tier = models.SmallIntegerField()
    escrow_account = models.BigIntegerField()
    escrow_tokens = models.BigIntegerField()
    returned_tokens = models.BigIntegerField()
    published_at = models.BigIntegerField()
    closes_at = models.BigIntegerField()
    closing_at = models.BigIntegerField()
    closed_at = models.BigIntegerField()

    class Meta:
        db_table = "campaigns_post"
        constraints = [
            _check("post_tier", Q(tier__in=[tier.value for tier in CreatorTier])),
            _check("post_escrow", Q(escrow_tokens__gt=0)),
            _check("post_returned", Q(returned_tokens__gte=0, returned_tokens__lte=F("escrow_tokens"))),
        ]
        indexes = [
            models.Index(fields=["campaign"], condition=Q(closing_at=0), name="campaigns_post_open"),
            models.Index(fields=["closes_at"], condition=Q(closing_at=0, closes_at__gt=0), name="campaigns_post_due"),
        ]

    def __str__(self) -> str:
        return f"post {self.id}"


class TopUp(models.Model):
    """More escrow for a post, once for each key."""

    id = models.BigIntegerField(primary_key=True)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="top_ups")
    key = models.CharField(max_length=200)
    tokens = models.BigIntegerField()
    created_at = models.BigIntegerField()

    class Meta:
        db_table = "campaigns_topup"
        constraints = [
            models.UniqueConstraint(fields=["post", "key"], name="campaigns_topup_once"),
            _check("topup_tokens", Q(tokens__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.tokens} for {self.post_id}"


class Outbox(models.Model):
    """What the log has to be told: `details` is a JSON array with one object for each post, `op` says what happened.

    The id is a sequence of the database and no time-ordered id of ours, for two processes' clocks may differ, and a post's
    top-up must never overtake its publication.
    """

    id = models.BigAutoField(primary_key=True)
    op = models.CharField(max_length=8)
    details = models.TextField()
    at_ms = models.BigIntegerField()
    sent_at = models.BigIntegerField()

    class Meta:
        db_table = "campaigns_outbox"
        indexes = [models.Index(fields=["id"], condition=Q(sent_at=0), name="campaigns_outbox_unsent")]

    def __str__(self) -> str:
        return f"{self.op} {self.id}"


class Cursor(models.Model):
    """How far this room has read the facts of a kind: all up to `seq`, and of the next one the first `place` rows."""

    kind = models.CharField(primary_key=True, max_length=32)
    seq = models.BigIntegerField()
    place = models.IntegerField()

    class Meta:
        db_table = "campaigns_cursor"

    def __str__(self) -> str:
        return f"{self.kind} {self.seq}"
