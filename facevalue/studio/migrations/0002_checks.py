from django.db import migrations, models

NEUTRAL = {"sharpness": 1.0, "light": 255.0, "flat": 0.0, "bars": 0, "codes": []}


def _field(name: str, field: models.Field, default: object) -> migrations.AddField:
    field.default = default
    return migrations.AddField("photo", name, field, preserve_default=False)


class Migration(migrations.Migration):
    dependencies = [("studio", "0001_initial")]

    operations = [
        _field("measures", models.JSONField(), NEUTRAL),
        _field("hash", models.BigIntegerField(), 0),
        _field("mirror_hash", models.BigIntegerField(), 0),
        *(_field(f"band_{band}", models.IntegerField(), 0) for band in range(4)),
        *(
            migrations.AddIndex("photo", models.Index(fields=[f"band_{band}"], name=f"studio_photo_band_{band}"))
            for band in range(4)
        ),
    ]
