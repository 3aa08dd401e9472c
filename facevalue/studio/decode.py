"""Files from strangers become pixels, or a sentence that says why not.

The kind of a file is what its first bytes say, and it is opened as nothing else; its size is known before a pixel is unpacked;
and nothing but pixels leaves this module.
"""

import re
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import NamedTuple

import pillow_heif
from PIL import Image, ImageCms, ImageOps

from facevalue.studio.errors import NotAPicture, PictureTooLarge

SIDE_PX_MAX = 16_384
_SCANS_MAX = 64
_LARGE_PIXELS = 13_000_000

pillow_heif.register_heif_opener()


class _Kind(NamedTuple):
    """A file format: its first bytes, what Pillow calls it, and how many pixels are unpacked of it at most."""

    name: str
    head: re.Pattern[bytes]
    pillow: str
    pixels_max: int


_KINDS = (
    _Kind("JPEG", re.compile(rb"\xff\xd8\xff"), "JPEG", 64_000_000),
    _Kind("PNG", re.compile(rb"\x89PNG\r\n\x1a\n"), "PNG", 26_000_000),
    _Kind("WebP", re.compile(rb"RIFF....WEBP", re.DOTALL), "WEBP", 17_000_000),
    _Kind("HEIC", re.compile(rb"....ftyp(?:hei[cxms]|mif1)", re.DOTALL), "HEIF", 50_000_000),
    _Kind("AVIF", re.compile(rb"....ftypavif", re.DOTALL), "AVIF", 26_000_000),
)
PHOTOS = frozenset({"JPEG", "PNG", "WebP", "HEIC", "AVIF"})
ASSETS = frozenset({"PNG", "WebP"})
_KNOWN_OTHERS = (
    (re.compile(rb"GIF8"), "a GIF"),
    (re.compile(rb"%PDF-"), "a PDF document"),
    (re.compile(rb"PK\x03\x04"), "a ZIP archive"),
    (re.compile(rb"....ftyp|\x1aE\xdf\xa3", re.DOTALL), "a video"),
    (re.compile(rb"BM"), "a BMP"),
    (re.compile(rb"II\*\0|MM\0\*"), "a TIFF or raw photo"),
    (re.compile(rb"\xef?\xbb?\xbf?\s*<", re.DOTALL), "a web page or drawing"),
)
# Long enough never to come about by chance in packed pixels.
_STOWAWAYS = re.compile(rb"<script|<\?php|<!doctype|<html[ >]|<iframe", re.IGNORECASE)

# Large pictures are unpacked one at a time, so that a few of them together cannot take the machine's memory.
_large = threading.Lock()


@contextmanager
def _alone_if_large(pixels: int) -> Iterator[None]:
    if pixels <= _LARGE_PIXELS:
        yield
        return
    with _large:
        yield


def unpack(data: bytes, kinds: frozenset[str], side_px_min: int, side_px_max: int) -> Image.Image:
    """The picture in a file of one of `kinds`: upright, in sRGB, RGB or RGBA, made smaller to at most `side_px_max`; one whose
    shorter side is below `side_px_min` is refused.

    Raises NotAPicture and PictureTooLarge.
    """
    kind = _kind(data, kinds)
    _refuse_stowaways(data, kind)
    try:
        with Image.open(BytesIO(data), formats=[kind.pillow]) as opened:
            _check_size(opened.size, kind, side_px_min)
            # A phone's JPEG or HEIC may hold further pictures, such as a smaller one; the first is the photo.
            if kind.name not in ("JPEG", "HEIC") and getattr(opened, "is_animated", False):
                raise NotAPicture(f"This {kind.name} moves; a still picture is needed")
            with _alone_if_large(opened.width * opened.height):
                return _shrunk(opened, side_px_max)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels(kind) from None
    except MemoryError:
        raise PictureTooLarge("This picture takes too much memory to unpack") from None
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError, IndexError, KeyError, TypeError) as error:
        # Pillow's decoders raise whatever comes up when they meet damage.
        cause = "is cut off" if "truncated" in str(error).lower() else "is damaged"
        raise NotAPicture(f"This {kind.name} file {cause}; please choose it again") from error


def _kind(data: bytes, kinds: frozenset[str]) -> _Kind:
    head = data[:64]
    for kind in _KINDS:
        if kind.head.match(head):
            if kind.name in kinds:
                return kind
            raise NotAPicture(f"A {kind.name} file is not taken here; {_list(kinds)} are")
    for pattern, name in _KNOWN_OTHERS:
        if pattern.match(head):
            raise NotAPicture(f"This is {name}; {_list(kinds)} are taken")
    raise NotAPicture(f"This is no picture that is known here; {_list(kinds)} are taken")


def _list(kinds: frozenset[str]) -> str:
    names = [kind.name for kind in _KINDS if kind.name in kinds]
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else names[0]


def _refuse_stowaways(data: bytes, kind: _Kind) -> None:
    """A file that is something else as well is nobody's photo. (Cameras append films and maps of depth: those may stay.)"""
    if b"%PDF-" in data[:1024] or b"PK\x05\x06" in data[-65_557:] or _STOWAWAYS.search(data):
        raise NotAPicture(f"This {kind.name} file holds another kind of file as well; please choose a plain picture")
    # The marker cannot come about in packed pixels. Each scan visits every pixel, so thousands of them cost minutes.
    if kind.name == "JPEG" and data.count(b"\xff\xda") > _SCANS_MAX:
        raise NotAPicture("This JPEG file is built to take very long; please choose a plain picture")


def _check_size(size: tuple[int, int], kind: _Kind, side_px_min: int) -> None:
    width, height = size
    if width * height > kind.pixels_max or max(size) > SIDE_PX_MAX:
        raise _too_many_pixels(kind)
    if min(size) < side_px_min:
        raise NotAPicture(f"This picture is {width} by {height} pixels; at least {side_px_min} each way are needed")


def _too_many_pixels(kind: _Kind) -> PictureTooLarge:
    return PictureTooLarge(f"A {kind.name} picture may have at most {kind.pixels_max // 1_000_000} million pixels")


def _shrunk(opened: Image.Image, side_px_max: int) -> Image.Image:
    """Upright RGB or RGBA in sRGB; a JPEG is unpacked at the size that is needed, and never at its own."""
    opened.draft("RGB", (side_px_max, side_px_max))
    profile = opened.info.get("icc_profile")
    image: Image.Image = opened
    image.load()
    _turn_upright(image)
    has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    if image.mode not in ("RGB", "RGBA", "CMYK", "L"):
        image = image.convert("RGBA" if has_alpha else "RGB")
    if max(image.size) > side_px_max:
        image.thumbnail((side_px_max, side_px_max), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if profile:
        image = _to_srgb(image, profile)
    wanted = "RGBA" if has_alpha else "RGB"
    plain = image if image.mode == wanted else image.convert(wanted)
    return Image.frombytes(wanted, plain.size, plain.tobytes())


def _turn_upright(image: Image.Image) -> None:
    try:
        ImageOps.exif_transpose(image, in_place=True)
    except (struct.error, SyntaxError, OSError, ValueError, KeyError, TypeError):
        # What is written about the picture is damaged; the picture need not be.
        return


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        # A profile that does not fit its picture is left out, as browsers do.
        return image
    return image if converted is None else converted
