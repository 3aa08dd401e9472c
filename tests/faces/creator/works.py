"""The engine beside the pages, one turn at a time."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from facevalue.faces.ui import engine
from facevalue.faces.worker import jobs
from facevalue.insight.actions import open_store
from facevalue.kit.db import connect
from facevalue.social.actions import Network
from facevalue.social.ingest import open_log

_WORKER = 1


@contextmanager
def running(target: str, log_target: str, insight: Path) -> Iterator[tuple[Network, list[Callable[[], float]]]]:
    """What the pages write to, and the turns that relay, settle and count what waits; each gives 0 as long as there is more."""
    with ExitStack() as stack:
        store = stack.enter_context(closing(open_store(insight)))
        databases = jobs.Databases(lambda cache_mib=4: connect(target, cache_mib=cache_mib), lambda: open_log(log_target))
        network = Network(databases.open_state, databases.open_log)
        stack.callback(network.close)
        begins = (jobs.relay(databases), jobs.settle(databases, _WORKER, 8, 0.0), jobs.advance(databases, store))
        turns = [begin(stack) for begin in begins]
        engine.provider = engine.Engine(network, store)
        stack.callback(setattr, engine, "provider", None)
        yield network, turns
