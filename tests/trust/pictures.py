"""Pictures that somebody composed: a scene that no other one is like, and where its face is, is said."""

from io import BytesIO
from random import Random

from django.db import transaction
from PIL import Image, ImageDraw

from facevalue.studio import actions
from facevalue.studio.actions import AssetKind, Placement
from facevalue.studio.models import AssetVersion, Composition, Photo
from tests import cast

FRAME = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 1080">
<path fill="#d33" fill-rule="evenodd" d="M0 0h1080v1080H0zM60 60v820h960V60z"/></svg>"""
STICKER = b"""<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100">
<ellipse cx="100" cy="50" rx="90" ry="45" fill="#08c"/></svg>"""
# Left, top, width and height as shares of the photo.
FACE = [0.3, 0.25, 0.35, 0.4]


def scene(name: str) -> bytes:
    """A JPEG of 400 px by 400."""
    dice = Random(name)
    image = Image.new("RGB", (400, 400), "#9bb")
    pen = ImageDraw.Draw(image)
    for _ in range(120):
        x, y, size = dice.randrange(400), dice.randrange(400), dice.randrange(5, 70)
        pen.ellipse((x, y, x + size, y + size), fill=tuple(dice.randrange(40, 250) for _ in range(3)))
    file = BytesIO()
    image.save(file, "JPEG", quality=85)
    return file.getvalue()


def publish_asset(brand: int, kind: AssetKind, name: str, drawing: bytes) -> AssetVersion:
    """An asset that creators may use."""
    version = actions.upload_asset(brand, kind, name, drawing, cast.NOW)
    with transaction.atomic():
        actions.approve(version.id, cast.TALA, cast.NOW)
        actions.publish(brand, version.id, cast.NOW)
    return version


def compose(
    owner: int, name: str, frame: int | None, sticker: int | None = None, faces: int = 1, again: int = 0, of: int = 0
) -> Composition:
    """A composition of a scene of that name; `again` another one of the same photo, `of` another person's scene."""
    data = scene(f"{of or owner} {name}")
    with transaction.atomic():
        upload = actions.begin_upload(owner, name, len(data), cast.NOW)
        actions.append(owner, upload.id, 0, data)
    photo = actions.finish_upload(owner, upload.id, cast.NOW)
    Photo.objects.filter(id=photo.id).update(faces=[FACE] * faces)
    stickers = [Placement(sticker, 0.85, 0.8, 0.2)] if sticker else []
    with transaction.atomic():
        return actions.compose(owner, f"{name} {again}", photo.id, frame, stickers, None, cast.NOW)
