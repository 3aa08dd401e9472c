"""How many records one settlement transaction takes: as many as wait, as few as others' patience allows."""

import time

RECORDS_MIN = 500
RECORDS_START = 4_000
RECORDS_MAX = 32_768
WRITE_S_MAX = 0.008
_CALM_S = 2.0


class Pace:
    """Grows the batches while a backlog remains and nobody else writes; shrinks them when somebody had to wait.

    Large batches touch each page of the database once for many engagements; small ones let others in between.
    """

    def __init__(self, records_max: int = RECORDS_MAX, records_start: int = RECORDS_START) -> None:
        self._ceiling = records_max
        self._contended_until_s = float("-inf")
        self.records_max = min(records_start, records_max)

    def preempted(self) -> None:
        """Another writer waited: the next tries are smaller, and stay so for a while."""
        self._contended_until_s = time.monotonic() + _CALM_S
        self.records_max = max(RECORDS_MIN, self.records_max // 4)

    def settled(self, records: int, write_s: float, *, more: bool, contended: bool) -> None:
        """Learns from a batch of `records` that held the write lock for `write_s`: whether `more` records wait, and whether
        other writers do."""
        now_s = time.monotonic()
        if contended:
            self._contended_until_s = now_s + _CALM_S
        if now_s < self._contended_until_s:
            fits = int(records * WRITE_S_MAX / max(write_s, 1e-4))
            self.records_max = max(RECORDS_MIN, min(self.records_max * 2, fits, self._ceiling))
        elif more:
            self.records_max = min(self.records_max * 2, self._ceiling)
