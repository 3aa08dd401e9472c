"""A plug point: a network of the operator's own, in ONNX, says what it sees in a photo. None is shipped.

Beside `model.onnx` stands `model.json`:

    {"name": "nudity", "version": 1, "side_px": 224, "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5], "softmax": true,
     "labels": ["plain", "nude"], "unwanted": {"nude": "Somebody may be naked in the photo."}}

The network takes 1 by 3 by side by side numbers, red first, (value from 0 to 1 - mean) / std, and gives one number per label.
"""

import threading
from pathlib import Path
from typing import Any

import cv2
import msgspec
import numpy as np

from facevalue.studio.encode import Pixels, scaled
from facevalue.studio.errors import ModelMissing
from facevalue.studio.rules import Check

_nets = threading.local()


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands beside the network."""

    name: str
    version: int
    side_px: int
    labels: list[str]
    unwanted: dict[str, str]
    mean: tuple[float, float, float] = (0.0, 0.0, 0.0)
    std: tuple[float, float, float] = (1.0, 1.0, 1.0)
    softmax: bool = False


def judge(model: Path, square: Pixels) -> Check:
    """The check of a square picture: 1 less how sure the network is of what is unwanted. Raises ModelMissing."""
    card, net = _load(model)
    values = scaled(square, (card.side_px, card.side_px)).astype(np.float32) / 255
    values = (values - np.array(card.mean, np.float32)) / np.array(card.std, np.float32)
    net.setInput(np.ascontiguousarray(values.transpose(2, 0, 1)[None]))
    given = net.forward().ravel().astype(np.float64)
    if len(given) != len(card.labels):
        raise ModelMissing(f"{model.name} gives {len(given)} numbers, and {model.stem}.json has {len(card.labels)} labels")
    if card.softmax:
        given = np.exp(given - given.max())
        given /= given.sum()
    sure = dict(zip(card.labels, np.clip(given, 0, 1).round(3).tolist(), strict=True))
    worst = max(card.unwanted, key=lambda label: sure[label])
    reason = card.unwanted[worst] if sure[worst] >= 0.5 else "Nothing unwanted was seen."
    return Check(card.name, card.version, round(1 - sure[worst], 3), reason, dict(sure))


def _load(model: Path) -> tuple[Card, Any]:
    """The network of this thread, for one cannot serve two at once."""
    kept = getattr(_nets, "kept", None)
    if kept is None or kept[0] != model:
        try:
            card = msgspec.json.decode(model.with_suffix(".json").read_bytes(), type=Card)
            net = cv2.dnn.readNetFromONNX(np.frombuffer(model.read_bytes(), np.uint8))
        except (OSError, msgspec.MsgspecError, cv2.error) as error:
            raise ModelMissing(f"The network {model} cannot be used: {error}") from None
        if not card.unwanted or not card.unwanted.keys() <= set(card.labels):
            raise ModelMissing(f"{model.stem}.json must say which of its labels are unwanted")
        _nets.kept = kept = (model, card, net)
    return kept[1], kept[2]
