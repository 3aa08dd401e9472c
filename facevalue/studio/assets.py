"""What a brand uploads becomes a master to render with and a small copy for phones."""

import re
from typing import NamedTuple

import numpy as np
from PIL import Image

from facevalue.studio import decode, encode, svg
from facevalue.studio.errors import AssetUnfit, PictureTooLarge
from facevalue.studio.rules import ASSET_BYTES_MAX, DERIVATIVE_BYTES_MAX, PICTURE_PX, AssetKind, Format

STICKER_PX = 640
_SIDE_PX_MIN = {AssetKind.FRAME: 720, AssetKind.STICKER: 96, AssetKind.BACKGROUND: 720}
_SMALL_SIDES_PX = {
    AssetKind.FRAME: (720, 540, 432, 360),
    AssetKind.STICKER: (320, 256, 192, 128),
    AssetKind.BACKGROUND: (720, 540, 432, 360),
}
_LOOKS_LIKE_SVG = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:\?xml|!DOCTYPE svg|!--|svg)", re.IGNORECASE)


class Files(NamedTuple):
    """The master's pixels, both files, and the size of what was uploaded."""

    original_px: tuple[int, int]
    master: Image.Image
    master_file: bytes
    small_file: bytes


def make(kind: AssetKind, data: bytes) -> Files:
    """Raises NotAPicture, PictureTooLarge, UnsafeDrawing and AssetUnfit."""
    if len(data) > ASSET_BYTES_MAX:
        raise PictureTooLarge(f"An asset may have at most {ASSET_BYTES_MAX // 1024 // 1024} MiB")
    side = STICKER_PX if kind == AssetKind.STICKER else PICTURE_PX
    if _LOOKS_LIKE_SVG.match(data):
        data = svg.rasterise(data, side if kind == AssetKind.STICKER else 2 * side)
    image = decode.unpack(data, decode.ASSETS, _SIDE_PX_MIN[kind], 4 * side)
    master = _square(image, kind) if kind != AssetKind.STICKER else _trimmed(image)
    small, _ = encode.within(master, Format.WEBP, DERIVATIVE_BYTES_MAX, _SMALL_SIDES_PX[kind])
    if len(small) > DERIVATIVE_BYTES_MAX:
        raise AssetUnfit("It has so much detail that it cannot be made small enough for phones")
    return Files(image.size, master, encode.lossless(master), small)


def _square(image: Image.Image, kind: AssetKind) -> Image.Image:
    """A frame must be square; of a background the middle is taken."""
    width, height = image.size
    if kind == AssetKind.FRAME and abs(width - height) > 0.02 * max(width, height):
        raise AssetUnfit(f"A frame must be square; this one has {width} by {height} pixels")
    side = min(width, height)
    left, top = (width - side) // 2, (height - side) // 2
    middle = image.crop((left, top, left + side, top + side)).convert("RGBA" if kind == AssetKind.FRAME else "RGB")
    if kind == AssetKind.FRAME:
        alpha = np.asarray(middle.getchannel("A"))
        if float((alpha < 128).mean()) < 0.25:
            raise AssetUnfit("A frame must be see-through where the photo shows; at least a quarter of this one has to be")
    return encode.resized(middle, PICTURE_PX)


def _trimmed(image: Image.Image) -> Image.Image:
    """A sticker without its empty margins, so that its width is what can be seen of it."""
    sticker = image.convert("RGBA")
    box = sticker.getchannel("A").point(lambda value: 255 if value > 8 else 0).getbbox()
    if box is None:
        raise AssetUnfit("Nothing can be seen of this sticker")
    trimmed = sticker.crop(box)
    return encode.resized(trimmed, STICKER_PX) if max(trimmed.size) > STICKER_PX else trimmed
