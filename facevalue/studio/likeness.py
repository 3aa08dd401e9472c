"""Whether two photos are the same one: a hash of 64 bits that survives smaller files, other sizes and lighter or darker copies.

After Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions" (2010): the signs, about their
median, of the 64 slowest waves of the cosine transform. Taken of the raw photo: frames and stickers would drown it.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from facevalue.studio.encode import Pixels

BITS, BANDS = 64, 4
_BAND_BITS = BITS // BANDS
# Of two hashes that differ in at most 7 bits, one of the four quarters differs in at most one: that quarter is looked up.
DISTANCE_MAX = 2 * BANDS - 1
_PX = 32


def photo_hash(pixels: Pixels) -> int:
    """64 bits as a signed integer, which is what databases keep."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (_PX, _PX), interpolation=cv2.INTER_AREA).astype(np.float32)
    waves = cv2.dct(small)[:8, :8].ravel()
    bits = waves > np.median(waves[1:])
    return int(np.packbits(bits).view(">i8")[0])


def bands(hash_: int) -> list[int]:
    """The four quarters of a hash, by which it is found."""
    return [hash_ >> (_BAND_BITS * band) & 0xFFFF for band in range(BANDS)]


def nearby(band: int) -> list[int]:
    """A quarter and all that differ from it in one bit."""
    return [band, *(band ^ 1 << bit for bit in range(_BAND_BITS))]


def distances(hash_: int, others: list[int]) -> NDArray[np.uint8]:
    """In how many bits each differs."""
    counts: NDArray[np.uint8] = np.bitwise_count(np.array(others, np.int64).view(np.uint64) ^ np.int64(hash_).view(np.uint64))
    return counts
