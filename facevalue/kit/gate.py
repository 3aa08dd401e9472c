"""Who writes next to one SQLite file within this process.

SQLite lets one writer in at a time and has no queue: whoever waits polls, and a writer that comes back at once can starve the
others. Here writers come in turn, and one that holds the lock for long is asked to give way as soon as somebody waits.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

PATIENCE_S = 0.010
# So long those who are patient let others pass.
PASSED_S_MAX = 0.1

GiveWay = Callable[[], None]


@dataclass(eq=False, slots=True)
class _Ticket:
    patient: bool
    give_way: GiveWay | None
    since_s: float = field(default_factory=time.monotonic)


class WriteGate:
    """A fair lock: first come, first served, but that the patient let the others pass for a while."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._queue: list[_Ticket] = []
        self._holder: _Ticket | None = None

    @property
    def held(self) -> bool:
        """Whether it is somebody's turn."""
        return self._holder is not None

    @property
    def waiting(self) -> int:
        """How many writers stand in line, but for the patient ones."""
        return sum(not ticket.patient for ticket in self._queue)

    def acquire(self, give_way: GiveWay | None = None, *, patient: bool = False) -> None:
        """Take the next turn. `give_way` is called, from another thread, while somebody who is not patient has been waiting
        for longer than PATIENCE_S; it should make the holder stop what it does, and may be called again."""
        ticket = _Ticket(patient, give_way)
        with self._changed:
            if self._holder is None:
                self._holder = ticket
                return
            self._queue.append(ticket)
            while self._holder is not ticket:
                if not self._changed.wait(None if patient else PATIENCE_S) and self._holder.give_way is not None:
                    self._holder.give_way()

    def release(self) -> None:
        """End the turn. Who is next is said here, once: if each in line found out, two might see it differently."""
        with self._changed:
            self._holder = self._next() if self._queue else None
            self._changed.notify_all()

    def _next(self) -> _Ticket:
        first = self._queue[0]
        if first.patient and time.monotonic() - first.since_s < PASSED_S_MAX:
            first = next((ticket for ticket in self._queue if not ticket.patient), first)
        self._queue.remove(first)
        return first

    @contextmanager
    def turn(self, give_way: GiveWay | None = None, *, patient: bool = False) -> Iterator[None]:
        """`acquire` and `release` around a block."""
        self.acquire(give_way, patient=patient)
        try:
            yield
        finally:
            self.release()


_gates: dict[str, WriteGate] = {}
_gates_lock = threading.Lock()


def gate_of(path: str) -> WriteGate:
    """The gate of the database file at `path`, the same for everybody in this process."""
    with _gates_lock:
        return _gates.setdefault(path, WriteGate())
