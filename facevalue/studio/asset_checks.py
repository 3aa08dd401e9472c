"""What is said of an asset as soon as a brand has uploaded it, before anybody approves it."""

from io import BytesIO
from typing import Any

import cv2
import numpy as np
from PIL import Image

from facevalue.studio import encode, measures
from facevalue.studio.assets import Files
from facevalue.studio.rules import DERIVATIVE_BYTES_MAX, PICTURE_PX, AssetKind, Check

_PHONE_PX = 320
_STICKER_SHOWN_PX = 96  # of a sticker of 30 % of the picture's width on such a phone
_FACE_ZONE = (0.25, 0.15, 0.75, 0.72)
_LABEL_ZONE = (0.02, 0.02, 0.16, 0.1)
_OPAQUE = 128
_FAINT = 6


def check(kind: AssetKind, made: Files) -> list[Check]:
    """`dimensions`, `alpha`, `weight`, `legible`, `code`; of a frame also `face_zone` and `label_zone`."""
    pixels = np.asarray(made.master.convert("RGBA"))
    found = [_dimensions(kind, made.original_px), _weight(made), _legible(kind, made.master), _code(pixels)]
    if kind != AssetKind.BACKGROUND:
        found.append(_alpha(kind, pixels))
    if kind == AssetKind.FRAME:
        found += [_face_zone(pixels), _label_zone(pixels)]
    return found


def _dimensions(kind: AssetKind, original_px: tuple[int, int]) -> Check:
    wanted = 320 if kind == AssetKind.STICKER else PICTURE_PX
    width, height = original_px
    score = min(min(width, height) if kind != AssetKind.STICKER else max(width, height), wanted) / wanted
    reason = "It is large enough." if score >= 1 else f"It is {width} by {height} pixels; below {wanted} it looks soft."
    return Check("dimensions", 1, round(score, 3), reason, {"width": width, "height": height})


def _weight(made: Files) -> Check:
    """All fit into 30 KiB in the end; what had to become small for it looks soft on a good phone."""
    with Image.open(BytesIO(made.small_file)) as small:
        side = max(small.size)
    wanted = 540 if max(made.master.size) == PICTURE_PX else min(256, max(made.master.size))
    score = min(1.0, side / wanted)
    size = len(made.small_file)
    reason = "It is light enough for phones." if score >= 1 else f"It has so much detail that phones get {side} pixels only."
    return Check("weight", 1, round(score, 3), reason, {"bytes": size, "bytes_max": DERIVATIVE_BYTES_MAX, "side": side})


def _alpha(kind: AssetKind, pixels: encode.Pixels) -> Check:
    clear = float((pixels[..., 3] < _OPAQUE).mean())
    if kind == AssetKind.FRAME:
        score = min(1.0, clear / 0.5)
        reason = "Enough of the photo shows." if score >= 1 else f"Only {clear:.0%} of the photo shows through this frame."
    else:
        score = 1.0 if clear > 0.01 else 0.4
        reason = "It has a shape of its own." if score >= 1 else "It is a plain rectangle: nothing of it is see-through."
    return Check("alpha", 1, round(score, 3), reason, {"clear": round(clear, 3)})


def _face_zone(pixels: encode.Pixels) -> Check:
    covered = float((_zone(pixels, _FACE_ZONE)[..., 3] >= _OPAQUE).mean())
    reason = "It leaves room for a face." if covered < 0.02 else f"It covers {covered:.0%} of where faces usually are."
    return Check("face_zone", 1, round(max(0.0, 1 - covered / 0.3), 3), reason, {"covered": round(covered, 3)})


def _label_zone(pixels: encode.Pixels) -> Check:
    """The disclosure lies top left unless a face is there; a logo below it would be lost."""
    zone = _zone(pixels, _LABEL_ZONE)
    grey = cv2.cvtColor(zone[..., :3].copy(), cv2.COLOR_RGB2GRAY)
    opaque = cv2.erode((zone[..., 3] >= _OPAQUE).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    busy = float((cv2.Canny(grey, 60, 160)[opaque] > 0).mean()) if opaque.any() else 0.0
    score = 1.0 if busy < 0.02 else 0.4
    reason = "Nothing lies below the #ad label." if score >= 1 else "Something lies top left, where the #ad label goes."
    return Check("label_zone", 1, score, reason, {"busy": round(busy, 3)})


def _legible(kind: AssetKind, master: Image.Image) -> Check:
    """Whether what is fine in it survives on a phone 320 pixels wide, and stands out at all: small text and thin lines do not.

    An estimate, for text is not read: how much of the contrast around edges is left when it is made that small and large again.
    """
    shown_px = _STICKER_SHOWN_PX if kind == AssetKind.STICKER else _PHONE_PX
    scaled = encode.resized(master.convert("RGBA"), min(3 * shown_px, max(master.size)))
    full = np.asarray(scaled.convert("RGB").convert("L"))
    # Its outline stands before all kinds of photos, so only what is inside counts.
    inside = cv2.erode(np.asarray(scaled.getchannel("A")), np.ones((11, 11), np.uint8)) >= _OPAQUE
    small = np.asarray(encode.resized(Image.fromarray(full), shown_px))
    again = encode.scaled(small, full.shape[::-1])
    contrast, left = _contrast(full), _contrast(again)
    edges = (contrast > _FAINT) & inside
    if float(edges.mean()) < 0.002:
        return Check("legible", 1, 1.0, "There is nothing fine in it.", {"kept": 1.0, "contrast": 0.0})
    kept = float(left[edges].mean() / contrast[edges].mean())
    strongest = float(np.percentile(contrast[edges], 90))
    score = min(_part(kept, 0.55, 0.8), _part(strongest, 8, 25))
    reason = "It can be read on a small phone."
    if score < 0.5:
        faint = "What is drawn in it hardly stands out from what is around it."
        reason = faint if strongest < 16 else "Small text or thin lines in it get lost on a small phone."
    return Check("legible", 1, score, reason, {"kept": round(kept, 3), "contrast": round(strongest, 1)})


def _contrast(grey: encode.Pixels) -> Any:
    """The standard deviation around each point, in windows of about a letter's stroke."""
    values, window = grey.astype(np.float32), (9, 9)
    mean = cv2.blur(values, window)
    return np.sqrt(np.maximum(cv2.blur(values * values, window) - mean * mean, 0))


def _part(value: float, low: float, high: float) -> float:
    return round(min(max((value - low) / (high - low), 0.0), 1.0), 3)


def _code(pixels: encode.Pixels) -> Check:
    found = measures.codes(cv2.cvtColor(pixels, cv2.COLOR_RGBA2GRAY))
    reason = "A QR code or barcode can be read in it." if found else "No code can be read in it."
    return Check("code", 1, 0.5 if found else 1.0, reason, {"codes": found})


def _zone(pixels: encode.Pixels, zone: tuple[float, float, float, float]) -> encode.Pixels:
    height, width = pixels.shape[:2]
    left, top, right, bottom = zone
    return pixels[round(top * height) : round(bottom * height), round(left * width) : round(right * width)]
