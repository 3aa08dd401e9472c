"""The settlers of a measurement: as many as a worker has, each in a thread of its own and at a worker's pace."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

from facevalue.config.folder import Folder
from facevalue.faces.worker.pace import RECORDS_MAX, RECORDS_START, Pace
from facevalue.faces.worker.settling import Settling
from facevalue.faces.worker.worker import SETTLE_CACHE_MIB, SWITCH_S
from facevalue.kit import ids
from facevalue.kit.clock import now_ms
from facevalue.kit.columns import Columns
from facevalue.kit.db import Preempted
from facevalue.settlement.ingest import fresh_rows

_WAIT_S = 0.005


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction settled: so many records, which added these rows, and when it was committed."""

    records: int
    fresh: Columns
    committed_s: float


class Crew:
    """Settlers that share the slots fairly. `batch` 0: each chooses its batches, as it does under load."""

    def __init__(self, stack: ExitStack, folder: Folder, settlers: int, batch: int = 0) -> None:
        sys.setswitchinterval(SWITCH_S)
        self.members = [self._hire(stack, folder, batch) for _ in range(settlers)]
        for _ in range(2):  # who is first takes everything, and gives back when it has seen the others
            for member in self.members:
                member.settler.lease(now_ms())
        self.pool = stack.enter_context(ThreadPoolExecutor(settlers))

    def _hire(self, stack: ExitStack, folder: Folder, batch: int) -> Settling:
        db, log = folder.open_state(cache_mib=SETTLE_CACHE_MIB), folder.open_log()
        stack.callback(db.close)
        stack.callback(log.close)
        member = Settling(db, log, ids.make(), Pace(batch or RECORDS_MAX, batch or RECORDS_START))
        stack.callback(member.settler.leave)
        return member

    def settle(self) -> list[Batch]:
        """Settles all that waits."""
        return [batch for settled in self.pool.map(_finish, self.members) for batch in settled]

    def rest(self) -> None:
        """Does nothing but keep the leases, for which somebody has to care between one `settle` and the next."""
        for member in self.members:
            member.keep_leases()

    @property
    def batch_records(self) -> int:
        """How many records the settlers take at a time by now."""
        return max(member.pace.records_max for member in self.members)


def settle(member: Settling, records: int) -> list[Batch]:
    """Settles so many records as they come."""
    batches: list[Batch] = []
    while records:
        batch = _step(member)
        if batch is None:
            time.sleep(_WAIT_S)
            continue
        records -= batch.records
        batches.append(batch)
    return batches


def _finish(member: Settling) -> list[Batch]:
    batches: list[Batch] = []
    while (batch := _step(member)) is not None:
        batches.append(batch)
    return batches


def _step(member: Settling) -> Batch | None:
    while True:
        try:
            settled = member.step()
        except Preempted:
            continue  # somebody else had a turn
        if settled is None:
            return None
        fresh = fresh_rows(settled.decision) if settled.decision is not None else {}
        return Batch(settled.records, fresh, time.perf_counter())
