"""What the passing of time asks for."""

from contextlib import ExitStack

from facevalue.campaigns import ingest as campaigns
from facevalue.faces.worker.jobs import Databases
from facevalue.faces.worker.loops import Begin, Turn
from facevalue.kit.clock import HOUR_MS, now_ms
from facevalue.ledger import actions as ledger
from facevalue.social.ingest import OURSELVES, Delivery, Log, complete_comments, records
from facevalue.trust import ingest as trust

_PERIOD_S = 1.0
_ROWS_MAX = 100


def chores(databases: Databases) -> Begin:
    """What the passing of time asks for: the clock of the log, holds that expire, posts that close, comments
    of which the log has not heard, rejections against which nobody appeals."""

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
            with db.transaction(patient=True):
                busy += trust.void_due(db, at_ms, _ROWS_MAX)
            busy += complete_comments(db, log, at_ms, _ROWS_MAX)
            return 0.0 if busy else _PERIOD_S

        return turn

    return begin


def tell_hour(log: Log, told_hour: int, at_ms: int) -> int:
    """Tells every slot that an hour has begun, once by however many processes. Returns the hour, since the epoch."""
    hour = at_ms // HOUR_MS
    if hour > told_hour:
        news = records.everywhere(records.CLOCK, at=hour * HOUR_MS)
        log.append([Delivery(OURSELVES, f"clock {hour}", b"", news)], at_ms)
    return hour
