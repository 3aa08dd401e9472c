"""A person before another background."""

from typing import Any

import cv2
import numpy as np
from PIL import Image

from facevalue.studio import encode, vision
from facevalue.studio.encode import Pixels
from facevalue.studio.vision import Floats

_WORK_PX = 540
_RADIUS_PX = 4
_SMOOTHNESS = 1e-3
_SPILL_PX = 270
_FRINGE_PX = 13
_SIDE_SHOW = 0.2


def before(photo: Image.Image, background: Image.Image) -> Image.Image:
    """The person of a square photo before a background of the same size; both RGB in the end."""
    pixels, size = np.asarray(photo), photo.size
    slope, level, small = _guide(pixels)
    alpha = _clear(cv2.resize(slope, size) * _lightness(pixels) + cv2.resize(level, size))
    spill = _spill(small, _clear(slope * _lightness(small) + level))
    own = cv2.subtract(pixels, cv2.resize(spill, size), dtype=cv2.CV_8U)
    behind = np.asarray(background.convert("RGB"))
    return Image.fromarray(cv2.blendLinear(own, behind, alpha, 1 - alpha))


def _guide(pixels: Pixels) -> tuple[Any, Any, Pixels]:
    """The network's coarse answer drawn along the edges of the photo: alpha = slope * lightness + level, at `_WORK_PX`.

    After He and Sun, "Fast Guided Filter" (2015). The third is the photo at that size.
    """
    small = encode.scaled(pixels, (_WORK_PX, _WORK_PX))
    coarse = _without_bystanders(vision.person(small))
    mask = cv2.resize(np.clip((coarse - 0.25) / 0.5, 0, 1), (_WORK_PX, _WORK_PX), interpolation=cv2.INTER_LINEAR)
    window = (2 * _RADIUS_PX + 1, 2 * _RADIUS_PX + 1)
    guide = _lightness(small)
    mean_guide, mean_mask = cv2.blur(guide, window), cv2.blur(mask, window)
    variance = cv2.blur(guide * guide, window) - mean_guide * mean_guide
    slope = (cv2.blur(guide * mask, window) - mean_guide * mean_mask) / (variance + _SMOOTHNESS)
    level = mean_mask - slope * mean_guide
    return cv2.blur(slope, window), cv2.blur(level, window), small


def _without_bystanders(coarse: Floats) -> Floats:
    """Only the largest person, who else is nearly as large, and the wisps around them: a friend stays, passers-by go."""
    # Who touches somebody else only narrowly is somebody of their own.
    solid = cv2.morphologyEx((coarse > 0.6).astype(np.uint8), cv2.MORPH_OPEN, _disc(11))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=4)
    if count < 2:
        return coarse
    areas = stats[1:, cv2.CC_STAT_AREA]
    stays = np.concatenate([[False], areas >= _SIDE_SHOW * areas.max()])
    kept = stays[labels].astype(np.uint8)
    near = cv2.dilate(kept, _disc(23)) > 0
    theirs = (cv2.dilate(solid - kept, _disc(15)) > 0) & (cv2.dilate(kept, _disc(9)) == 0)
    return np.where(near & ~theirs, coarse, np.float32(0))


def _disc(size: int) -> Any:
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))


def _spill(small: Pixels, alpha: Floats) -> Any:
    """What the old background adds to the person's colours along the edge, to be taken off.

    After Forte and Pitié, "Approximate Fast Foreground Colour Estimation" (2021), one round of it.
    """
    small = encode.scaled(small, (_SPILL_PX, _SPILL_PX))
    covering = cv2.resize(alpha, (_SPILL_PX, _SPILL_PX), interpolation=cv2.INTER_AREA)
    share = covering[..., None]
    window = (_FRINGE_PX, _FRINGE_PX)
    person = cv2.blur(small * share, window) / (cv2.blur(covering, window)[..., None] + 1e-3)
    behind = cv2.blur(small * (1 - share), window) / (cv2.blur(1 - covering, window)[..., None] + 1e-3)
    own = person + share * (small - share * person - (1 - share) * behind)
    fringe = (covering < 0.98)[..., None]
    return (np.where(fringe, small - np.clip(own, 0, 255), 0)).astype(np.float32)


def _clear(alpha: Any) -> Floats:
    """What is nearly sure is sure, lest the old background shines through."""
    clear: Floats = np.clip((alpha - 0.2) / 0.65, 0, 1).astype(np.float32)
    return clear


def _lightness(pixels: Pixels) -> Floats:
    grey: Floats = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return grey / np.float32(255)
