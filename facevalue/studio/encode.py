"""Pixels become files, small enough for the phones that fetch them."""

from collections.abc import Sequence
from io import BytesIO
from math import ceil, log

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from facevalue.studio.rules import Format

Pixels = NDArray[np.uint8]

_QUALITIES = (82, 74, 66, 58, 50, 42, 34, 26)
# AVIF reaches the same look at lower numbers than JPEG and WebP do.
_AVIF_QUALITIES = (62, 56, 50, 44, 38, 32, 26, 20)
AVIF_SPEED = 9


def encode(image: Image.Image, format_: Format, quality: int | None = None) -> bytes:
    """An RGB picture as a file; the same bytes for the same pixels and quality. WebP may have alpha."""
    file = BytesIO()
    if format_ == Format.AVIF:
        # One thread: more would not give the same bytes everywhere, and take the processor from others.
        image.save(file, "AVIF", quality=quality or _AVIF_QUALITIES[0], speed=AVIF_SPEED, max_threads=1)
    elif format_ == Format.WEBP:
        image.save(file, "WEBP", quality=quality or _QUALITIES[0], method=1 if image.width > 720 else 2, alpha_quality=70)
    else:
        image.save(file, "JPEG", quality=quality or _QUALITIES[0], optimize=image.width <= 720)
    return file.getvalue()


def lossless(image: Image.Image) -> bytes:
    """A picture as a WebP file that gives the very same pixels back, those that cannot be seen aside."""
    file = BytesIO()
    image.save(file, "WEBP", lossless=True, quality=60, method=2)
    return file.getvalue()


def within(image: Image.Image, format_: Format, bytes_max: int, sides_px: Sequence[int]) -> tuple[bytes, int]:
    """(file, longer side): about the best quality that fits into so many bytes, at the first of `sides_px` where any does.

    What fits at no size comes at the last one and the lowest quality, however large.
    """
    qualities = _AVIF_QUALITIES if format_ == Format.AVIF else _QUALITIES
    data, side = b"", 0
    for wanted in sides_px:
        side = min(wanted, max(image.size))
        smaller = resized(image, side)
        probe = 0
        while probe < len(qualities):
            data = encode(smaller, format_, qualities[probe])
            if len(data) <= bytes_max:
                return data, side
            # A step makes a file smaller by about a seventh; as many as are needed are taken at once.
            probe += max(1, ceil(log(len(data) / bytes_max) / log(7 / 6)))
    return data, side


def resized(image: Image.Image, side_px: int) -> Image.Image:
    """The picture with this longer side, in its own proportions."""
    if max(image.size) == side_px:
        return image
    factor = side_px / max(image.size)
    size = max(round(image.width * factor), 1), max(round(image.height * factor), 1)
    return Image.fromarray(scaled(np.asarray(image), size))


def scaled(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """An array of pixels at another size (width, height)."""
    if pixels.shape[1::-1] == size or pixels.shape[-1] != 4:
        return scaled_plainly(pixels, size)
    # What cannot be seen has a colour as well, which must not bleed into what can: colours weigh as much as they cover.
    weighed = Image.fromarray(pixels).convert("RGBa")
    smaller = scaled_plainly(np.asarray(weighed), size)
    return np.asarray(Image.frombytes("RGBa", size, smaller.tobytes()).convert("RGBA"))


def scaled_plainly(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """The same, each channel for itself: areas are averaged when it shrinks, curves drawn when it grows."""
    if pixels.shape[1::-1] == size:
        return pixels
    how = cv2.INTER_AREA if size[0] < pixels.shape[1] else cv2.INTER_CUBIC
    plain: Pixels = cv2.resize(pixels, size, interpolation=how).astype(np.uint8, copy=False)
    return plain
