"""What can be said about a composition before anybody looks at it: each check has a score, a reason and a version.

Codes are read; writing is not: an address or a number in plain letters is for people to find.
"""

import re
from collections.abc import Collection, Sequence
from math import log

import cv2
import numpy as np

from facevalue.studio import picture, rules
from facevalue.studio.measures import Measures
from facevalue.studio.picture import Scene
from facevalue.studio.rules import Box, Check

_COVER_PX = 270
_SHARPNESS_BLURRED, _SHARPNESS_SHARP = 0.0012, 0.004
_LIGHT_DARK, _LIGHT_FINE = 40, 110
_FACE_SMALL, _FACE_FINE = 0.06, 0.14
_ADDRESS = re.compile(r"(?i)^(?:https?://|www\.|wa\.me/|t\.me/)|\.(?:com|net|org|io|co|id|th|vn|ph|my|ng|link|me)(?:/|$)")
_PHONE = re.compile(r"(?i)^(?:tel|sms|smsto|whatsapp):|^\+?[\d\s().-]{8,20}$|wa\.me/\d|TEL[;:]")


def of_faces(shown: Sequence[Box]) -> list[Check]:
    """`shown`: faces as shares of the square that is shown."""
    inside = [face for face in shown if 0 < face.x + face.width / 2 < 1 and 0 < face.y + face.height / 2 < 1]
    count = len(inside)
    largest = max((face.width for face in inside), default=0.0)
    reason = {0: "No face can be seen.", 1: "One face can be seen."}.get(count, f"{count} faces can be seen.")
    faces = Check("faces", 1, float(count > 0), reason, {"count": count})
    score = _between(largest, _FACE_SMALL, _FACE_FINE)
    reason = "No face can be seen." if not count else "The face is very small." if score < 0.5 else "The face is large enough."
    return [faces, Check("face_size", 1, score, reason, {"width": round(largest, 3)})]


def of_cover(scene: Scene, shown: Sequence[Box]) -> Check:
    """Whether frame and stickers leave the faces free: how much of each face's oval they cover."""
    cover = np.asarray(picture.cover(scene, _COVER_PX), np.float32) / 255
    shares = []
    for face in shown:
        oval = np.zeros(cover.shape, np.uint8)
        middle = round((face.x + face.width / 2) * _COVER_PX), round((face.y + face.height / 2) * _COVER_PX)
        axes = max(round(face.width / 2 * _COVER_PX), 1), max(round(face.height / 2 * _COVER_PX), 1)
        cv2.ellipse(oval, middle, axes, 0, 0, 360, 1, -1)
        if oval.any():
            shares.append(float(cover[oval > 0].mean()))
    worst = max(shares, default=0.0)
    whose = "the face" if len(shares) == 1 else "a face"
    reason = f"Frame or stickers cover {worst:.0%} of {whose}." if worst >= 0.02 else "Nothing covers a face."
    return Check("covered", 1, 1 - _between(worst, 0.05, 0.4), reason, {"covered": [round(share, 3) for share in shares]})


def of_photo(measures: Measures, width: int, height: int) -> list[Check]:
    """Blur, darkness, screenshot-likeness and codes, of the raw photo."""
    sharp = _between(log(max(measures.sharpness, 1e-6)), log(_SHARPNESS_BLURRED), log(_SHARPNESS_SHARP))
    reason = "The photo is blurred." if sharp < 0.5 else "The photo is sharp."
    blur = Check("blur", 1, sharp, reason, {"sharpness": measures.sharpness})
    bright = _between(measures.light, _LIGHT_DARK, _LIGHT_FINE)
    reason = "The photo is very dark." if bright < 0.5 else "There is enough light."
    darkness = Check("darkness", 1, bright, reason, {"light": measures.light})
    return [blur, darkness, _screenshot(measures, width, height), *_codes(measures.codes)]


def _screenshot(measures: Measures, width: int, height: int) -> Check:
    """Screens have bars from edge to edge and areas of one colour, and are long; photos of a person before a plain wall have
    areas of one colour too."""
    bars = min(measures.bars / 3, 1.0)
    long = max(width, height) / min(width, height) > 1.9
    likeness = min(1.0, bars * _between(measures.flat, 0.05, 0.3) + 0.3 * long + 0.6 * _between(measures.flat, 0.6, 0.9))
    reason = "It looks like a picture of a screen." if likeness > 0.5 else "It looks like a photo."
    details: dict[str, object] = {"flat": measures.flat, "bars": measures.bars, "long": long}
    return Check("screenshot", 1, round(1 - likeness, 3), reason, details)


def _codes(codes: list[str]) -> list[Check]:
    addresses = [code for code in codes if _ADDRESS.search(code.strip())]
    phones = [code for code in codes if _PHONE.search(code.strip())]
    code = Check(
        "code", 1, float(not codes), "A QR code or barcode can be read." if codes else "No code can be read.", {"codes": codes}
    )
    reason = "A code leads to an address." if addresses else "No code leads to an address."
    address = Check("address", 1, float(not addresses), reason, {"addresses": addresses})
    reason = "A code holds a phone number." if phones else "No code holds a phone number."
    return [code, address, Check("phone", 1, float(not phones), reason, {"phones": phones})]


def of_likeness(own: Sequence[int], others: Sequence[int], mirrored: Collection[int]) -> Check:
    """`own`, `others`: earlier compositions with the same photo, of the same person and of others; `mirrored`: those that show
    its mirror image."""
    reason = "This photo is new here."
    if others or own:
        who = "Somebody else" if others else "The same person"
        reason = f"{who} used this photo before{', mirrored' if (others or own)[0] in mirrored else ''}."
    details: dict[str, object] = {
        name: [str(composition) for composition in compositions]
        for name, compositions in (("own", own), ("others", others), ("mirrored", sorted(mirrored)))
    }
    return Check("seen_before", 1, 0.0 if others else 0.3 if own else 1.0, reason, details)


def shown_faces(scene: Scene, width: int, height: int) -> list[Box]:
    """The faces of a photo of this size as shares of the square that is shown."""
    square = rules.crop(width, height, scene.faces)
    return [rules.within_crop(face, (width, height), square) for face in scene.faces]


def _between(value: float, low: float, high: float) -> float:
    """0 at `low` and below, 1 at `high` and above."""
    return round(min(max((value - low) / (high - low), 0.0), 1.0), 3)
