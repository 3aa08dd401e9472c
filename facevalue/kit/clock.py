"""Time is an integer: milliseconds since the Unix epoch, UTC."""

import time

DAY_MS = 86_400_000
HOUR_MS = 3_600_000


def now_ms() -> int:
    """The wall clock in milliseconds. Domain functions take the time as a parameter instead of calling this."""
    return time.time_ns() // 1_000_000
