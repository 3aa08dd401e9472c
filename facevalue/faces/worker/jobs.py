"""What each of the worker's loops does."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from facevalue.campaigns import ingest as campaigns
from facevalue.faces.worker.loops import Begin, Idle, Turn
from facevalue.faces.worker.pace import Pace
from facevalue.faces.worker.relay import OURSELVES, deliver_to
from facevalue.faces.worker.settling import Settling
from facevalue.insight import actions as insight
from facevalue.insight.queries import Store
from facevalue.kit.clock import HOUR_MS, now_ms
from facevalue.kit.db import Database, Preempted
from facevalue.ledger import actions as ledger
from facevalue.social.ingest import Delivery, Log, complete_comments, records

# A transaction costs about as much for one engagement as for a hundred, so they are given time to gather.
GATHER_S = 0.05
_CHORES_PERIOD_S = 1.0
_ROWS_MAX = 100
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
    """Tells the log what campaigns announce."""

    def begin(stack: ExitStack) -> Turn:
        db, deliver = databases.state(stack), deliver_to(databases.log(stack))
        idle = Idle(0.01, 0.05)

        def turn() -> float:
            return idle.worked() if campaigns.relay(db, deliver, now_ms(), _ROWS_MAX) else idle.rested()

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


def chores(databases: Databases) -> Begin:
    """What the passing of time asks for: the clock of the log, holds that expire, posts that close, comments
    of which the log has not heard."""

    def begin(stack: ExitStack) -> Turn:
        db, log = databases.state(stack), databases.log(stack)
        told_hour = 0

        def turn() -> float:
            nonlocal told_hour
            at_ms = now_ms()
            told_hour = tell_hour(log, told_hour, at_ms)
            with db.transaction(patient=True):
                busy = ledger.expire_due(db, at_ms, _ROWS_MAX)
            with db.transaction(patient=True):
                busy += campaigns.close_due(db, at_ms, _ROWS_MAX)
            with db.transaction(patient=True):
                busy += campaigns.collect_closed(db, at_ms, _ROWS_MAX)
            busy += complete_comments(db, log, at_ms, _ROWS_MAX)
            return 0.0 if busy else _CHORES_PERIOD_S

        return turn

    return begin


def tell_hour(log: Log, told_hour: int, at_ms: int) -> int:
    """Tells every slot that an hour has begun, once by however many processes. Returns the hour, since the epoch."""
    hour = at_ms // HOUR_MS
    if hour > told_hour:
        news = records.everywhere(records.CLOCK, at=hour * HOUR_MS)
        log.append([Delivery(OURSELVES, f"clock {hour}", b"", news)], at_ms)
    return hour
