"""What the demo's brands upload: frames, stickers and a background, drawn by code at twice the size and made smaller."""

from collections.abc import Callable
from io import BytesIO
from math import cos, pi, sin
from random import Random
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from facevalue.demo import pictures, portrait
from facevalue.demo.pictures import Frame
from facevalue.studio.actions import AssetKind

_SIDE, _STICKER = 2160, 960
_EDGE, _BAND = 64, 330
_CLEAR = (0, 0, 0, 0)


class Artwork(NamedTuple):
    """A file to upload, and what it is called."""

    kind: AssetKind
    name: str
    data: bytes


def artworks(frame: Frame, campaign: str) -> list[Artwork]:
    """A frame, two stickers and a background."""
    background = Image.open(BytesIO(pictures.background(frame, Random(campaign)))).resize(
        (1080, 1350), Image.Resampling.LANCZOS
    )
    return [
        Artwork(AssetKind.FRAME, campaign, _png(_frame(frame))),
        Artwork(AssetKind.STICKER, f"{campaign}: sign", _png(_sticker(frame, _SIGNS[frame.border]))),
        Artwork(AssetKind.STICKER, f"{campaign}: motto", _png(_motto(frame))),
        Artwork(AssetKind.BACKGROUND, f"{campaign}: outside", _png(background, 1)),
    ]


def _png(image: Image.Image, factor: int = 2) -> bytes:
    file = BytesIO()
    (image.reduce(factor) if factor > 1 else image).save(file, "PNG")
    return file.getvalue()


def _frame(frame: Frame) -> Image.Image:
    image = Image.new("RGBA", (_SIDE, _SIDE), frame.ground)
    pen = ImageDraw.Draw(image)
    corner = {"round": 190, "double": 12, "woven": 0}[frame.border]
    hole = (_EDGE, _EDGE, _SIDE - _EDGE, _SIDE - _BAND)
    pen.rounded_rectangle(hole, corner, fill=_CLEAR)
    if frame.border == "double":
        inner = (_EDGE + 34, _EDGE + 34, _SIDE - _EDGE - 34, _SIDE - _BAND - 34)
        pen.rounded_rectangle(inner, 12, outline=frame.accent, width=10)
    elif frame.border == "woven":
        _weave(pen, frame)
    _SIGNS[frame.border](pen, frame, _SIDE - 300, _SIDE - _BAND - 30, 200)
    pen.text((120, _SIDE - _BAND + 48), frame.brand, font=ImageFont.load_default(132), fill=frame.ink)
    pen.text((120, _SIDE - _BAND + 200), frame.motto, font=ImageFont.load_default(78), fill=frame.accent)
    return image


def _weave(pen: ImageDraw.ImageDraw, frame: Frame) -> None:
    step, reach = 108, _EDGE + 30
    for number, place in enumerate(range(0, _SIDE, step)):
        colour = frame.accent if number % 2 else frame.ink
        middle, end = place + step / 2, place + step
        pen.polygon(((place, 0), (end, 0), (middle, reach)), fill=colour)
        pen.polygon(((place, _SIDE - _BAND), (end, _SIDE - _BAND), (middle, _SIDE - _BAND - 84)), fill=colour)
        if place < _SIDE - _BAND - step:
            pen.polygon(((0, place), (0, end), (reach, middle)), fill=colour)
            pen.polygon(((_SIDE, place), (_SIDE, end), (_SIDE - reach, middle)), fill=colour)


def _cup(pen: ImageDraw.ImageDraw, frame: Frame, x: float, y: float, size: float) -> None:
    pen.ellipse((x - size, y - size, x + size, y + size), fill=frame.accent, outline=frame.ground, width=round(size / 9))
    unit = size / 66
    pen.arc((x + 14 * unit, y - 16 * unit, x + 48 * unit, y + 18 * unit), 270, 90, fill=frame.ink, width=round(8 * unit))
    pen.rounded_rectangle((x - 34 * unit, y - 20 * unit, x + 30 * unit, y + 30 * unit), 16 * unit, fill=frame.ink)
    for left in (-20, -2, 16):
        steam = (x + (left - 6) * unit, y - 46 * unit, x + (left + 6) * unit, y - 24 * unit)
        pen.arc(steam, 90, 270, fill=frame.ink, width=round(5 * unit))


def _flower(pen: ImageDraw.ImageDraw, frame: Frame, x: float, y: float, size: float) -> None:
    petal = 0.44 * size
    for number in range(5):
        turn = 2 * pi * number / 5 - pi / 2
        px, py = x + 0.54 * size * cos(turn), y + 0.54 * size * sin(turn)
        pen.ellipse((px - petal, py - petal, px + petal, py + petal), fill=frame.ink)
    pen.ellipse((x - 0.3 * size, y - 0.3 * size, x + 0.3 * size, y + 0.3 * size), fill=frame.accent)


def _sun(pen: ImageDraw.ImageDraw, frame: Frame, x: float, y: float, size: float) -> None:
    """Rings of triangles, as on printed cloth."""
    pen.ellipse((x - size, y - size, x + size, y + size), fill=frame.accent)
    for ring, count in ((0.92, 18), (0.58, 12)):
        colour = frame.ground if ring > 0.6 else frame.ink
        for number in range(count):
            turn, half = 2 * pi * number / count, pi / count
            tip = (x + ring * size * cos(turn), y + ring * size * sin(turn))
            inner = 0.62 * ring * size
            sides = [(x + inner * cos(turn + side), y + inner * sin(turn + side)) for side in (-half, half)]
            pen.polygon((tip, *sides), fill=colour)
    pen.ellipse((x - 0.24 * size, y - 0.24 * size, x + 0.24 * size, y + 0.24 * size), fill=frame.ground)


_SIGNS: dict[str, Callable[[ImageDraw.ImageDraw, Frame, float, float, float], None]] = {
    "round": _cup,
    "double": _flower,
    "woven": _sun,
}


def _sticker(frame: Frame, sign: Callable[[ImageDraw.ImageDraw, Frame, float, float, float], None]) -> Image.Image:
    """A sign on a white edge, as if it were cut out."""
    image = Image.new("RGBA", (_STICKER, _STICKER), _CLEAR)
    pen, middle = ImageDraw.Draw(image), _STICKER / 2
    white = frame._replace(ground=(255, 255, 255), accent=(255, 255, 255), ink=(255, 255, 255))
    sign(pen, white, middle, middle, 0.47 * _STICKER)
    sign(pen, frame, middle, middle, 0.41 * _STICKER)
    return image


def _motto(frame: Frame) -> Image.Image:
    """The motto in a speech bubble."""
    image = Image.new("RGBA", (1240, 480), _CLEAR)
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(130)
    left, top, right, bottom = pen.textbbox((0, 0), frame.motto, font=font)
    width = right - left + 160
    bubble = (620 - width / 2, 40, 620 + width / 2, 340)
    tail = ((560, 320), (690, 320), (600, 450))
    for colour, grow in ((frame.ground, 22), (portrait.mix(frame.ink, (255, 255, 255), 0.2), 0)):
        pen.rounded_rectangle((bubble[0] - grow, bubble[1] - grow, bubble[2] + grow, bubble[3] + grow), 150, fill=colour)
        if not grow:
            pen.polygon(tail, fill=colour)
    pen.text((620 - (right + left) / 2, 190 - (top + bottom) / 2), frame.motto, font=font, fill=frame.ground)
    return image
