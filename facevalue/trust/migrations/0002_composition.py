from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("trust", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["composition"], name="trust_submission_composition"),
        ),
    ]
