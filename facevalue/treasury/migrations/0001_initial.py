import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import facevalue.kit.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("identity", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Currency",
            fields=[
                ("unit", models.IntegerField(primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=3, unique=True)),
                ("tokens_per_cent", models.IntegerField()),
            ],
            options={
                "db_table": "treasury_currency",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("unit__range", (1001, 1999))), name="treasury_currency_unit"),
                    models.CheckConstraint(
                        condition=models.Q(("tokens_per_cent__range", (1, 1000))), name="treasury_currency_rate"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigIntegerField(default=facevalue.kit.ids.make, primary_key=True, serialize=False)),
                ("amount_cents", models.BigIntegerField()),
                ("tokens", models.BigIntegerField()),
                ("reference", models.CharField(max_length=140, unique=True)),
                ("recorded_at", models.BigIntegerField()),
                ("fiat_transfer", models.BigIntegerField()),
                ("token_transfer", models.BigIntegerField()),
                (
                    "currency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payments", to="treasury.currency"
                    ),
                ),
                (
                    "payer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.organisation"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "treasury_payment",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_cents__range", (1, 4000000000))), name="treasury_payment_amount"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tokens__gte", models.F("amount_cents"))), name="treasury_payment_tokens"
                    ),
                ],
            },
        ),
    ]
