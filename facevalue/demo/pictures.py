"""Pictures of posts, drawn by code: a creator in the frame of a brand. Flat shapes at twice the size, then made smaller."""

from functools import cache
from io import BytesIO
from random import Random
from typing import Literal, NamedTuple

from PIL import Image, ImageDraw, ImageFont

from facevalue.demo import portrait
from facevalue.demo.portrait import SIZE, Colour, Look

QUALITY = 82
_METHOD = 2
_BAND = 108
_EDGE = 22


class Frame(NamedTuple):
    """What a brand puts around a picture, and the colours that go with it."""

    brand: str
    motto: str
    border: Literal["round", "double", "woven"]
    ground: Colour
    accent: Colour
    ink: Colour
    skies: tuple[tuple[Colour, Colour], ...]
    clothes: tuple[Colour, ...]


def draw(frame: Frame, look: Look, rng: Random) -> bytes:
    """A WebP file of 320 by 400 pixels; the same one for the same frame, look and state of `rng`."""
    image = _sky(*rng.choice(frame.skies)).copy()
    _scenery(ImageDraw.Draw(image), frame, rng)
    first, second = rng.sample(frame.clothes, 2)
    portrait.draw(image, look, (first, second), rng)
    around = _around(frame)
    image.paste(around, mask=around)
    file = BytesIO()
    image.reduce(2).save(file, "WEBP", quality=QUALITY, method=_METHOD)
    return file.getvalue()


@cache
def _sky(top: Colour, bottom: Colour) -> Image.Image:
    strip = Image.new("RGB", (1, 64))
    strip.putdata([portrait.mix(top, bottom, row / 63) for row in range(64)])
    return strip.resize(SIZE, Image.Resampling.BILINEAR)


def _scenery(pen: ImageDraw.ImageDraw, frame: Frame, rng: Random) -> None:
    """Behind the person: a sun, and hills, houses or leaves."""
    width, height = SIZE
    x, y, radius = rng.uniform(120, 520), rng.uniform(120, 300), rng.uniform(90, 170)
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=portrait.mix(frame.accent, (255, 255, 255), 0.45))
    kind, near = rng.choice(("hills", "houses", "leaves")), portrait.mix(frame.ground, (255, 255, 255), 0.35)
    far = portrait.mix(near, (255, 255, 255), 0.3)
    if kind == "hills":
        for colour, base in ((far, 430), (near, 520)):
            middle = rng.uniform(0, width)
            pen.ellipse((middle - 520, base, middle + 200, base + 700), fill=colour)
            pen.ellipse((middle - 60, base + 40, middle + 640, base + 740), fill=colour)
    elif kind == "houses":
        for left in range(-10, width, 64):
            top = rng.uniform(330, 560)
            pen.rectangle((left, top, left + 58, height), fill=rng.choice((near, far)))
    else:
        for _ in range(7):
            x, y, reach = rng.choice((rng.uniform(0, 130), rng.uniform(510, 640))), rng.uniform(440, 680), rng.uniform(60, 130)
            pen.ellipse((x - reach / 3, y - reach, x + reach / 3, y + reach), fill=rng.choice((near, far)))


@cache
def _around(frame: Frame) -> Image.Image:
    """The frame as a picture with a hole."""
    image = Image.new("RGBA", SIZE, (0, 0, 0, 0))
    pen, (width, height) = ImageDraw.Draw(image), SIZE
    pen.rectangle((0, 0, width, height), fill=frame.ground)
    corner = {"round": 64, "double": 4, "woven": 0}[frame.border]
    hole = (_EDGE, _EDGE, width - _EDGE, height - _BAND)
    pen.rounded_rectangle(hole, corner, fill=(0, 0, 0, 0))
    if frame.border == "round":
        _cup(pen, frame, width - 96, height - _BAND - 14)
    elif frame.border == "double":
        inner = (_EDGE + 12, _EDGE + 12, width - _EDGE - 12, height - _BAND - 12)
        pen.rounded_rectangle(inner, 4, outline=frame.accent, width=4)
        for x in (_EDGE + 30, width - _EDGE - 30):
            _flower(pen, frame, x, height - _BAND - 30)
    else:
        _weave(pen, frame)
    big, small = ImageFont.load_default(40), ImageFont.load_default(24)
    pen.text((40, height - _BAND + 16), frame.brand, font=big, fill=frame.ink)
    pen.text((40, height - _BAND + 64), frame.motto, font=small, fill=portrait.mix(frame.ink, frame.ground, 0.25))
    return image


def _cup(pen: ImageDraw.ImageDraw, frame: Frame, x: float, y: float) -> None:
    pen.ellipse((x - 66, y - 66, x + 66, y + 66), fill=frame.accent, outline=frame.ground, width=8)
    pen.arc((x + 14, y - 16, x + 48, y + 18), 270, 90, fill=frame.ink, width=8)
    pen.rounded_rectangle((x - 34, y - 20, x + 30, y + 30), 16, fill=frame.ink)
    for left in (-20, -2, 16):
        pen.arc((x + left - 6, y - 46, x + left + 6, y - 24), 90, 270, fill=frame.ink, width=5)


def _flower(pen: ImageDraw.ImageDraw, frame: Frame, x: float, y: float) -> None:
    for dx, dy in ((0, -26), (25, -8), (15, 21), (-15, 21), (-25, -8)):
        pen.ellipse((x + dx - 20, y + dy - 20, x + dx + 20, y + dy + 20), fill=frame.ink)
    pen.ellipse((x - 13, y - 13, x + 13, y + 13), fill=frame.accent)


def _weave(pen: ImageDraw.ImageDraw, frame: Frame) -> None:
    width, height = SIZE
    for number, x in enumerate(range(0, width, 32)):
        colour = frame.accent if number % 2 else frame.ink
        pen.polygon(((x, 0), (x + 32, 0), (x + 16, _EDGE + 8)), fill=colour)
        pen.polygon(((x, height - _BAND), (x + 32, height - _BAND), (x + 16, height - _BAND - 28)), fill=colour)
    for number, y in enumerate(range(0, height - _BAND, 32)):
        colour = frame.accent if number % 2 else frame.ink
        pen.polygon(((0, y), (0, y + 32), (_EDGE + 8, y + 16)), fill=colour)
        pen.polygon(((width, y), (width, y + 32), (width - _EDGE - 8, y + 16)), fill=colour)
