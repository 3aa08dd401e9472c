"""A thread that does one kind of work again and again, and outlives what goes wrong."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack

from facevalue.kit.errors import FacevalueError

_logger = logging.getLogger(__name__)
_RETRY_S = 1.0
_FINISH_S_MAX = 2.0

Turn = Callable[[], float]
Begin = Callable[[ExitStack], Turn]


class Loop:
    """Calls `turn` until it is stopped; after an error it waits and begins anew.

    `begin` opens what the turns need, closed again by the stack, and returns the turn. A turn returns the seconds to wait
    before the next one, 0 if more is waiting to be done.
    """

    def __init__(self, name: str, begin: Begin) -> None:
        self.name = name
        self._begin = begin
        self._stopping = threading.Event()
        self._deadline_s = 0.0
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def stop(self) -> None:
        """Lets the thread do what is waiting, for two seconds at most, and waits for its end."""
        self._deadline_s = time.monotonic() + _FINISH_S_MAX
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        failed, last = "", False
        while not last:
            last = self._stopping.is_set()  # then this is one more try to finish
            try:
                with ExitStack() as stack:
                    self._work(self._begin(stack))
                return
            except FacevalueError as error:
                if error.detail != failed:
                    _logger.warning("%s waits: %s", self.name, error.detail)
                failed = error.detail
            except Exception:
                _logger.exception("%s begins anew", self.name)
            self._stopping.wait(_RETRY_S)

    def _work(self, turn: Turn) -> None:
        while True:
            wait_s = turn()
            if self._stopping.is_set() and (wait_s or time.monotonic() > self._deadline_s):
                return
            self._stopping.wait(wait_s)


class Idle:
    """How long to wait before looking again: not at all after work, longer and longer while there is none."""

    def __init__(self, shortest_s: float, longest_s: float) -> None:
        self._shortest_s, self._longest_s = shortest_s, longest_s
        self._wait_s = shortest_s

    def worked(self) -> float:
        """There was something: look again at once."""
        self._wait_s = self._shortest_s
        return 0.0

    def rested(self) -> float:
        """There was nothing."""
        wait_s, self._wait_s = self._wait_s, min(self._wait_s * 1.5, self._longest_s)
        return wait_s
