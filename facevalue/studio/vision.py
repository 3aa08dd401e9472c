"""Finds faces, and the person before the background, with two small networks of MediaPipe (Apache-2.0).

The build copies them from npm packages into `weights/`. Pictures are RGB arrays of bytes, height by width by 3.
"""

import threading
from functools import cache
from importlib.resources import files
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from facevalue.studio.encode import Pixels
from facevalue.studio.errors import ModelMissing
from facevalue.studio.rules import Box

Floats = NDArray[np.float32]

_PERSON_PX = 256
_FACE_PX = 128
_FACE_SCORE_MIN = 0.5
_OVERLAP_MAX = 0.3
FACES_MAX = 20

_nets = threading.local()


def _net(name: str) -> Any:
    """A network of this thread, for one cannot serve two at once. Raises ModelMissing."""
    net = getattr(_nets, name, None)
    if net is None:
        path = files("facevalue.studio").joinpath("weights", f"{name}.tflite")
        if not path.is_file():
            raise ModelMissing(f"The model {name}.tflite is missing; `make setup` brings it")
        net = cv2.dnn.readNetFromTFLite(np.frombuffer(path.read_bytes(), np.uint8))
        setattr(_nets, name, net)
    return net


@cache
def _anchors() -> Floats:
    """The centres that the network's boxes count from, 896 by 2: a grid of 16 by 16 with two, one of 8 by 8 with six."""
    grids = []
    for cells, each in ((16, 2), (8, 6)):
        middles = (np.arange(cells, dtype=np.float32) + 0.5) / cells
        x, y = np.meshgrid(middles, middles)
        grids.append(np.repeat(np.stack([x.ravel(), y.ravel()], axis=1), each, axis=0))
    return np.concatenate(grids)


def faces(pixels: Pixels) -> list[Box]:
    """Where faces are, as shares of the picture, the surest first.

    After Bazarevsky et al., "BlazeFace" (2019): boxes of the short-range model, those that mean one face blended into it.
    """
    height, width = pixels.shape[:2]
    side = max(height, width)
    scale = _FACE_PX / side
    small = cv2.resize(pixels, (max(round(width * scale), 1), max(round(height * scale), 1)), interpolation=cv2.INTER_AREA)
    square = np.zeros((_FACE_PX, _FACE_PX, 3), np.uint8)
    square[: small.shape[0], : small.shape[1]] = small
    net = _net("face_detection_short_range")
    net.setInput(cv2.dnn.blobFromImage(square, 1 / 127.5, mean=(127.5, 127.5, 127.5)))
    scores, regressions = net.forward(("classificators", "regressors"))
    chances = 1 / (1 + np.exp(-np.clip(scores[0, :, 0], -80, 80)))
    sure = chances >= _FACE_SCORE_MIN
    middles = regressions[0, sure, 0:2] / _FACE_PX + _anchors()[sure]
    sizes = regressions[0, sure, 2:4] / _FACE_PX
    corners = np.concatenate([middles - sizes / 2, middles + sizes / 2], axis=1)
    # From shares of the padded square to shares of the picture.
    corners *= np.array([side / width, side / height] * 2, np.float32)
    return [_box(blended) for blended in _blend(corners, chances[sure])[:FACES_MAX]]


def person(pixels: Pixels) -> Floats:
    """How surely each point of a square picture belongs to a person, 0 to 1, 256 by 256."""
    small = cv2.resize(pixels, (_PERSON_PX, _PERSON_PX), interpolation=cv2.INTER_AREA)
    net = _net("selfie_segmentation")
    net.setInput(cv2.dnn.blobFromImage(small, 1 / 255))
    chances: Floats = net.forward()[0, 0]
    return chances


def _blend(corners: Floats, chances: Floats) -> list[Floats]:
    """Boxes that overlap become one, each counting as much as it is sure."""
    left = np.argsort(-chances)
    found = []
    while len(left):
        overlap = _overlap(corners[left[0]], corners[left])
        same = left[overlap > _OVERLAP_MAX]
        weights = chances[same, None]
        found.append((corners[same] * weights).sum(axis=0) / weights.sum())
        left = left[overlap <= _OVERLAP_MAX]
    return found


def _overlap(one: Floats, many: Floats) -> Floats:
    """Intersection over union."""
    low, high = np.maximum(one[:2], many[:, :2]), np.minimum(one[2:], many[:, 2:])
    common = np.prod(np.clip(high - low, 0, None), axis=1)
    areas = np.prod(many[:, 2:] - many[:, :2], axis=1)
    union = np.prod(one[2:] - one[:2]) + areas - common
    shares: Floats = common / np.maximum(union, 1e-9)
    # A box without extent still is the same as itself, so that blending always ends.
    shares[(many == one).all(axis=1)] = 1.0
    return shares


def _box(corners: Floats) -> Box:
    x, y, right, bottom = (min(max(float(value), 0.0), 1.0) for value in corners)
    return Box(x, y, right - x, bottom - y)
