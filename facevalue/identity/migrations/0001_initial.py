import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import facevalue.kit.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="App",
            fields=[
                ("id", models.BigIntegerField(default=facevalue.kit.ids.make, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("host", models.CharField(max_length=253, unique=True)),
                ("created_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "identity_app",
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("id", models.BigIntegerField(default=facevalue.kit.ids.make, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("email", models.EmailField(max_length=254, null=True, unique=True)),
                ("language", models.CharField(max_length=8)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "identity_person",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id__gt", 0)), name="identity_person_id"),
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="identity_person_email_lower",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigIntegerField(default=facevalue.kit.ids.make, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("brand", "brand"),
                            ("agency", "agency"),
                            ("retailer", "retailer"),
                            ("app_operator", "app operator"),
                            ("operator", "operator"),
                        ],
                        max_length=16,
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("created_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "identity_organisation",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["brand", "agency", "retailer", "app_operator", "operator"])),
                        name="identity_organisation_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Credential",
            fields=[
                ("id", models.BigIntegerField(default=facevalue.kit.ids.make, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("scopes", models.CharField(max_length=200)),
                ("secret_sha256", models.CharField(max_length=64)),
                ("created_at", models.BigIntegerField()),
                ("expires_at", models.BigIntegerField(default=0)),
                ("revoked_at", models.BigIntegerField(default=0)),
                ("last_used", models.BigIntegerField(default=0)),
                (
                    "app",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="credentials", to="identity.app"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="credentials", to="identity.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "identity_credential",
            },
        ),
        migrations.AddField(
            model_name="app",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="apps", to="identity.organisation"
            ),
        ),
        migrations.CreateModel(
            name="Role",
            fields=[
                ("id", models.BigIntegerField(default=facevalue.kit.ids.make, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("owner", "owner"),
                            ("manager", "manager"),
                            ("treasurer", "treasurer"),
                            ("analyst", "analyst"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="roles", to="identity.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="roles", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "identity_role",
            },
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.BigIntegerField(default=facevalue.kit.ids.make, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("owner", "owner"),
                            ("manager", "manager"),
                            ("treasurer", "treasurer"),
                            ("analyst", "analyst"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mandates", to="identity.organisation"
                    ),
                ),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="agencies", to="identity.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "identity_mandate",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "brand"), name="identity_mandate_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["owner", "manager", "treasurer", "analyst"])),
                        name="identity_mandate_kind",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="app",
            constraint=models.CheckConstraint(
                condition=models.Q(("host", django.db.models.functions.text.Lower("host"))), name="identity_app_host_lower"
            ),
        ),
        migrations.AddConstraint(
            model_name="role",
            constraint=models.UniqueConstraint(fields=("person", "organisation"), name="identity_role_once"),
        ),
        migrations.AddConstraint(
            model_name="role",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["owner", "manager", "treasurer", "analyst"])), name="identity_role_kind"
            ),
        ),
    ]
