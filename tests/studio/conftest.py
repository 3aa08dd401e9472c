"""Drawings that a brand might upload, portraits of real people where the machine has them, and Kopi Nusantara's assets."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.db import transaction
from PIL import Image, ImageDraw

from facevalue.studio import actions
from facevalue.studio.actions import AssetKind
from facevalue.studio.models import AssetVersion, Photo
from tests import cast

_HOMES = [home / "shared" / "data" / "portraits" / "1000" for home in Path(__file__).parents]
PORTRAITS = next((home for home in _HOMES if home.is_dir()), _HOMES[0])

FRAME = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 1080">
<defs><linearGradient id="g"><stop stop-color="#d33"/><stop offset="1" stop-color="#f92"/></linearGradient></defs>
<path fill="url(#g)" fill-rule="evenodd" d="M0 0h1080v1080H0zM60 60v820h960V60z"/></svg>"""
STICKER = b"""<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100">
<ellipse cx="100" cy="50" rx="90" ry="45" fill="#08c"/></svg>"""


def png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def jpeg(image: Image.Image, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, "JPEG", **options)
    return file.getvalue()


def portrait(number: int) -> bytes:
    path = PORTRAITS / f"{number:03}.jpg"
    if not path.is_file():
        pytest.skip("the portraits are not on this machine")
    return path.read_bytes()


def drawing(width: int = 800, height: int = 1000) -> Image.Image:
    """A picture that is nobody, and no two parts of which are the same."""
    image = Image.new("RGB", (width, height), "#7aa")
    pen = ImageDraw.Draw(image)
    for step in range(0, width, 40):
        pen.line((step, 0, width - step // 2, height), fill=(step * 255 // width, 90, 160), width=9)
    pen.ellipse((width // 3, height // 4, width * 2 // 3, height // 2), fill="#eca")
    return image


@pytest.fixture
def everybody(models: None) -> None:
    cast.enter()


def take_in(owner: int, data: bytes, key: str = "photo") -> Photo:
    with transaction.atomic():
        upload = actions.begin_upload(owner, key, len(data), cast.NOW)
        for offset in range(0, len(data), 100_000):
            actions.append(owner, upload.id, offset, data[offset : offset + 100_000])
    return actions.finish_upload(owner, upload.id, cast.NOW)


@pytest.fixture
def publish(everybody: None) -> Callable[..., AssetVersion]:
    """Uploads, approves and publishes an asset of Kopi Nusantara's."""

    def run(kind: AssetKind, data: bytes, name: str = "Pagi") -> AssetVersion:
        version = actions.upload_asset(cast.KOPI_NUSANTARA, kind, name, data, cast.NOW)
        with transaction.atomic():
            actions.approve(version.id, cast.TALA, cast.NOW)
            actions.publish(cast.KOPI_NUSANTARA, version.id, cast.NOW)
        return version

    return run
