"""What the studio writes. Times are milliseconds since the Unix epoch.

Most run in the transaction that their caller opened. `upload_asset`, `finish_upload` and `render` compute for up to a second,
and open their transaction themselves when all is computed: call them outside of one, lest a lock is held meanwhile.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial

from django.db import transaction
from PIL.Image import Image

from facevalue.kit import ids
from facevalue.studio import asset_checks, assets, encode, media, picture, provenance, rules, svg, uploads
from facevalue.studio.errors import InvalidComposition, KeyConflict, NotFound, WrongStatus
from facevalue.studio.models import Asset, AssetVersion, Composition, Photo, Rendition, Sticker, Upload
from facevalue.studio.rules import AssetKind, AssetStatus, Format, Placement, Use

__all__ = [
    "AssetKind",
    "Placement",
    "append",
    "approve",
    "begin_upload",
    "compose",
    "erase",
    "finish_upload",
    "publish",
    "render",
    "render_rest",
    "retire",
    "safe_drawing",
    "turn_away",
    "upload_asset",
]

_LATER = [(Use.FULL, Format.AVIF), (Use.FULL, Format.WEBP), (Use.FEED, Format.AVIF)]
_AT_ONCE = [(use, format_) for use in Use for format_ in Format if (use, format_) not in _LATER]


def safe_drawing(data: bytes) -> str:
    """An SVG file with nothing in it but shapes and paint. Raises UnsafeDrawing and PictureTooLarge."""
    return svg.sanitise(data)[0].decode()


def upload_asset(brand: int, kind: AssetKind, name: str, data: bytes, now_ms: int) -> AssetVersion:
    """A new version of the brand's asset of this kind and name, a draft still; the latest one if it has the same bytes.

    PNG, WebP or SVG. Raises NotAPicture, PictureTooLarge, UnsafeDrawing and AssetUnfit.
    """
    sha = hashlib.sha256(data).hexdigest()
    made = assets.make(kind, data)
    checks = [asdict(check) for check in asset_checks.check(kind, made)]
    master_file, small_file = media.put(made.master_file, "webp"), media.put(made.small_file, "webp")
    with transaction.atomic():
        asset, _ = Asset.objects.get_or_create(brand_id=brand, kind=kind, name=name, defaults={"created_at": now_ms})
        # Two uploads at once must not take the same number.
        Asset.objects.select_for_update().get(id=asset.id)
        latest = asset.versions.order_by("-number").first()
        if latest is not None and latest.original_sha == sha:
            return latest
        return AssetVersion.objects.create(
            asset=asset,
            number=latest.number + 1 if latest else 1,
            status=AssetStatus.DRAFT,
            original_sha=sha,
            master_file=master_file,
            small_file=small_file,
            width_px=made.master.width,
            height_px=made.master.height,
            checks=checks,
            uploaded_at=now_ms,
        )


def approve(version: int, staff: int, now_ms: int) -> None:
    """Staff found nothing against it. Raises WrongStatus, NotFound."""
    _step(None, version, AssetStatus.APPROVED, approved_at=now_ms, approved_by=staff)


def turn_away(version: int, now_ms: int) -> None:
    """Staff found something against a draft. Raises WrongStatus for what was looked at before, NotFound."""
    status = _locked(None, version).status
    if status != AssetStatus.DRAFT:
        raise WrongStatus(f"The asset is {status}, so it cannot be turned away")
    _step(None, version, AssetStatus.RETIRED, retired_at=now_ms)


def publish(brand: int, version: int, now_ms: int) -> None:
    """Creators may use it from now on, and no longer the version that they used before. Raises WrongStatus, NotFound."""
    found = _locked(brand, version)
    rules.check_step(found.status, AssetStatus.PUBLISHED)
    before = AssetVersion.objects.filter(asset=found.asset_id, status=AssetStatus.PUBLISHED)
    before.update(status=AssetStatus.RETIRED, retired_at=now_ms)
    _step(brand, version, AssetStatus.PUBLISHED, published_at=now_ms)


def retire(brand: int, version: int, now_ms: int) -> None:
    """Nobody composes with it from now on; what is out stays as it is. Raises WrongStatus, NotFound."""
    _step(brand, version, AssetStatus.RETIRED, retired_at=now_ms)


def begin_upload(owner: int, key: str, size: int, now_ms: int) -> Upload:
    """Begins the upload of a photo of so many bytes, once for each key; `received_bytes` tells where to go on.

    Raises PictureTooLarge, TooManyUploads, KeyConflict.
    """
    return uploads.begin(owner, key, size, now_ms)


def append(owner: int, upload: int, offset: int, chunk: bytes) -> int:
    """Takes bytes of an upload in and returns how many have arrived; what had arrived before changes nothing.

    Raises UploadConflict (with `received`) for a gap or too much, PictureTooLarge for a piece that is, NotFound.
    """
    return uploads.append(owner, upload, offset, chunk)


def finish_upload(owner: int, upload: int, now_ms: int) -> Photo:
    """The photo of an upload that has arrived whole; the same one when asked again.

    Raises UploadConflict while bytes are missing, NotFound, and NotAPicture or PictureTooLarge for a file that will never be
    one, whose upload is gone then.
    """
    return uploads.finish(owner, upload, now_ms)


def erase(owner: int) -> None:
    """Takes away everything of a person: uploads, photos, compositions, and their pictures when this is committed.

    Whoever shows the pictures has stopped to do so before.
    """
    renditions = Rendition.objects.filter(composition__owner=owner)
    files = {*Photo.objects.filter(owner=owner).values_list("file", flat=True), *renditions.values_list("file", flat=True)}
    Composition.objects.filter(owner=owner).delete()
    Photo.objects.filter(owner=owner).delete()
    Upload.objects.filter(owner=owner).delete()
    # The same bytes lie there once, whoever brought them.
    files -= {*Photo.objects.filter(file__in=files).values_list("file", flat=True)}
    files -= {*Rendition.objects.filter(file__in=files).values_list("file", flat=True)}
    for file in files:
        transaction.on_commit(partial(media.remove, file))


def compose(
    owner: int,
    key: str,
    photo: int,
    frame: int | None,
    stickers: Sequence[Placement],
    background: int | None,
    now_ms: int,
) -> Composition:
    """What is to be made of the owner's photo, once for each key; `stickers` from the lowest to the highest.

    Raises InvalidComposition, KeyConflict, NotFound.
    """
    rules.check_key(key)
    rules.check_placements(stickers)
    known = Composition.objects.filter(owner=owner, key=key).first()
    if known is None:
        if not Photo.objects.filter(id=photo, owner=owner).exists():
            raise NotFound("There is no such photo")
        wanted = {sticker.asset_version: AssetKind.STICKER for sticker in stickers}
        wanted |= {version: kind for version, kind in ((frame, AssetKind.FRAME), (background, AssetKind.BACKGROUND)) if version}
        _check_usable(wanted, now_ms)
        known = _enter(owner, key, photo, frame, stickers, background, now_ms)
    placed = [Placement(s.asset_version_id, s.x, s.y, s.scale, s.rotation) for s in known.stickers.order_by("place")]
    if (known.photo_id, known.frame_id, known.background_id, placed) != (photo, frame, background, list(stickers)):
        raise KeyConflict("Another picture was composed with this key")
    return known


def _enter(
    owner: int,
    key: str,
    photo: int,
    frame: int | None,
    stickers: Sequence[Placement],
    background: int | None,
    now_ms: int,
) -> Composition:
    made = Composition(
        id=ids.make(ids.slot_of(owner)),
        owner=owner,
        key=key,
        photo_id=photo,
        frame_id=frame,
        background_id=background,
        disclosure=rules.DISCLOSURE,
        made_at=now_ms,
    )
    # Of two that come at once the second waits here for the first, and then finds its row.
    Composition.objects.bulk_create([made], ignore_conflicts=True)
    kept = Composition.objects.get(owner=owner, key=key)
    if kept.id == made.id:
        Sticker.objects.bulk_create(
            Sticker(
                composition=made,
                place=place,
                asset_version_id=s.asset_version,
                x=s.x,
                y=s.y,
                scale=s.scale,
                rotation=s.rotation,
            )
            for place, s in enumerate(stickers)
        )
    return kept


def render(composition: int) -> list[Rendition]:
    """Makes the pictures of a composition that are not there yet, and returns all: what every browser can show.

    `render_rest` makes the smaller files a moment later, for they take twice as long. Raises NotFound.
    """
    found = Composition.objects.select_related("photo", "frame", "background").filter(id=composition).first()
    if found is None:
        raise NotFound("There is no such composition")
    have = set(found.renditions.values_list("use", "format"))
    missing = [wanted for wanted in _AT_ONCE if wanted not in have]
    if missing:
        made = _make(found, missing)
        with transaction.atomic():
            # Whoever renders the same at the same time makes the same: the first one's rows stand.
            Rendition.objects.bulk_create(made, ignore_conflicts=True)
            Composition.objects.filter(id=composition).update(unfinished=True)
    return list(found.renditions.order_by("use", "format"))


def render_rest(compositions_max: int) -> int:
    """Makes what `render` left for later, of so many compositions at most; how many there were."""
    left = Composition.objects.filter(unfinished=True).select_related("photo", "frame", "background").order_by("id")
    done = 0
    for found in left[:compositions_max]:
        try:
            made = _make(found, _LATER)
        except FileNotFoundError:
            # Somebody has taken a file away. What was made at once still is there, and others wait.
            made = []
        with transaction.atomic():
            Rendition.objects.bulk_create(made, ignore_conflicts=True)
            Composition.objects.filter(id=found.id).update(unfinished=False)
        done += 1
    return done


def _make(composition: Composition, wanted: Sequence[tuple[Use, Format]]) -> list[Rendition]:
    image = picture.draw(composition.scene())
    return [_rendition(composition, image, use, format_) for use, format_ in wanted]


def _rendition(composition: Composition, image: Image, use: Use, format_: Format) -> Rendition:
    if use == Use.FULL:
        data, side = encode.encode(image, format_), rules.PICTURE_PX
        if format_ == Format.JPEG:
            used = [(version.asset_id, version.number) for version in composition.versions()]
            data = provenance.sign(data, composition.owner, composition.id, used, composition.disclosure)
    else:
        data, side = encode.within(image, format_, rules.FEED_BYTES_MAX, (rules.FEED_PX, 480, 400, 320))
    file = media.put(data, format_)
    return Rendition(composition=composition, use=use, format=format_, file=file, side_px=side, size_bytes=len(data))


def _check_usable(wanted: dict[int, AssetKind], now_ms: int) -> None:
    """Raises InvalidComposition unless all are published, or were until a few days ago, as assets of these kinds."""
    found = AssetVersion.objects.select_related("asset").in_bulk(wanted.keys())
    for version, kind in wanted.items():
        standing = found.get(version)
        if standing is None or standing.asset.kind != kind:
            raise InvalidComposition(f"There is no such {kind}")
        recently = standing.retired_at > now_ms - rules.RETIRED_USABLE_MS
        if not (standing.status == AssetStatus.PUBLISHED or (standing.published_at and recently)):
            raise InvalidComposition(f"The {kind} “{standing.asset.name}” cannot be used (any more)")


def _locked(brand: int | None, version: int) -> AssetVersion:
    of_brand = {} if brand is None else {"asset__brand": brand}
    found = AssetVersion.objects.select_for_update().filter(id=version, **of_brand).first()
    if found is None:
        raise NotFound("There is no such asset")
    return found


def _step(brand: int | None, version: int, status: AssetStatus, **changes: int) -> None:
    rules.check_step(_locked(brand, version).status, status)
    AssetVersion.objects.filter(id=version).update(status=status, **changes)
