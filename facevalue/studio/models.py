"""The tables of the studio. Times are milliseconds since the Unix epoch; 0 stands for never. Pictures lie in the media
storage under the SHA-256 of their bytes; columns that end in `_file` hold such a name."""

from django.db import models
from django.db.models import F, Q

from facevalue.kit import ids
from facevalue.studio.likeness import BANDS
from facevalue.studio.picture import Layer, Scene
from facevalue.studio.rules import STICKERS_MAX, UPLOAD_BYTES_MAX, AssetKind, AssetStatus, Box, Format, Use

FILE_CHARACTERS = 96


def _check(name: str, condition: Q) -> models.CheckConstraint:
    return models.CheckConstraint(condition=condition, name=f"studio_{name}")


class Asset(models.Model):
    """A frame, sticker or background of a brand, in one or more versions."""

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    brand = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in AssetKind])
    name = models.CharField(max_length=80)
    created_at = models.BigIntegerField()

    class Meta:
        db_table = "studio_asset"
        constraints = [
            models.UniqueConstraint(fields=["brand", "kind", "name"], name="studio_asset_once"),
            _check("asset_kind", Q(kind__in=[kind.value for kind in AssetKind])),
        ]

    def __str__(self) -> str:
        return self.name


class AssetVersion(models.Model):
    """One picture of an asset, which never changes.

    `original_sha`: SHA-256 of what was uploaded; `master_file`: lossless, what is rendered with; `small_file`: at most 30 KiB,
    what a phone shows; `checks`: what was found when it came in, as `rules.Check`.
    """

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    status = models.CharField(max_length=9, choices=[(status.value, status.value) for status in AssetStatus])
    original_sha = models.CharField(max_length=64)
    master_file = models.CharField(max_length=FILE_CHARACTERS)
    small_file = models.CharField(max_length=FILE_CHARACTERS)
    width_px = models.IntegerField()
    height_px = models.IntegerField()
    checks = models.JSONField()
    uploaded_at = models.BigIntegerField()
    approved_at = models.BigIntegerField(default=0)
    approved_by = models.BigIntegerField(default=0)
    published_at = models.BigIntegerField(default=0)
    retired_at = models.BigIntegerField(default=0)

    class Meta:
        db_table = "studio_asset_version"
        constraints = [
            models.UniqueConstraint(fields=["asset", "number"], name="studio_asset_version_once"),
            models.UniqueConstraint(
                fields=["asset"], condition=Q(status=AssetStatus.PUBLISHED.value), name="studio_asset_published_once"
            ),
            _check("asset_version_status", Q(status__in=[status.value for status in AssetStatus])),
            _check("asset_version_size", Q(width_px__gt=0, height_px__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.asset} {self.number}"


class Upload(models.Model):
    """A photo that is on its way in pieces, or has arrived and become a `Photo`."""

    id = models.BigIntegerField(primary_key=True)
    owner = models.BigIntegerField()
    key = models.CharField(max_length=64)
    size_bytes = models.IntegerField()
    received_bytes = models.IntegerField(default=0)
    begun_at = models.BigIntegerField()
    finished_at = models.BigIntegerField(default=0)

    class Meta:
        db_table = "studio_upload"
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="studio_upload_once"),
            _check("upload_size", Q(size_bytes__range=(1, UPLOAD_BYTES_MAX))),
            _check("upload_received", Q(received_bytes__gte=0, received_bytes__lte=F("size_bytes"))),
        ]

    def __str__(self) -> str:
        return f"{self.received_bytes} of {self.size_bytes}"


class Chunk(models.Model):
    """A piece of an unfinished upload; gone when the upload is finished."""

    id = models.BigAutoField(primary_key=True)
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="chunks")
    offset_bytes = models.IntegerField()
    data = models.BinaryField()

    class Meta:
        db_table = "studio_chunk"
        constraints = [models.UniqueConstraint(fields=["upload", "offset_bytes"], name="studio_chunk_once")]

    def __str__(self) -> str:
        return f"{self.upload_id} from {self.offset_bytes}"


class Photo(models.Model):
    """A photo as it is kept: upright, made anew from its pixels, so that nothing but the picture is left of the file.

    `file` is not served to anybody but its owner; `measures`: see `measures.Measures`; `hash`, and its quarters by which it is
    found: see `likeness`.
    """

    id = models.BigIntegerField(primary_key=True)
    owner = models.BigIntegerField()
    upload = models.OneToOneField(Upload, on_delete=models.PROTECT, related_name="photo")
    file = models.CharField(max_length=FILE_CHARACTERS)
    width_px = models.IntegerField()
    height_px = models.IntegerField()
    faces = models.JSONField()
    measures = models.JSONField()
    hash = models.BigIntegerField()
    mirror_hash = models.BigIntegerField()
    band_0 = models.IntegerField()
    band_1 = models.IntegerField()
    band_2 = models.IntegerField()
    band_3 = models.IntegerField()
    taken_in_at = models.BigIntegerField()

    class Meta:
        db_table = "studio_photo"
        constraints = [_check("photo_size", Q(width_px__gt=0, height_px__gt=0))]
        indexes = [
            models.Index(fields=["owner"], name="studio_photo_owner"),
            *(models.Index(fields=[f"band_{band}"], name=f"studio_photo_band_{band}") for band in range(BANDS)),
        ]

    def __str__(self) -> str:
        return f"photo {self.id}"

    @property
    def face_boxes(self) -> list[Box]:
        """Where faces are, the surest first."""
        return [Box(*box) for box in self.faces]


class Composition(models.Model):
    """What a person made of a photo: which versions of which assets, and where. It never changes.

    `unfinished`: rendered, but for what is left to `actions.render_rest`.
    """

    id = models.BigIntegerField(primary_key=True)
    owner = models.BigIntegerField()
    key = models.CharField(max_length=64)
    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, related_name="compositions")
    frame = models.ForeignKey(AssetVersion, on_delete=models.PROTECT, related_name="+", null=True)
    background = models.ForeignKey(AssetVersion, on_delete=models.PROTECT, related_name="+", null=True)
    disclosure = models.CharField(max_length=40)
    made_at = models.BigIntegerField()
    unfinished = models.BooleanField(default=False)

    class Meta:
        db_table = "studio_composition"
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="studio_composition_once")]
        indexes = [models.Index(fields=["id"], condition=Q(unfinished=True), name="studio_composition_unfinished")]

    def __str__(self) -> str:
        return f"composition {self.id}"

    def versions(self) -> "list[AssetVersion]":
        """The versions of assets in it, from the lowest to the highest layer."""
        stickers = [sticker.asset_version for sticker in self.stickers.select_related("asset_version").order_by("place")]
        return [version for version in (self.background, *stickers, self.frame) if version is not None]

    def scene(self) -> Scene:
        """Everything that its picture is made of."""
        layers = [
            Layer(sticker.asset_version.master_file, sticker.x, sticker.y, sticker.scale, sticker.rotation)
            for sticker in self.stickers.select_related("asset_version").order_by("place")
        ]
        frame = self.frame.master_file if self.frame else ""
        background = self.background.master_file if self.background else ""
        return Scene(self.photo.file, self.photo.face_boxes, background, frame, layers, self.disclosure)


class Sticker(models.Model):
    """A sticker in a composition, `place` counting from the one that lies lowest. See `rules.Placement` for the numbers."""

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    composition = models.ForeignKey(Composition, on_delete=models.CASCADE, related_name="stickers")
    place = models.SmallIntegerField()
    asset_version = models.ForeignKey(AssetVersion, on_delete=models.PROTECT, related_name="+")
    x = models.FloatField()
    y = models.FloatField()
    scale = models.FloatField()
    rotation = models.FloatField()

    class Meta:
        db_table = "studio_sticker"
        constraints = [
            models.UniqueConstraint(fields=["composition", "place"], name="studio_sticker_once"),
            _check("sticker_place", Q(place__range=(0, STICKERS_MAX - 1))),
        ]

    def __str__(self) -> str:
        return f"{self.asset_version} at {self.x}, {self.y}"


class Rendition(models.Model):
    """A picture of a composition, to be shown to everybody. `file` is the name that `queries.url` takes."""

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    composition = models.ForeignKey(Composition, on_delete=models.CASCADE, related_name="renditions")
    use = models.CharField(max_length=4, choices=[(use.value, use.value) for use in Use])
    format = models.CharField(max_length=4, choices=[(format_.value, format_.value) for format_ in Format])
    file = models.CharField(max_length=FILE_CHARACTERS)
    side_px = models.IntegerField()
    size_bytes = models.IntegerField()

    class Meta:
        db_table = "studio_rendition"
        constraints = [
            models.UniqueConstraint(fields=["composition", "use", "format"], name="studio_rendition_once"),
            _check("rendition_size", Q(side_px__gt=0, size_bytes__gt=0)),
        ]

    def __str__(self) -> str:
        return self.file
