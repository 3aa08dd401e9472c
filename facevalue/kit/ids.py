"""64-bit ids: time-ordered, made without coordination, and carrying the slot of whom they belong to.

Layout, most significant bit first: 1 zero | 41 bits of milliseconds since 2024-01-01 | 8 bits of slot | 14 bits of sequence
(after Instagram's "Sharding & IDs", 2012). JSON shows ids as decimal strings.
"""

import secrets
import threading
from typing import overload

import numpy as np

from facevalue.kit.clock import now_ms

SLOTS = 256
ID_MAX = (1 << 63) - 1
# Beyond any time and position, and any id until 2058: before it is everything.
EVER = 1 << 62
_EPOCH_MS = 1_704_067_200_000
_SEQUENCE_BITS = 14
_SEQUENCES = 1 << _SEQUENCE_BITS

Ids = np.ndarray[tuple[int], np.dtype[np.int64]]


class _Sequence:
    """A ticket counter whose high part is the millisecond: a batch may run ahead of the clock, never behind itself."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next = 0

    def take(self, count: int) -> int:
        """The first of `count` consecutive tickets."""
        with self._lock:
            # A random start within the millisecond keeps two processes apart; the primary key catches the rest.
            floor = (now_ms() - _EPOCH_MS) * _SEQUENCES
            if floor > self._next:
                self._next = floor + secrets.randbelow(_SEQUENCES // 2)
            first = self._next
            self._next += count
            return first


_sequence = _Sequence()


def make(slot: int = 0) -> int:
    """A new id in `slot` (0 to 255)."""
    ticket = _sequence.take(1)
    return ((ticket >> _SEQUENCE_BITS) << 22) | (slot << _SEQUENCE_BITS) | (ticket & (_SEQUENCES - 1))


def make_many(slots: Ids) -> Ids:
    """New ids, one for each element of `slots`, ascending in time."""
    tickets = np.arange(len(slots), dtype=np.int64) + _sequence.take(len(slots))
    return ((tickets >> _SEQUENCE_BITS) << 22) | (slots.astype(np.int64) << _SEQUENCE_BITS) | (tickets & (_SEQUENCES - 1))


@overload
def slot_in(identifier: int) -> int: ...
@overload
def slot_in(identifier: Ids) -> Ids: ...
def slot_in(identifier: int | Ids) -> int | Ids:
    """The slot that an id made here carries."""
    return (identifier >> _SEQUENCE_BITS) & (SLOTS - 1)


@overload
def slot_of(person: int) -> int: ...
@overload
def slot_of(person: Ids) -> Ids: ...
def slot_of(person: int | Ids) -> int | Ids:
    """hash(person) mod 256, by the finaliser of SplitMix64 (Steele, Lea, Flood, 2014): where a person's money lives."""
    if isinstance(person, int):
        return int(slot_of(np.array([person], np.int64))[0])
    with np.errstate(over="ignore"):
        mixed = person.astype(np.uint64)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    return (mixed & np.uint64(SLOTS - 1)).astype(np.int64)
