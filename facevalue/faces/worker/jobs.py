"""What each of the worker's loops does."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from facevalue.faces.worker import relay as relaying
from facevalue.faces.worker.loops import Begin, Idle, Turn
from facevalue.faces.worker.pace import Pace
from facevalue.faces.worker.settling import Settling
from facevalue.insight import actions as insight
from facevalue.insight.queries import Store
from facevalue.kit.db import Database, Preempted
from facevalue.social.ingest import Log

# A transaction costs about as much for one engagement as for a hundred, so they are given time to gather.
GATHER_S = 0.05
_INSIGHT_PERIOD_S = 0.05
_CACHE_MIB = 4


@dataclass(frozen=True, slots=True)
class Databases:
    """How the loops open what they work on; `open_state` takes the size of its cache in MiB."""

    open_state: Callable[..., Database]
    open_log: Callable[[], Log]

    def state(self, stack: ExitStack, cache_mib: int = _CACHE_MIB) -> Database:
        """A connection that the stack closes."""
        db = self.open_state(cache_mib=cache_mib)
        stack.callback(db.close)
        return db

    def log(self, stack: ExitStack) -> Log:
        """A connection that the stack closes."""
        log = self.open_log()
        stack.callback(log.close)
        return log


def settle(databases: Databases, worker: int, cache_mib: int, gather_s: float = GATHER_S) -> Begin:
    """Settles what the log holds, batch after batch; what came meanwhile is given `gather_s` to become more."""

    def begin(stack: ExitStack) -> Turn:
        db, log = databases.state(stack, cache_mib), databases.log(stack)
        settling, idle = Settling(db, log, worker, Pace()), Idle(0.005, 0.05)
        stack.callback(settling.settler.leave)

        def turn() -> float:
            began_s = time.monotonic()
            try:
                settled = settling.step()
            except Preempted:
                return idle.worked()
            if settled is None:
                return idle.rested()
            idle.worked()
            return 0.0 if settled.more else max(0.0, gather_s - (time.monotonic() - began_s))

        return turn

    return begin


def relay(databases: Databases) -> Begin:
    """Tells the log what campaigns and trust announce."""

    def begin(stack: ExitStack) -> Turn:
        db, log = databases.state(stack), databases.log(stack)
        idle = Idle(0.01, 0.05)

        def turn() -> float:
            return idle.worked() if relaying.relay(db, log) else idle.rested()

        return turn

    return begin


def advance(databases: Databases, store: Store) -> Begin:
    """Loads into insight what was settled."""

    def begin(stack: ExitStack) -> Turn:
        db = databases.state(stack)

        def turn() -> float:
            began_s = time.monotonic()
            if not insight.advance(store, db):
                return _INSIGHT_PERIOD_S
            # A transaction costs about as much for one fact as for fifty, so they are given time to gather.
            return max(0.0, _INSIGHT_PERIOD_S - (time.monotonic() - began_s))

        return turn

    return begin
