"""Selfies of the demo's people, drawn by code: flat shapes, in light and clothes that go with a brand."""

from functools import cache
from io import BytesIO
from random import Random
from typing import Literal, NamedTuple

from PIL import Image, ImageDraw

from facevalue.demo import portrait
from facevalue.demo.portrait import SIZE, Colour, Look

_QUALITY = 88


class Frame(NamedTuple):
    """What a brand puts around a picture, and the colours that go with it. `brand` and `motto` are written on it."""

    brand: str
    motto: str
    border: Literal["round", "double", "woven"]
    ground: Colour
    accent: Colour
    ink: Colour
    skies: tuple[tuple[Colour, Colour], ...]
    clothes: tuple[Colour, ...]


def selfie(frame: Frame, look: Look, rng: Random) -> bytes:
    """A JPEG file of 640 by 800 pixels; the same one for the same frame, look and state of `rng`."""
    image = _sky(*rng.choice(frame.skies)).copy()
    _scenery(ImageDraw.Draw(image), frame, rng)
    first, second = rng.sample(frame.clothes, 2)
    portrait.draw(image, look, (first, second), rng)
    return _file(image)


def background(frame: Frame, rng: Random) -> bytes:
    """The same without anybody."""
    image = _sky(*rng.choice(frame.skies)).copy()
    _scenery(ImageDraw.Draw(image), frame, rng)
    return _file(image)


def _file(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "JPEG", quality=_QUALITY)
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
