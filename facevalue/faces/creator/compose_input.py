"""What comes from a phone, made sure of before anybody works with it."""

import re
import unicodedata
from typing import Annotated

import msgspec
from django.http import QueryDict
from msgspec import Meta

from facevalue.faces.creator.compose_errors import Unreadable
from facevalue.studio.actions import Placement

BODY_BYTES_MAX = 16 * 1024
CAPTION_MAX, ALT_MAX = 300, 300
# Where a sticker goes that nobody moves.
CORNERS = {"bottom_right": (0.8, 0.8), "bottom_left": (0.2, 0.8), "top_right": (0.8, 0.2), "top_left": (0.2, 0.2)}
PLAIN_SCALE = 0.3
# Control characters, halves of pairs, and what Unicode has left open.
_UNSHOWN = ("Cc", "Cs", "Co", "Cn")
KEY = re.compile(r"[A-Za-z0-9._-]{8,64}")

Id = Annotated[str, Meta(pattern=r"^[0-9]{1,19}$")]
OptionalId = Annotated[str, Meta(pattern=r"^[0-9]{0,19}$")]


class Sticker(msgspec.Struct, forbid_unknown_fields=True):
    """See `studio.Placement`, which holds the limits."""

    asset: Id
    x: float
    y: float
    scale: float
    rotation: float


class Chosen(msgspec.Struct, forbid_unknown_fields=True):
    """A composed post: `key` is made by the phone when it is composed, `upload` is the photo's; empty ids stand for none."""

    key: Annotated[str, Meta(pattern=r"^[A-Za-z0-9-]{8,56}$")]
    campaign: Id
    upload: Id
    frame: OptionalId = ""
    background: OptionalId = ""
    stickers: Annotated[list[Sticker], Meta(max_length=16)] = []
    caption: str = ""
    alt: str = ""

    @property
    def placements(self) -> list[Placement]:
        """The stickers, from the lowest to the highest."""
        return [Placement(int(s.asset), s.x, s.y, s.scale, s.rotation) for s in self.stickers]


def read(body: bytes) -> Chosen:
    """A composed post from JSON. Raises Unreadable."""
    if len(body) > BODY_BYTES_MAX:
        raise Unreadable(f"At most {BODY_BYTES_MAX} bytes of JSON")
    try:
        return msgspec.json.decode(body, type=Chosen)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise Unreadable(str(error)) from None


def from_form(form: QueryDict, campaign: int, upload: int) -> Chosen:
    """A picture from the fields of the plain form. Raises Unreadable."""
    sticker, (x, y) = form.get("sticker"), CORNERS.get(form.get("corner", ""), CORNERS["bottom_right"])
    fields = {
        "key": form.get("key", ""),
        "campaign": str(campaign),
        "upload": str(upload),
        "frame": form.get("frame", ""),
        "background": form.get("background", ""),
        "stickers": [{"asset": sticker, "x": x, "y": y, "scale": PLAIN_SCALE, "rotation": 0.0}] if sticker else [],
    }
    try:
        return msgspec.convert(fields, Chosen)
    except msgspec.ValidationError as error:
        raise Unreadable(str(error)) from None


def key(text: str | None) -> str:
    """The key of an upload. Raises Unreadable."""
    if not text or not KEY.fullmatch(text):
        raise Unreadable("Idempotency-Key: 8 to 64 letters, digits, dots, dashes")
    return text


def number(name: str, text: str | None) -> int:
    """A count of bytes in a header. Raises Unreadable."""
    if not text or not re.fullmatch(r"[0-9]{1,9}", text):
        raise Unreadable(f"{name}: a number of bytes")
    return int(text)


def words(name: str, text: str, characters_max: int) -> str:
    """A text of a person: one form for the same letters (NFC), nothing that could not be shown. Raises Unreadable."""
    tidy = unicodedata.normalize("NFC", text).replace("\r\n", "\n").strip()
    if len(tidy) > characters_max:
        raise Unreadable(f"The {name} has more than {characters_max} characters")
    if any(unicodedata.category(letter) in _UNSHOWN and letter != "\n" for letter in tidy):
        raise Unreadable(f"The {name} has characters that cannot be shown")
    return tidy
