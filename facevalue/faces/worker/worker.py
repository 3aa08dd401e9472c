"""All the work that one process does besides answering requests."""

import sys

from facevalue.faces.worker import jobs
from facevalue.faces.worker.jobs import Databases
from facevalue.faces.worker.loops import Loop
from facevalue.insight.queries import Store

SETTLE_CACHE_MIB = 64
# A page that makes twenty statements would wait for the interpreter twenty times, by default 5 ms each.
SWITCH_S = 0.001


class Worker:
    """The loops of one process; `worker` is who holds the leases of slots, and no other process that lives is called so."""

    def __init__(self, databases: Databases, store: Store, worker: int) -> None:
        # In the order in which one leaves work to the next, so that stopping them in turn finishes what was begun.
        self._loops = [
            Loop("chores", jobs.chores(databases)),
            Loop("relay", jobs.relay(databases)),
            Loop("settle", jobs.settle(databases, worker, SETTLE_CACHE_MIB)),
            Loop("insight", jobs.advance(databases, store)),
        ]

    def start(self) -> None:
        """Begins."""
        sys.setswitchinterval(SWITCH_S)
        for loop in self._loops:
            loop.start()

    def stop(self) -> None:
        """Finishes what waits, within seconds, and gives the leases back. What is left waits in the log."""
        for loop in self._loops:
            loop.stop()
