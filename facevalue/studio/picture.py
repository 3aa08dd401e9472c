"""A composition becomes a picture: a pure function of what is stored, for the same inputs give the same pixels."""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from math import ceil
from typing import NamedTuple

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from facevalue.studio import cutout, encode, media, rules
from facevalue.studio.rules import PICTURE_PX, Box

_TEXT_PX = 46
_MARGIN_PX = 30


class Layer(NamedTuple):
    """A sticker to draw: its master's file, and where (see `rules.Placement`)."""

    file: str
    x: float
    y: float
    scale: float
    rotation: float


class Scene(NamedTuple):
    """Everything a picture is made of; files are names in the media storage, empty for none."""

    photo: str
    faces: Sequence[Box]
    background: str
    frame: str
    stickers: Sequence[Layer]
    disclosure: str


def draw(scene: Scene) -> Image.Image:
    """The square picture, RGB."""
    canvas, faces = square(scene)
    if scene.background:
        canvas = cutout.before(canvas, master(scene.background))
    canvas = canvas.convert("RGBA")
    for sticker in scene.stickers:
        _draw_sticker(canvas, sticker)
    if scene.frame:
        canvas.alpha_composite(master(scene.frame))
    _disclose(canvas, scene.disclosure, faces)
    return canvas.convert("RGB")


def square(scene: Scene) -> tuple[Image.Image, list[Box]]:
    """What is shown of the photo, with nothing on it, and where faces are in it."""
    with Image.open(BytesIO(media.get(scene.photo))) as opened:
        photo = opened.convert("RGB")
    left, top, side = rules.crop(photo.width, photo.height, scene.faces)
    faces = [rules.within_crop(face, photo.size, (left, top, side)) for face in scene.faces]
    return encode.resized(photo.crop((left, top, left + side, top + side)), PICTURE_PX), faces


@lru_cache(maxsize=12)
def master(file: str) -> Image.Image:
    """The pixels of an asset, RGBA. A name stands for the same pixels forever, so a few stay in memory, 4.7 MB each at most."""
    with Image.open(BytesIO(media.get(file))) as opened:
        return opened.convert("RGBA")


def cover(scene: Scene, side_px: int) -> Image.Image:
    """How much of each point of the photo frame and stickers cover, 0 to 255."""
    canvas = Image.new("RGBA", (side_px, side_px))
    for sticker in scene.stickers:
        _draw_sticker(canvas, sticker)
    if scene.frame:
        canvas.alpha_composite(encode.resized(master(scene.frame), side_px))
    return canvas.getchannel("A")


def _draw_sticker(canvas: Image.Image, sticker: Layer) -> None:
    image, side = master(sticker.file), canvas.width
    width = max(round(sticker.scale * side), 1)
    height = max(round(width * image.height / image.width), 1)
    # Colours that weigh as much as they cover: what cannot be seen does not bleed into what can.
    weighed = encode.scaled_plainly(np.asarray(image.convert("RGBa")), (width, height))
    if sticker.rotation:
        weighed = _turned(weighed, sticker.rotation)
    drawn = Image.frombytes("RGBa", weighed.shape[1::-1], weighed.tobytes()).convert("RGBA")
    left, top = round(sticker.x * side - drawn.width / 2), round(sticker.y * side - drawn.height / 2)
    source = max(-left, 0), max(-top, 0), min(drawn.width, side - left), min(drawn.height, side - top)
    if source[0] < source[2] and source[1] < source[3]:
        canvas.alpha_composite(drawn, (max(left, 0), max(top, 0)), source)


def _turned(pixels: encode.Pixels, degrees: float) -> encode.Pixels:
    """Turned clockwise about its middle, with as much room as that takes."""
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    across, down = abs(matrix[0, 0]), abs(matrix[0, 1])
    room = ceil(width * across + height * down) + 2, ceil(width * down + height * across) + 2
    matrix[:, 2] += (room[0] - width) / 2, (room[1] - height) / 2
    turned: encode.Pixels = cv2.warpAffine(pixels, matrix, room, flags=cv2.INTER_LINEAR).astype(np.uint8, copy=False)
    return turned


def _disclose(canvas: Image.Image, text: str, faces: Sequence[Box]) -> None:
    """Burns the disclosure in, above everything, in the first corner that holds no face."""
    font = ImageFont.load_default(_TEXT_PX)
    left, top, right, bottom = font.getbbox(text)
    width, height = round(right - left) + 36, round(bottom - top) + 26
    far_x, far_y = PICTURE_PX - _MARGIN_PX - width, PICTURE_PX - _MARGIN_PX - height
    corners = [(_MARGIN_PX, _MARGIN_PX), (far_x, _MARGIN_PX), (_MARGIN_PX, far_y), (far_x, far_y)]
    free = [corner for corner in corners if not any(_touches(face, corner, width, height) for face in faces)]
    x, y = (free or corners)[0]
    label = Image.new("RGBA", (width, height))
    pen = ImageDraw.Draw(label)
    pen.rounded_rectangle((0, 0, width - 1, height - 1), height // 2, fill=(0, 0, 0, 170))
    pen.text((width / 2 - (left + right) / 2, height / 2 - (top + bottom) / 2), text, fill=(255, 255, 255, 255), font=font)
    canvas.alpha_composite(label, (x, y))


def _touches(face: Box, corner: tuple[int, int], width: int, height: int) -> bool:
    x, y = corner[0] / PICTURE_PX, corner[1] / PICTURE_PX
    across = face.x < x + width / PICTURE_PX and x < face.x + face.width
    return across and face.y < y + height / PICTURE_PX and y < face.y + face.height
