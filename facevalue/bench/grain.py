"""Photos that are hard to make small."""

from io import BytesIO

import numpy as np
from PIL import Image

_PHOTO_PX = 720


def photo(seed: int, name: str) -> bytes:
    """A JPEG with so much detail that its renditions are as heavy as they may be."""
    grain = np.random.default_rng([seed, *name.encode()])
    coarse = Image.fromarray(grain.integers(40, 220, (24, 24, 3), np.uint8)).resize(
        (_PHOTO_PX, _PHOTO_PX), Image.Resampling.BICUBIC
    )
    noisy = np.asarray(coarse, np.int16) + grain.normal(0, 18, (_PHOTO_PX, _PHOTO_PX, 1)).astype(np.int16)
    file = BytesIO()
    Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).save(file, "JPEG", quality=80)
    return file.getvalue()
