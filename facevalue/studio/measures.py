"""What can be measured in a photo once and for all, when it comes in: sharpness, light, flatness, codes."""

from dataclasses import asdict, dataclass
from typing import Any

import cv2
import numpy as np
import zxingcpp

from facevalue.studio.encode import Pixels, scaled
from facevalue.studio.rules import Box

_FACE_PX = 192
_TILE_PX = 8
CODES_MAX = 4
_CODE_CHARACTERS_MAX = 200


@dataclass(frozen=True, slots=True)
class Measures:
    """`sharpness`: variance of the Laplacian of the face (without one, of the sharpest ninth of the picture), brought to one
    size and one contrast; `light`: what 5 % of the picture are brighter than, 0 to 255; `flat`: share of the picture that is
    of one colour; `bars`: straight edges from side to side; `codes`: what QR codes and barcodes in it say."""

    sharpness: float
    light: float
    flat: float
    bars: int
    codes: list[str]


def measure(pixels: Pixels, faces: list[Box]) -> dict[str, Any]:
    """The measures of a photo, to be stored."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    found = Measures(
        sharpness=round(_sharpness(grey, faces), 5),
        light=float(np.percentile(grey[::4, ::4], 95)),
        flat=round(_flat(grey), 3),
        bars=_bars(grey),
        codes=codes(grey),
    )
    return asdict(found)


def _sharpness(grey: Any, faces: list[Box]) -> float:
    height, width = grey.shape
    if faces:
        # Behind a sharp face there may be as much blur as one likes. The box's middle: nothing of what is beside the head.
        face = faces[0]
        left, top = int((face.x + face.width * 0.1) * width), int((face.y + face.height * 0.1) * height)
        right, bottom = int((face.x + face.width * 0.9) * width), int((face.y + face.height * 0.9) * height)
        regions = [grey[top:bottom, left:right]]
    else:
        strips = [grey[y * height // 3 : (y + 1) * height // 3] for y in range(3)]
        regions = [strip[:, x * width // 3 : (x + 1) * width // 3] for strip in strips for x in range(3)]
    return max((_edges(region) for region in regions if min(region.shape) >= 16), default=0.0)


def _edges(region: Any) -> float:
    factor = _FACE_PX / max(region.shape)
    if factor < 1:
        region = scaled(region, (max(round(region.shape[1] * factor), 1), max(round(region.shape[0] * factor), 1)))
    contrast = float(region.std())
    # A face in even light has soft edges and is sharp all the same; noise in a dark one is no sharpness.
    return float(cv2.Laplacian(cv2.GaussianBlur(region, (3, 3), 0), cv2.CV_32F).var()) / max(contrast, 16.0) ** 2


def _flat(grey: Any) -> float:
    """Cameras have noise everywhere; screens have areas of one colour."""
    height, width = (side // _TILE_PX * _TILE_PX for side in grey.shape)
    tiles = grey[:height, :width].reshape(height // _TILE_PX, _TILE_PX, width // _TILE_PX, _TILE_PX)
    return float((tiles.max(axis=(1, 3)) - tiles.min(axis=(1, 3)) <= 1).mean())


def _bars(grey: Any) -> int:
    """Rows where nearly the whole width steps from one shade to another: the edges of a screen's bars."""
    steps = np.abs(np.diff(grey[:, ::2].astype(np.int16), axis=0)) > 6
    return int((steps.mean(axis=1) > 0.9).sum())


def codes(grey: Any) -> list[str]:
    """What QR codes and barcodes in a grey picture say."""
    found = zxingcpp.read_barcodes(grey, try_rotate=False)
    return [code.text[:_CODE_CHARACTERS_MAX] for code in found if code.valid][:CODES_MAX]
