"""The worker's threads: each does one kind of work again and again, and outlives what goes wrong."""

import logging
import threading
import time
from collections.abc import Callable

from facevalue.faces.worker.pace import Pace
from facevalue.kit.clock import now_ms
from facevalue.kit.db import Database, Preempted
from facevalue.kit.errors import FacevalueError
from facevalue.settlement.actions import Settler
from facevalue.social.ingest import Log

_logger = logging.getLogger(__name__)
_LEASE_PERIOD_S = 1.0
_RETRY_S = 1.0


class Loop:
    """A thread that calls `turn` until it is stopped; after an error it waits and begins anew with `begin`.

    `begin` opens what the turns need and returns the turn; a turn returns the seconds to wait before the next one.
    """

    def __init__(self, name: str, begin: "Callable[[Loop], Callable[[], float]]") -> None:
        self.name = name
        self.stopping = threading.Event()
        self.closing: list[Callable[[], None]] = []
        self._begin = begin
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def stop(self) -> None:
        """Asks the thread to end after its turn, and waits for it."""
        self.stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self.stopping.is_set():
            try:
                self._work()
            except FacevalueError as error:
                _logger.warning("%s: %s", self.name, error.detail)
                self.stopping.wait(_RETRY_S)
            except Exception:
                _logger.exception("%s begins anew", self.name)
                self.stopping.wait(_RETRY_S)

    def _work(self) -> None:
        try:
            turn = self._begin(self)
            while not self.stopping.is_set():
                self.stopping.wait(turn())
        finally:
            while self.closing:
                self.closing.pop()()


def settle(open_db: Callable[[], Database], open_log: Callable[[], Log], worker: int) -> Callable[[Loop], Callable[[], float]]:
    """Settles what the log holds, batch after batch."""

    def begin(loop: Loop) -> Callable[[], float]:
        db, log = open_db(), open_log()
        settler, pace, leased_s = Settler(db, log, worker), Pace(), float("-inf")
        loop.closing += [db.close, log.close, settler.leave]

        def turn() -> float:
            nonlocal leased_s
            if time.monotonic() - leased_s > _LEASE_PERIOD_S:
                settler.lease(now_ms())
                leased_s = time.monotonic()
            try:
                settled = settler.step(pace.records_max, now_ms())
            except Preempted:
                pace.preempted()
                return 0.0
            if settled is None:
                return 0.01
            pace.settled(settled.records, settled.write_s, contended=bool(db.gate and db.gate.waiting))
            return 0.0

        return turn

    return begin
