import django.db.models.deletion
from django.db import migrations, models

import facevalue.kit.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("identity", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cursor",
            fields=[
                ("kind", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField()),
                ("place", models.IntegerField()),
            ],
            options={
                "db_table": "campaigns_cursor",
            },
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigIntegerField(default=facevalue.kit.ids.make, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "draft"), ("live", "live"), ("paused", "paused"), ("ended", "ended")], max_length=8
                    ),
                ),
                ("starts_at", models.BigIntegerField()),
                ("ends_at", models.BigIntegerField()),
                ("window_hours", models.IntegerField()),
                ("cap_post_tokens", models.BigIntegerField()),
                ("cap_creator_tokens", models.BigIntegerField()),
                ("cap_actor", models.IntegerField()),
                ("fee_bps", models.IntegerField()),
                ("account", models.BigIntegerField(unique=True)),
                ("set_aside_tokens", models.BigIntegerField(default=0)),
                ("created_at", models.BigIntegerField()),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "campaigns_campaign",
            },
        ),
        migrations.CreateModel(
            name="AllowedApp",
            fields=[
                ("id", models.BigIntegerField(default=facevalue.kit.ids.make, primary_key=True, serialize=False)),
                ("app", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.app")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="allowed_apps", to="campaigns.campaign"
                    ),
                ),
            ],
            options={
                "db_table": "campaigns_app",
            },
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("op", models.CharField(max_length=8)),
                ("details", models.TextField()),
                ("at_ms", models.BigIntegerField()),
                ("sent_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "campaigns_outbox",
                "indexes": [models.Index(condition=models.Q(("sent_at", 0)), fields=["id"], name="campaigns_outbox_unsent")],
            },
        ),
        migrations.CreateModel(
            name="Rate",
            fields=[
                ("id", models.BigIntegerField(default=facevalue.kit.ids.make, primary_key=True, serialize=False)),
                ("tier", models.SmallIntegerField(choices=[(1, "nano"), (2, "micro"), (3, "mid"), (4, "macro"), (5, "mega")])),
                ("kind", models.SmallIntegerField(choices=[(1, "like"), (2, "comment"), (3, "share")])),
                ("price_tokens", models.IntegerField()),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rates", to="campaigns.campaign"
                    ),
                ),
            ],
            options={
                "db_table": "campaigns_rate",
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("creator", models.BigIntegerField()),
                ("escrow_tokens", models.BigIntegerField()),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="series", to="campaigns.campaign"
                    ),
                ),
            ],
            options={
                "db_table": "campaigns_series",
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("creator", models.BigIntegerField()),
                ("tier", models.SmallIntegerField()),
                ("escrow_account", models.BigIntegerField()),
                ("escrow_tokens", models.BigIntegerField()),
                ("returned_tokens", models.BigIntegerField()),
                ("published_at", models.BigIntegerField()),
                ("closes_at", models.BigIntegerField()),
                ("closing_at", models.BigIntegerField()),
                ("closed_at", models.BigIntegerField()),
                ("app", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.app")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="campaigns.campaign"
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="campaigns.series"),
                ),
            ],
            options={
                "db_table": "campaigns_post",
            },
        ),
        migrations.CreateModel(
            name="TopUp",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=200)),
                ("tokens", models.BigIntegerField()),
                ("created_at", models.BigIntegerField()),
                (
                    "post",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="top_ups", to="campaigns.post"),
                ),
            ],
            options={
                "db_table": "campaigns_topup",
            },
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["draft", "live", "paused", "ended"])), name="campaigns_campaign_status"
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_at__gte", 0), models.Q(("ends_at", 0), ("ends_at__gt", models.F("starts_at")), _connector="OR")
                ),
                name="campaigns_campaign_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("window_hours__range", (0, 8784))), name="campaigns_campaign_window"
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("cap_post_tokens__range", (0, 1000000000000))), name="campaigns_campaign_cap_post"
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("cap_creator_tokens__range", (0, 1000000000000))), name="campaigns_campaign_cap_creator"
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("cap_actor__range", (0, 1000000))), name="campaigns_campaign_cap_actor"
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("set_aside_tokens__gte", 0)), name="campaigns_campaign_set_aside"
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(condition=models.Q(("fee_bps__range", (0, 5000))), name="campaigns_campaign_fee"),
        ),
        migrations.AddConstraint(
            model_name="allowedapp",
            constraint=models.UniqueConstraint(fields=("campaign", "app"), name="campaigns_app_once"),
        ),
        migrations.AddConstraint(
            model_name="rate",
            constraint=models.UniqueConstraint(fields=("campaign", "tier", "kind"), name="campaigns_rate_once"),
        ),
        migrations.AddConstraint(
            model_name="rate",
            constraint=models.CheckConstraint(condition=models.Q(("tier__in", [1, 2, 3, 4, 5])), name="campaigns_rate_tier"),
        ),
        migrations.AddConstraint(
            model_name="rate",
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", [1, 2, 3])), name="campaigns_rate_kind"),
        ),
        migrations.AddConstraint(
            model_name="rate",
            constraint=models.CheckConstraint(
                condition=models.Q(("price_tokens__range", (1, 1000000000))), name="campaigns_rate_price"
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.UniqueConstraint(fields=("campaign", "creator"), name="campaigns_series_once"),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(condition=models.Q(("escrow_tokens__gte", 0)), name="campaigns_series_escrow"),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(condition=models.Q(("closing_at", 0)), fields=["campaign"], name="campaigns_post_open"),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                condition=models.Q(("closes_at__gt", 0), ("closing_at", 0)), fields=["closes_at"], name="campaigns_post_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(condition=models.Q(("tier__in", [1, 2, 3, 4, 5])), name="campaigns_post_tier"),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(condition=models.Q(("escrow_tokens__gt", 0)), name="campaigns_post_escrow"),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(("returned_tokens__gte", 0), ("returned_tokens__lte", models.F("escrow_tokens"))),
                name="campaigns_post_returned",
            ),
        ),
        migrations.AddConstraint(
            model_name="topup",
            constraint=models.UniqueConstraint(fields=("post", "key"), name="campaigns_topup_once"),
        ),
        migrations.AddConstraint(
            model_name="topup",
            constraint=models.CheckConstraint(condition=models.Q(("tokens__gt", 0)), name="campaigns_topup_tokens"),
        ),
    ]
