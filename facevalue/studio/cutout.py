"""A person before another background."""

from typing import Any

import cv2
import numpy as np
from PIL import Image

from facevalue.studio import encode, vision

_WORK_PX = 540


def before(photo: Image.Image, background: Image.Image) -> Image.Image:
    """The person of a square photo before a background of the same size; both RGB in the end."""
    pixels = np.asarray(photo)
    alpha = _alpha(pixels)[..., None]
    behind = np.asarray(background.convert("RGB"), np.float32)
    mixed = pixels * alpha + behind * (1 - alpha)
    return Image.fromarray(np.rint(mixed).astype(np.uint8))


def _alpha(pixels: encode.Pixels) -> vision.Floats:
    """How much of each point is the person: the network's coarse answer, drawn along the edges of the photo itself.

    After He, Sun and Tang, "Fast Guided Filter" (2015), with the lightness as guide.
    """
    side = pixels.shape[0]
    coarse = vision.person(pixels)
    guide = _lightness(encode.scaled(pixels, (_WORK_PX, _WORK_PX)))
    mask = cv2.resize(coarse, (_WORK_PX, _WORK_PX), interpolation=cv2.INTER_LINEAR)
    slope, level = _guided(guide, mask, radius=6, smoothness=1e-3)
    alpha = cv2.resize(slope, (side, side)) * _lightness(pixels) + cv2.resize(level, (side, side))
    # What is nearly sure is sure, lest the old background shines through.
    clear: vision.Floats = np.clip((alpha - 0.15) / 0.7, 0, 1).astype(np.float32)
    return clear


def _lightness(pixels: encode.Pixels) -> vision.Floats:
    grey: vision.Floats = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return grey / np.float32(255)


def _guided(guide: Any, mask: Any, radius: int, smoothness: float) -> tuple[Any, Any]:
    """The filter's lines: mask = slope * guide + level around each point."""
    window = (2 * radius + 1, 2 * radius + 1)
    mean_guide, mean_mask = cv2.blur(guide, window), cv2.blur(mask, window)
    variance = cv2.blur(guide * guide, window) - mean_guide * mean_guide
    slope = (cv2.blur(guide * mask, window) - mean_guide * mean_mask) / (variance + smoothness)
    level = mean_mask - slope * mean_guide
    return cv2.blur(slope, window), cv2.blur(level, window)
