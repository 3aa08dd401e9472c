"""What the studio takes and makes: pure functions and limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from facevalue.kit.clock import DAY_MS
from facevalue.studio.errors import InvalidComposition, WrongStatus

PICTURE_PX = 1080
FEED_PX = 540
DISCLOSURE = "#ad"

UPLOAD_BYTES_MAX = 10 * 1024 * 1024
CHUNK_BYTES_MAX = 256 * 1024
UPLOADS_OPEN_MAX = 20
UPLOAD_KEPT_MS = 7 * DAY_MS
ASSET_BYTES_MAX = 4 * 1024 * 1024
DERIVATIVE_BYTES_MAX = 30 * 1024
FEED_BYTES_MAX = 25 * 1024

KEY_CHARACTERS_MAX = 64
STICKERS_MAX = 8
SCALE_MIN, SCALE_MAX = 0.04, 1.0
# A picture composed without signal may arrive when the brand has retired what is in it.
RETIRED_USABLE_MS = 7 * DAY_MS


class AssetKind(StrEnum):
    """What an asset is."""

    FRAME = "frame"
    STICKER = "sticker"
    BACKGROUND = "background"


class AssetStatus(StrEnum):
    """How far a version of an asset has come."""

    DRAFT = "draft"
    APPROVED = "approved"
    PUBLISHED = "published"
    RETIRED = "retired"


class Use(StrEnum):
    """What a rendition is for."""

    FULL = "full"
    FEED = "feed"


class Format(StrEnum):
    """The file format of a rendition; the value is the extension of its file."""

    AVIF = "avif"
    WEBP = "webp"
    JPEG = "jpg"


_STEPS = {
    AssetStatus.APPROVED: {AssetStatus.DRAFT},
    AssetStatus.PUBLISHED: {AssetStatus.APPROVED},
    AssetStatus.RETIRED: {AssetStatus.DRAFT, AssetStatus.APPROVED, AssetStatus.PUBLISHED},
}


@dataclass(frozen=True, slots=True)
class Placement:
    """A sticker on the square picture: its centre at (x, y) from the top left, its width `scale`, all as shares of the
    picture's side; turned clockwise by `rotation` degrees."""

    asset_version: int
    x: float
    y: float
    scale: float
    rotation: float = 0.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle as shares of a picture's width and height: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Check:
    """What a check found. `score`: 1 nothing to object to, 0 surely wrong; `reason` is a sentence for people."""

    name: str
    version: int
    score: float
    reason: str
    details: dict[str, object]


def check_step(status: str, wanted: AssetStatus) -> None:
    """Raises WrongStatus unless a version may go from one status to the other."""
    if status not in _STEPS[wanted]:
        raise WrongStatus(f"The asset is {status}, so it cannot become {wanted}")


def check_placements(stickers: Sequence[Placement]) -> None:
    """Raises InvalidComposition for too many stickers, or one that is out of range: its centre must lie in the picture."""
    if len(stickers) > STICKERS_MAX:
        raise InvalidComposition(f"At most {STICKERS_MAX} stickers fit on a picture")
    for sticker in stickers:
        numbers = sticker.x, sticker.y, sticker.scale, sticker.rotation
        if not all(isfinite(number) for number in numbers):
            raise InvalidComposition("A sticker's place must be given in numbers")
        if not (0 <= sticker.x <= 1 and 0 <= sticker.y <= 1):
            raise InvalidComposition("A sticker's centre must lie in the picture")
        if not SCALE_MIN <= sticker.scale <= SCALE_MAX:
            raise InvalidComposition(f"A sticker's width must be between {SCALE_MIN} and {SCALE_MAX} of the picture's")
        if not -360 <= sticker.rotation <= 360:
            raise InvalidComposition("A sticker is turned by -360 to 360 degrees")


def crop(width: int, height: int, faces: Sequence[Box]) -> tuple[int, int, int]:
    """The square of a picture that is shown, as left, top and side in pixels: the largest that fits, around the faces.

    The middle of the faces comes as near to the middle, or to 45 % from the top, as the picture allows.
    """
    side = min(width, height)
    if not faces:
        return (width - side) // 2, (height - side) // 2, side
    middle_x = (min(face.x for face in faces) + max(face.x + face.width for face in faces)) / 2 * width
    middle_y = (min(face.y for face in faces) + max(face.y + face.height for face in faces)) / 2 * height
    left = min(max(round(middle_x - side / 2), 0), width - side)
    top = min(max(round(middle_y - side * 0.45), 0), height - side)
    return left, top, side


def within_crop(face: Box, size: tuple[int, int], square: tuple[int, int, int]) -> Box:
    """A box of a whole picture of this size as shares of its square (left, top, side), beyond which it may reach."""
    (width, height), (left, top, side) = size, square
    return Box(
        (face.x * width - left) / side, (face.y * height - top) / side, face.width * width / side, face.height * height / side
    )


def check_key(key: str) -> None:
    """Raises InvalidComposition for a key that could not be kept."""
    if not 1 <= len(key) <= KEY_CHARACTERS_MAX or not key.isprintable():
        raise InvalidComposition(f"A key has 1 to {KEY_CHARACTERS_MAX} characters")
