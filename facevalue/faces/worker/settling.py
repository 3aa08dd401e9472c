"""One settler at work: it keeps its leases, and goes at the pace that others leave it."""

import time

from facevalue.faces.worker.pace import Pace
from facevalue.kit.clock import now_ms
from facevalue.kit.db import Database, Preempted
from facevalue.settlement.actions import Settled, Settler
from facevalue.social.ingest import Log

_LEASE_PERIOD_S = 1.0


class Settling:
    """What one thread calls again and again."""

    def __init__(self, db: Database, log: Log, worker: int, pace: Pace) -> None:
        self.settler, self.pace = Settler(db, log, worker), pace
        self._leased_s = float("-inf")

    def keep_leases(self) -> None:
        """Renews the leases when it is time to."""
        if time.monotonic() - self._leased_s > _LEASE_PERIOD_S:
            self.settler.lease(now_ms())
            self._leased_s = time.monotonic()

    def step(self) -> Settled | None:
        """Settles the next batch; None if nothing waits. Raises Preempted if somebody else goes first: call it again."""
        self.keep_leases()
        try:
            settled = self.settler.step(self.pace.records_max, now_ms())
        except Preempted:
            self.pace.preempted()
            raise
        if settled is not None:
            gate = self.settler.db.gate
            contended = gate is not None and gate.waiting > 0
            self.pace.settled(settled.records, settled.write_s, more=settled.more, contended=contended)
        return settled
