"""What others may ask of the studio."""

from collections.abc import Collection, Iterable

import numpy as np
from django.conf import settings
from django.db.models import Q

from facevalue.studio import checks as checking
from facevalue.studio import judge, likeness, media, picture
from facevalue.studio.errors import NotFound
from facevalue.studio.measures import Measures
from facevalue.studio.models import AssetVersion, Composition, Photo, Rendition, Upload
from facevalue.studio.rules import (
    ASSET_BYTES_MAX,
    DISCLOSURE,
    STICKERS_MAX,
    UPLOAD_BYTES_MAX,
    AssetKind,
    AssetStatus,
    Box,
    Check,
    Format,
    Placement,
    Use,
)

__all__ = [
    "ASSET_BYTES_MAX",
    "DISCLOSURE",
    "STICKERS_MAX",
    "UPLOAD_BYTES_MAX",
    "AssetKind",
    "AssetStatus",
    "AssetVersion",
    "Box",
    "Check",
    "Composition",
    "Format",
    "Placement",
    "Rendition",
    "Use",
    "assets",
    "assets_among",
    "checks",
    "composition",
    "compositions_of",
    "drafts",
    "media_bytes",
    "photo",
    "photo_bytes",
    "public_media",
    "published",
    "renditions",
    "upload",
    "url",
    "version",
    "version_among",
]

# Of either person's, so many earlier compositions and photos are named: whoever asks which of them were posted has to see those
# behind a few drafts.
_ALIKE_MAX = 1_000
# So many photos, the newest ones with an alike quarter, are compared in full. One of a thousand has such a quarter by chance.
_COMPARED_MAX = 20_000

public_media = media.public
media_bytes = media.get


def url(file: str) -> str:
    """The address of a public picture, on every host."""
    return media.PREFIX + file


def published(brands: Collection[int]) -> list[AssetVersion]:
    """What creators may use of several brands, each with its asset: frames, stickers and backgrounds, by name."""
    found = AssetVersion.objects.filter(asset__brand__in=brands, status=AssetStatus.PUBLISHED)
    return list(found.select_related("asset").order_by("asset__kind", "asset__name", "id"))


def assets(brand: int) -> list[AssetVersion]:
    """All versions of all assets of a brand, each with its asset: the newest version first."""
    return assets_among([brand])[brand]


def assets_among(brands: Collection[int]) -> dict[int, list[AssetVersion]]:
    """The same of several brands, by brand."""
    found: dict[int, list[AssetVersion]] = {brand: [] for brand in brands}
    rows = AssetVersion.objects.filter(asset__brand__in=brands).select_related("asset")
    for row in rows.order_by("asset__kind", "asset__name", "-number"):
        found[row.asset.brand_id].append(row)
    return found


def drafts(limit: int) -> list[AssetVersion]:
    """What brands uploaded and nobody has looked at, each with its asset and brand: the oldest first."""
    found = AssetVersion.objects.filter(status=AssetStatus.DRAFT).select_related("asset__brand")
    return list(found.order_by("id")[:limit])


def version(version_id: int) -> AssetVersion:
    """A version of any brand's asset, with its asset. Raises NotFound."""
    found = AssetVersion.objects.select_related("asset").filter(id=version_id).first()
    if found is None:
        raise NotFound("There is no such asset")
    return found


def version_among(brands: Collection[int], version_id: int) -> AssetVersion:
    """A version of an asset of one of the brands, with its asset and brand. Raises NotFound."""
    found = AssetVersion.objects.select_related("asset__brand").filter(id=version_id, asset__brand__in=list(brands)).first()
    if found is None:
        raise NotFound("None of the brands has such an asset")
    return found


def upload(owner: int, upload_id: int) -> Upload:
    """An upload of the owner; `received_bytes` tells where to go on. Raises NotFound."""
    found = Upload.objects.filter(id=upload_id, owner=owner).first()
    if found is None:
        raise NotFound("There is no such upload")
    return found


def photo(owner: int, photo_id: int) -> Photo:
    """A photo of the owner. Raises NotFound."""
    found = Photo.objects.filter(id=photo_id, owner=owner).first()
    if found is None:
        raise NotFound("There is no such photo")
    return found


def photo_bytes(owner: int, photo_id: int) -> bytes:
    """The JPEG file of a photo of the owner, as it is kept. Raises NotFound."""
    return media.get(photo(owner, photo_id).file)


def composition(composition_id: int) -> Composition:
    """A composition with its photo, frame, background and stickers. Raises NotFound.

    It tells nothing of who may see it: a face that shows a draft compares `owner`.
    """
    found = (
        Composition.objects.select_related("photo", "frame__asset", "background__asset")
        .prefetch_related("stickers__asset_version__asset")
        .filter(id=composition_id)
        .first()
    )
    if found is None:
        raise NotFound("There is no such composition")
    return found


def compositions_of(owner: int, before: int | None, limit: int) -> list[Composition]:
    """At most `limit` compositions of a person, newest first, with their renditions; those made before `before`."""
    found = Composition.objects.filter(owner=owner)
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found.prefetch_related("renditions").order_by("-id")[:limit])


def renditions(composition_ids: Iterable[int]) -> dict[int, list[Rendition]]:
    """The pictures of several compositions, by composition: full before feed, and AVIF before JPEG before WebP."""
    wanted = list(composition_ids)
    found: dict[int, list[Rendition]] = {composition_id: [] for composition_id in wanted}
    for rendition in Rendition.objects.filter(composition__in=wanted).order_by("-use", "format"):
        found[rendition.composition_id].append(rendition)
    return found


def checks(made: Composition) -> list[Check]:
    """What can be said about a composition before anybody looks at it.

    `faces`, `face_size`, `covered`, `blur`, `darkness`, `screenshot`, `code`, `address` and `phone` (in codes), `seen_before`,
    and that of the operator's own network (`judge`), if there is one.
    """
    shot, scene = made.photo, made.scene()
    shown = checking.shown_faces(scene, shot.width_px, shot.height_px)
    return [
        *checking.of_faces(shown),
        checking.of_cover(scene, shown),
        *checking.of_photo(Measures(**shot.measures), shot.width_px, shot.height_px),
        _seen_before(made),
        *_judged(scene),
    ]


def _judged(scene: picture.Scene) -> list[Check]:
    """What the operator's own network says of what is shown of the photo."""
    if not settings.PICTURE_MODEL:
        return []
    return [judge.judge(settings.PICTURE_MODEL, np.asarray(picture.square(scene)[0]))]


def _seen_before(made: Composition) -> Check:
    """Earlier compositions with the same photo, or its mirror image: the newest of each, at most _ALIKE_MAX."""
    shot = made.photo
    own, others, mirrored = list[int](), list[int](), set[int]()
    for photos in ([shot.id, *_alike(shot.hash, shot.id)], _alike(shot.mirror_hash, shot.id)):
        earlier = Composition.objects.filter(photo__in=photos, id__lt=made.id).order_by("-id")
        ids_own = list(earlier.filter(owner=made.owner).values_list("id", flat=True)[:_ALIKE_MAX])
        ids_others = list(earlier.exclude(owner=made.owner).values_list("id", flat=True)[:_ALIKE_MAX])
        if shot.id not in photos:
            mirrored.update(ids_own, ids_others)
        own += ids_own
        others += ids_others
    return checking.of_likeness(own, others, mirrored)


def _alike(hash_: int, before: int) -> list[int]:
    """The photos taken in before one, newest first, whose hash is near: looked up by its quarters (see `likeness`), among the
    newest that these find."""
    somewhere = Q()
    for band, value in enumerate(likeness.bands(hash_)):
        somewhere |= Q(**{f"band_{band}__in": likeness.nearby(value)})
    rows = list(Photo.objects.filter(somewhere, id__lt=before).order_by("-id").values_list("id", "hash")[:_COMPARED_MAX])
    near = likeness.distances(hash_, [row[1] for row in rows]) <= likeness.DISTANCE_MAX
    return [row[0] for row, is_near in zip(rows, near, strict=True) if is_near][:_ALIKE_MAX]
