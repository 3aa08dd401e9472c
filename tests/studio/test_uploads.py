"""Photos come in over bad networks, from people whom nobody trusts yet."""

from io import BytesIO

import pytest
from django.db import transaction
from PIL import Image

from facevalue.studio import actions, queries
from facevalue.studio.errors import KeyConflict, NotAPicture, NotFound, PictureTooLarge, TooManyUploads, UploadConflict
from facevalue.studio.models import Chunk, Photo, Upload
from tests import cast
from tests.studio.conftest import drawing, jpeg, portrait, take_in

pytestmark = pytest.mark.usefixtures("everybody")


def begin(data: bytes, key: str = "photo", owner: int = cast.AYU) -> Upload:
    with transaction.atomic():
        return actions.begin_upload(owner, key, len(data), cast.NOW)


def append(upload: Upload, offset: int, chunk: bytes, owner: int = cast.AYU) -> int:
    with transaction.atomic():
        return actions.append(owner, upload.id, offset, chunk)


def test_pieces_may_come_twice_or_overlap() -> None:
    data = jpeg(drawing())
    upload = begin(data)
    assert append(upload, 0, data[:5_000]) == 5_000
    assert append(upload, 0, data[:5_000]) == 5_000
    assert append(upload, 2_000, data[2_000:9_000]) == 9_000
    assert begin(data).received_bytes == 9_000
    assert append(upload, 9_000, data[9_000:]) == len(data)
    photo = actions.finish_upload(cast.AYU, upload.id, cast.NOW)
    assert (photo.width_px, photo.height_px) == (800, 1000)
    assert Chunk.objects.count() == 0
    assert actions.finish_upload(cast.AYU, upload.id, cast.NOW).id == photo.id
    assert append(upload, 0, data[:5_000]) == len(data)
    assert Photo.objects.count() == 1


def test_a_gap_says_where_to_go_on() -> None:
    data = jpeg(drawing())
    upload = begin(data)
    append(upload, 0, data[:1_000])
    for offset, chunk in ((1_001, data[1_001:2_000]), (0, data + b"more"), (-1, data)):
        with pytest.raises(UploadConflict) as caught:
            append(upload, offset, chunk)
        assert caught.value.extra == {"received": 1_000}
    with pytest.raises(UploadConflict):
        actions.finish_upload(cast.AYU, upload.id, cast.NOW)


def test_nobody_touches_the_upload_of_another() -> None:
    data = jpeg(drawing())
    upload = begin(data)
    with pytest.raises(NotFound):
        append(upload, 0, data, owner=cast.LINH)
    with pytest.raises(NotFound):
        actions.finish_upload(cast.LINH, upload.id, cast.NOW)
    photo = take_in(cast.AYU, data)
    with pytest.raises(NotFound):
        queries.photo(cast.LINH, photo.id)
    with pytest.raises(NotFound):
        queries.upload(cast.LINH, upload.id)
    assert begin(data, owner=cast.LINH).id != upload.id


def test_a_key_stands_for_one_upload() -> None:
    upload = begin(b"12345")
    assert begin(b"54321").id == upload.id
    with pytest.raises(KeyConflict):
        begin(b"123456")


def test_limits() -> None:
    with pytest.raises(PictureTooLarge), transaction.atomic():
        actions.begin_upload(cast.AYU, "huge", 10 * 1024 * 1024 + 1, cast.NOW)
    for number in range(20):
        begin(b"1", key=f"photo {number}")
    with pytest.raises(TooManyUploads):
        begin(b"1", key="one more")
    with transaction.atomic():
        later = actions.begin_upload(cast.AYU, "later", 1, cast.NOW + 8 * 24 * 3600 * 1000)
    assert list(Upload.objects.values_list("id", flat=True)) == [later.id]


def test_what_is_no_photo_frees_its_key() -> None:
    with pytest.raises(NotAPicture):
        take_in(cast.AYU, b"<html>Hello</html>")
    assert take_in(cast.AYU, jpeg(drawing())).owner == cast.AYU


def test_only_the_picture_is_kept() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise
    exif[0x010F] = "Secret Phone"
    exif.get_ifd(0x8825)[2] = (1.0, 2.0, 3.0)
    photo = take_in(cast.AYU, jpeg(drawing(), exif=exif, comment=b"secret"))
    assert (photo.width_px, photo.height_px) == (1000, 800)
    data = queries.photo_bytes(cast.AYU, photo.id)
    assert b"ecret" not in data
    kept = Image.open(BytesIO(data))
    assert not kept.getexif()
    assert kept.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_faces_are_found() -> None:
    photo = take_in(cast.AYU, portrait(5))
    assert len(photo.faces) == 1
    box = photo.face_boxes[0]
    assert 0.4 < box.x + box.width / 2 < 0.6
    assert box.width > 0.4
