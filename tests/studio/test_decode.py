"""Files that want too much, are something else, or are broken: refused with a sentence, and in little memory."""

import struct
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from facevalue.studio import decode
from facevalue.studio.errors import NotAPicture, PictureTooLarge
from tests.studio.conftest import drawing, jpeg, png

PICTURE = drawing(600, 500)


def saved(format_: str, image: Image.Image = PICTURE, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, format_, **options)
    return file.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width: int, height: int, packed: bytes) -> bytes:
    """A PNG file that says it is of this size."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def unpack(data: bytes) -> Image.Image:
    return decode.unpack(data, decode.PHOTOS, 320, 1440)


@pytest.mark.parametrize(
    "data",
    [
        saved("JPEG"),
        saved("PNG"),
        saved("WEBP"),
        saved("HEIF"),
        saved("AVIF"),
        saved("JPEG", PICTURE.convert("CMYK")),
        saved("JPEG", PICTURE.convert("L")),
        saved("PNG", PICTURE.convert("P")),
        saved("PNG", Image.fromarray(np.zeros((500, 600), np.uint16))),
    ],
    ids=["JPEG", "PNG", "WebP", "HEIC", "AVIF", "four inks", "grey", "palette", "16 bits"],
)
def test_pictures_of_phones_become_pixels(data: bytes) -> None:
    image = unpack(data)
    assert (image.mode, image.size) == ("RGB", (600, 500))
    assert not image.info


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no picture that is known"),
        (b"hello", "no picture that is known"),
        (saved("GIF"), "a GIF"),
        (saved("BMP"), "a BMP"),
        (saved("TIFF"), "a TIFF"),
        (b"%PDF-1.7", "a PDF"),
        (b"PK\x03\x04", "a ZIP"),
        (b"\0\0\0\x18ftypmp42", "a video"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a web page or drawing"),
        (saved("WEBP", save_all=True, append_images=[PICTURE.rotate(9)]), "moves"),
        (saved("PNG", save_all=True, append_images=[PICTURE.rotate(9)]), "moves"),
        (jpeg(PICTURE)[:9_000], "is cut off"),
        (saved("PNG")[:9_000], "is cut off"),
        (saved("WEBP")[:5_000], "is damaged"),
        (saved("HEIF")[:5_000], "is damaged"),
        (jpeg(PICTURE)[:40] + bytes(9_000), "is"),
        (jpeg(PICTURE.resize((200, 200))), "200 by 200 pixels"),
        (jpeg(PICTURE) + b"PK\x03\x04" + b"PK\x05\x06" + bytes(18), "another kind of file"),
        (jpeg(PICTURE, comment=b"%PDF-1.7"), "another kind of file"),
        (jpeg(PICTURE, comment=b"<script>alert(1)</script>"), "another kind of file"),
        (png(PICTURE) + b"<?php echo 1;", "another kind of file"),
        (jpeg(PICTURE) + b"\xff\xda" * 100, "very long"),
        (png(PICTURE)[:33] + chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(80_000_000))) + png(PICTURE)[33:], "is damaged"),
    ],
)
def test_what_is_no_photo_is_told_why(data: bytes, why: str) -> None:
    with pytest.raises(NotAPicture) as caught:
        unpack(data)
    assert why in caught.value.detail


@pytest.mark.parametrize(("width", "height"), [(10_000, 10_000), (40_000, 40_000), (2_000_000_000, 2), (20_000, 400)])
def test_a_hundred_megapixels_are_refused_unseen(width: int, height: int) -> None:
    with pytest.raises(PictureTooLarge):
        unpack(png_of(width, height, zlib.compress(bytes(1_000))))


def test_other_kinds_are_refused_where_they_do_not_belong() -> None:
    with pytest.raises(NotAPicture, match="JPEG"):
        decode.unpack(jpeg(PICTURE), decode.ASSETS, 96, 1440)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_turned_upright(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = Image.new("RGB", (600, 400), "white")
    image.paste("red", (0, 0, 300, 200))
    upright = unpack(jpeg(image, exif=exif))
    corner = {1: "left top", 2: "right top", 3: "right bottom", 4: "left bottom", 5: "left top", 6: "right top"}.get(
        orientation, "right bottom" if orientation == 7 else "left bottom"
    )
    x = upright.width // 4 if "left" in corner else upright.width * 3 // 4
    y = upright.height // 4 if "top" in corner else upright.height * 3 // 4
    red = upright.getpixel((x, y))
    assert isinstance(red, tuple)
    assert red[1] < 40, corner


@pytest.mark.filterwarnings("ignore:Corrupt EXIF", "ignore:Tag data larger")
def test_damage_in_what_is_written_about_a_picture_does_no_harm() -> None:
    noise = np.random.default_rng(1).bytes(500)
    exif = b"\xff\xe1" + struct.pack(">H", 2 + 6 + 8 + len(noise)) + b"Exif\0\0II*\0\x08\0\0\0" + noise
    data = jpeg(PICTURE)
    assert unpack(data[:2] + exif + data[2:]).size == PICTURE.size
    assert unpack(jpeg(PICTURE, icc_profile=b"no profile")).size == PICTURE.size


def test_wide_colours_become_those_of_the_web() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    assert unpack(jpeg(PICTURE, icc_profile=profile.tobytes())).mode == "RGB"


CHILD = """
import re, sys
from pathlib import Path
from facevalue.studio import decode
from facevalue.kit.errors import FacevalueError
try:
    decode.unpack(sys.stdin.buffer.read(), decode.PHOTOS, 320, 1440)
except FacevalueError as error:
    sys.exit(error.detail)
# What `resource` tells begins with what the parent had.
print(int(re.search("VmHWM: *(\\d+)", Path("/proc/self/status").read_text().replace("\\t", " "))[1]) // 1024)
"""


def _mib(data: bytes) -> int:
    done = subprocess.run(
        [sys.executable, "-c", CHILD], input=data, capture_output=True, check=True, cwd=Path(__file__).parents[2]
    )
    return int(done.stdout)


def test_the_largest_pictures_take_little_memory() -> None:
    packer = zlib.compressobj(9)
    row = bytes(1 + 3 * 5_000)
    bomb = b"".join([packer.compress(row * 100) for _ in range(51)]) + packer.flush()
    assert len(bomb) < 100_000
    assert _mib(png_of(5_000, 5_000, bomb)) < 350
    large = PICTURE.resize((8_000, 7_900))
    assert _mib(jpeg(large, quality=20)) < 150
    assert _mib(jpeg(large, quality=20, progressive=True)) < 350
