"""All the work that one process does besides answering requests."""

import sys

from facevalue.faces.worker import chores, jobs
from facevalue.faces.worker.jobs import Databases
from facevalue.faces.worker.loops import Loop
from facevalue.insight.queries import Store

# While one of them writes, the other one reads and decides: the databases let a statement run beside Python.
SETTLERS = 2
SETTLE_CACHE_MIB = 16
# A page that makes twenty statements would wait for the interpreter twenty times, by default 5 ms each.
SWITCH_S = 0.001


class Worker:
    """The loops of one process; `settlers` are who holds the leases of slots, and nobody else who lives is called so."""

    def __init__(self, databases: Databases, store: Store, settlers: list[int]) -> None:
        settle = [Loop(f"settle {place}", jobs.settle(databases, who, SETTLE_CACHE_MIB)) for place, who in enumerate(settlers)]
        self._before = [Loop("chores", chores.chores(databases)), Loop("relay", jobs.relay(databases)), *settle]
        self._insight = Loop("insight", jobs.advance(databases, store))
        # A settler that had to begin anew has left its slots to others, who may not have looked for them yet.
        self._rest = Loop("settle the rest", jobs.settle(databases, settlers[0], SETTLE_CACHE_MIB, gather_s=0.0))

    def start(self) -> None:
        """Begins."""
        sys.setswitchinterval(SWITCH_S)
        for loop in (*self._before, self._insight):
            loop.start()

    def stop(self) -> None:
        """Finishes what waits, within seconds, and gives the leases back. What is left waits in the log."""
        # In the order in which one leaves work to the next, so that stopping them in turn finishes what was begun.
        for loop in self._before:
            loop.stop()
        self._rest.start()
        self._rest.stop()
        self._insight.stop()
