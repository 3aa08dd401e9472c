"""Photos on their way in: pieces until all have arrived, then a photo made anew from its pixels."""

from io import BytesIO

import numpy as np
from django.db import IntegrityError, transaction
from django.db.models import F

from facevalue.kit import ids
from facevalue.kit.errors import FacevalueError
from facevalue.studio import decode, likeness, measures, media, rules, vision
from facevalue.studio.errors import KeyConflict, NotFound, PictureTooLarge, TooManyUploads, UploadConflict
from facevalue.studio.models import Chunk, Photo, Upload

SIDE_PX_MIN, SIDE_PX_KEPT = 320, 1440
_QUALITY_KEPT = 90


def begin(owner: int, key: str, size: int, now_ms: int) -> Upload:
    """See `actions.begin_upload`."""
    rules.check_key(key)
    if not 1 <= size <= rules.UPLOAD_BYTES_MAX:
        raise PictureTooLarge(f"A photo may have at most {rules.UPLOAD_BYTES_MAX // 1024 // 1024} MiB")
    known = Upload.objects.filter(owner=owner, key=key).first()
    if known is None:
        open_ones = Upload.objects.filter(owner=owner, finished_at=0)
        open_ones.filter(begun_at__lt=now_ms - rules.UPLOAD_KEPT_MS).delete()
        if open_ones.count() >= rules.UPLOADS_OPEN_MAX:
            raise TooManyUploads(f"At most {rules.UPLOADS_OPEN_MAX} uploads may be unfinished")
        try:
            with transaction.atomic():
                id_ = ids.make(ids.slot_of(owner))
                return Upload.objects.create(id=id_, owner=owner, key=key, size_bytes=size, begun_at=now_ms)
        except IntegrityError:
            known = Upload.objects.get(owner=owner, key=key)
    if known.size_bytes != size:
        raise KeyConflict("An upload with this key has another size")
    return known


def append(owner: int, upload: int, offset: int, chunk: bytes) -> int:
    """See `actions.append`."""
    if not 0 < len(chunk) <= rules.CHUNK_BYTES_MAX:
        raise PictureTooLarge(f"A piece has 1 to {rules.CHUNK_BYTES_MAX} bytes")
    standing = _locked(owner, upload)
    received = standing.received_bytes
    if not 0 <= offset <= received or offset + len(chunk) > standing.size_bytes:
        raise UploadConflict(f"{received} bytes have arrived; go on from there", received=received)
    missing = chunk[received - offset :]
    if missing and not standing.finished_at:
        Chunk.objects.create(upload=standing, offset_bytes=received, data=missing)
        Upload.objects.filter(id=upload).update(received_bytes=F("received_bytes") + len(missing))
        received += len(missing)
    return received


def finish(owner: int, upload: int, now_ms: int) -> Photo:
    """See `actions.finish_upload`."""
    standing = _find(owner, upload)
    if standing.finished_at:
        return Photo.objects.get(upload=standing)
    if standing.received_bytes < standing.size_bytes:
        received = standing.received_bytes
        raise UploadConflict(f"{received} of {standing.size_bytes} bytes have arrived", received=received)
    data = b"".join(bytes(chunk.data) for chunk in standing.chunks.order_by("offset_bytes"))
    try:
        image = decode.unpack(data, decode.PHOTOS, SIDE_PX_MIN, SIDE_PX_KEPT)
    except FacevalueError:
        # It will never be a photo: its key is free again.
        standing.delete()
        raise
    if image.mode == "RGBA":
        paper = image.copy()
        paper.paste((255, 255, 255, 255), (0, 0, *image.size))
        paper.alpha_composite(image)
        image = paper.convert("RGB")
    file = BytesIO()
    image.save(file, "JPEG", quality=_QUALITY_KEPT, subsampling=0)
    pixels = np.asarray(image)
    boxes = vision.faces(pixels)
    hash_ = likeness.photo_hash(pixels)
    photo = Photo(
        id=ids.make(ids.slot_of(owner)),
        owner=owner,
        upload=standing,
        file=media.put(file.getvalue(), "jpg", private=True),
        width_px=image.width,
        height_px=image.height,
        faces=[[round(number, 4) for number in (box.x, box.y, box.width, box.height)] for box in boxes],
        measures=measures.measure(pixels, boxes),
        hash=hash_,
        mirror_hash=likeness.photo_hash(pixels[:, ::-1]),
        taken_in_at=now_ms,
        **{f"band_{band}": value for band, value in enumerate(likeness.bands(hash_))},
    )
    return _keep(photo, now_ms)


def _keep(photo: Photo, now_ms: int) -> Photo:
    with transaction.atomic():
        standing = _locked(photo.owner, photo.upload_id)
        if standing.finished_at:
            return Photo.objects.get(upload=standing)
        photo.save(force_insert=True)
        standing.chunks.all().delete()
        Upload.objects.filter(id=standing.id).update(finished_at=now_ms)
        return photo


def _find(owner: int, upload: int) -> Upload:
    try:
        return Upload.objects.get(id=upload, owner=owner)
    except Upload.DoesNotExist:
        raise NotFound("There is no such upload") from None


def _locked(owner: int, upload: int) -> Upload:
    try:
        return Upload.objects.select_for_update().get(id=upload, owner=owner)
    except Upload.DoesNotExist:
        raise NotFound("There is no such upload") from None
