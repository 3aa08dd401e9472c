"""Group commit: whatever waits when the writer comes round becomes durable in one transaction."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue

from facevalue.faces.gateway.errors import Overloaded, Unexpected
from facevalue.kit.errors import FacevalueError, StorageUnavailable
from facevalue.social.ingest import Delivery, Log, Receipt

# One transaction takes up to this much. Deliveries beyond it wait for the next, and beyond the second pair are sent away.
GROUP_RECORDS_MAX = 200_000
GROUP_DELIVERIES_MAX = 2_000
WAITING_RECORDS_MAX = 1_000_000
WAITING_DELIVERIES_MAX = 10_000
RETRY_AFTER_S = 1
# On a fast disk a group would be two or three requests, and writing it costs more than taking them in. So a group waits, for
# so long at most, until it is as large as the one before; whoever comes alone does not wait.
GATHER_S = 0.004
GATHER_STEP_S = 0.0005

_logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Waiting:
    """A delivery and who waits for its receipt."""

    delivery: Delivery
    receipt: "asyncio.Future[Receipt]"


class GroupCommit:
    """One thread that writes to the log, between an event loop and the disk."""

    def __init__(self, open_log: Callable[[], Log], now_ms: Callable[[], int]) -> None:
        self._open_log = open_log
        self._now_ms = now_ms
        self._log: Log | None = None
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._records = 0
        self._deliveries = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run, name="gateway-writer", daemon=True)

    def start(self) -> None:
        """Starts the thread; the running loop is where receipts are handed out."""
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    async def stop(self) -> None:
        """Writes what still waits, then ends the thread."""
        self._queue.put(None)
        await asyncio.get_running_loop().run_in_executor(None, self._thread.join)

    async def append(self, delivery: Delivery) -> Receipt:
        """Returns when the delivery is durable. Raises DeliveryConflict, Overloaded, StorageUnavailable."""
        if self._records + len(delivery.records) > WAITING_RECORDS_MAX or self._deliveries >= WAITING_DELIVERIES_MAX:
            raise Overloaded("More engagements arrive than the disk can take", retry_after_s=RETRY_AFTER_S)
        assert self._loop is not None
        waiting = _Waiting(delivery, self._loop.create_future())
        self._records += len(delivery.records)
        self._deliveries += 1
        self._queue.put(waiting)
        return await waiting.receipt

    def _run(self) -> None:
        left: _Waiting | None = None
        expected = 1
        while True:
            first = left or self._queue.get()
            if first is None:
                break
            self._gather(expected)
            group, left = self._collect(first)
            expected = len(group)
            answers = self._write([waiting.delivery for waiting in group])
            assert self._loop is not None
            self._loop.call_soon_threadsafe(self._hand_out, group, answers)
        self._forget_log()

    def _gather(self, expected: int) -> None:
        until_s = time.monotonic() + GATHER_S
        while self._queue.qsize() + 1 < expected and time.monotonic() < until_s:
            time.sleep(GATHER_STEP_S)

    def _collect(self, first: _Waiting) -> tuple[list[_Waiting], _Waiting | None]:
        """What waits together with `first`, and the one delivery that did not fit any more."""
        group, records = [first], len(first.delivery.records)
        while len(group) < GROUP_DELIVERIES_MAX and not self._queue.empty():
            waiting = self._queue.get_nowait()
            if waiting is None:
                self._queue.put(None)
                break
            records += len(waiting.delivery.records)
            if records > GROUP_RECORDS_MAX:
                return group, waiting
            group.append(waiting)
        return group, None

    def _write(self, deliveries: list[Delivery]) -> list[Receipt | FacevalueError]:
        try:
            self._log = self._log or self._open_log()
            return list(self._log.append(deliveries, self._now_ms()))
        except StorageUnavailable as error:
            self._forget_log()
            return [error] * len(deliveries)
        except Exception:
            # Whatever it is, it must not end the thread.
            _logger.exception("the log could not be written")
            self._forget_log()
            return [Unexpected("The engagements could not be stored")] * len(deliveries)

    def _forget_log(self) -> None:
        """The next group opens the log anew: a full disk would recover by itself, a lost server only so."""
        log, self._log = self._log, None
        if log:
            log.close()

    def _hand_out(self, group: list[_Waiting], answers: list[Receipt | FacevalueError]) -> None:
        for waiting, answer in zip(group, answers, strict=True):
            self._deliveries -= 1
            self._records -= len(waiting.delivery.records)
            if waiting.receipt.done():
                continue
            if isinstance(answer, Receipt):
                waiting.receipt.set_result(answer)
            else:
                waiting.receipt.set_exception(answer)
