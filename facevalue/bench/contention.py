"""`facevalue bench contention`: how long small writes wait beside a settlement that has all that it can do."""

import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np

from facevalue.bench import town
from facevalue.bench.crew import Crew
from facevalue.bench.crowd import Stream
from facevalue.bench.world import World
from facevalue.faces.worker.worker import SETTLERS
from facevalue.kit.checkpoint import Checkpointer

_WINDOW_RECORDS = 1_000_000


def run(people: int, events: int, writes_per_second: float) -> dict[str, Any]:
    """Settles `events` engagements alone, then as many beside two writers: one makes transfers through the ledger's door, the
    other what a page writes, each so many in a second, at random moments."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="facevalue-bench-")))
        made, stream = town.build(folder, "", people)
        stack.callback(made.close)
        stream.total = 2 * events
        made.settler.leave()
        for path in (made.folder.state, made.folder.log):
            checkpointer = Checkpointer(Path(path))
            stack.callback(checkpointer.stop)
            checkpointer.start()
        crew = Crew(stack, made.folder, SETTLERS)
        alone_s = _settle(made, stream, events, crew)
        from facevalue.bench import writers  # one of them wants Django to be ready

        with writers.writing(made.folder, writes_per_second) as waits_s:
            contended_s = _settle(made, stream, events, crew)
    waits_ms = {name: np.array(waited) * 1_000 for name, waited in waits_s.items()}
    every_ms = np.concatenate(list(waits_ms.values()))
    return {
        "write_p50_ms": round(float(np.median(every_ms)), 2),
        "write_p99_ms": round(float(np.quantile(every_ms, 0.99)), 2),
        "write_max_ms": round(float(every_ms.max()), 2),
        **{f"{name}_p99_ms": round(float(np.quantile(waited, 0.99)), 2) for name, waited in waits_ms.items()},
        "writes": len(every_ms),
        "events_per_second": round(events / contended_s),
        "events_per_second_alone": round(events / alone_s),
        "events": events,
        "people": people,
    }


def _settle(made: World, stream: Stream, events: int, crew: Crew) -> float:
    """Fills the inbox, then settles it; the seconds that settling took."""
    waiting = events
    while waiting:
        waiting -= town.append(made, stream, min(_WINDOW_RECORDS, waiting))
    began_s = time.perf_counter()
    crew.settle()
    return time.perf_counter() - began_s
