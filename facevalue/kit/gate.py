"""Who writes next to one SQLite file within this process.

SQLite lets one writer in at a time and has no queue: whoever waits polls, and a writer that comes back at once can starve the
others. Here writers come in turn, and one that holds the lock for long is asked to give way as soon as somebody waits.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE_S = 0.004

GiveWay = Callable[[], None]


class WriteGate:
    """A fair lock: first come, first served."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._queue: deque[object] = deque()
        self._hurried = 0
        self._held = False
        self._give_way: GiveWay | None = None

    @property
    def held(self) -> bool:
        """Whether it is somebody's turn."""
        return self._held

    @property
    def waiting(self) -> int:
        """How many writers stand in line, but for the patient ones."""
        return self._hurried

    def acquire(self, give_way: GiveWay | None = None, *, patient: bool = False) -> None:
        """Take the next turn. `give_way` is called, from another thread, while somebody who is not patient has been waiting
        for longer than PATIENCE_S; it should make the holder stop what it does, and may be called again."""
        ticket = object()
        with self._changed:
            self._queue.append(ticket)
            self._hurried += not patient
            while self._held or self._queue[0] is not ticket:
                if not self._changed.wait(None if patient else PATIENCE_S) and self._give_way is not None:
                    self._give_way()
            self._queue.popleft()
            self._hurried -= not patient
            self._held, self._give_way = True, give_way

    def release(self) -> None:
        """End the turn. The next in line goes on."""
        with self._changed:
            self._held, self._give_way = False, None
            self._changed.notify_all()

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
