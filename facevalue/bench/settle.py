"""`facevalue bench settle`: from the durable inbox to committed settlement, and the floor beneath it."""

import shutil
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from facevalue.bench import latency, town
from facevalue.bench.crew import Crew
from facevalue.bench.crowd import EVERGREEN, Stream
from facevalue.bench.floor import Floor, Rate
from facevalue.bench.world import World
from facevalue.faces.worker.worker import SETTLERS
from facevalue.kit.checkpoint import Checkpointer

WINDOW_RECORDS = 1_000_000


@dataclass(slots=True)
class Figures:
    """What the command prints."""

    engine: str
    people: int
    events: int
    settlers: int
    batch_records: int
    events_per_second: float = 0.0
    floor_events_per_second: float = 0.0
    ratio: float = 0.0
    cpu_us_per_event: float = 0.0
    bytes_per_event: float = 0.0
    bytes_per_counted_event: float = 0.0
    log_bytes_per_event: float = 0.0
    events_per_second_first_window: float = 0.0
    events_per_second_last_window: float = 0.0
    cpu_us_per_event_first_window: float = 0.0
    cpu_us_per_event_last_window: float = 0.0
    first_counted: int = 0


def run(
    database_url: str,
    people: int,
    events: int,
    batch: int,
    latency_s: int = 0,
    evergreen: float = EVERGREEN,
    settlers: int = SETTLERS,
) -> dict[str, Any]:
    """Settles `events` engagements in a fresh world, on SQLite or at `database_url`; the figures by name.

    `batch` 0: each settler chooses, as it does under load. With `latency_s` so many seconds at a tenth of the rate follow.
    """
    folder = Path(tempfile.mkdtemp(prefix="facevalue-bench-"))
    engine = "postgres" if database_url else "sqlite"
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        made, stream = town.build(folder, database_url, people)
        stack.callback(made.close)
        stream.total, stream.evergreen = events, evergreen
        made.settler.leave()
        floor = Floor(made, folder)
        stack.callback(floor.close)
        if engine == "sqlite":
            for path in ("state.sqlite", "log.sqlite", "floor.sqlite"):
                checkpointer = Checkpointer(folder / path)
                stack.callback(checkpointer.stop)
                checkpointer.start()
        crew = Crew(stack, made.folder, settlers, batch)
        figures = _measure(made, crew, stream, floor, Figures(engine, people, events, settlers, batch))
        more = latency.measure(crew, made, stream, figures.events_per_second / 10, latency_s) if latency_s else {}
        return {
            name: round(value, 2) if isinstance(value, float) else value for name, value in (asdict(figures) | more).items()
        }


def _measure(made: World, crew: Crew, stream: Stream, floor: Floor, figures: Figures) -> Figures:
    total, bare, windows = Rate(), Rate(), list[Rate]()
    state_bytes, log_bytes = floor.state_bytes(), floor.log_bytes()
    while total.events < figures.events:
        window = Rate(events=town.append(made, stream, min(WINDOW_RECORDS, figures.events - total.events)))
        began_s, began_cpu_s = time.perf_counter(), time.process_time()
        batches = crew.settle()
        window.wall_s = time.perf_counter() - began_s
        window.cpu_s = time.process_time() - began_cpu_s
        assert sum(batch.records for batch in batches) == window.events
        for batch in sorted(batches, key=lambda batch: batch.committed_s):
            floor.insert(batch.fresh, bare)
            crew.rest()
            figures.first_counted += len(batch.fresh.get("slot", ()))
        windows.append(window)
        total = Rate(total.events + window.events, total.wall_s + window.wall_s, total.cpu_s + window.cpu_s)
    figures.batch_records = crew.batch_records
    figures.events_per_second = total.per_second()
    figures.floor_events_per_second = total.events / bare.wall_s
    figures.ratio = figures.events_per_second / figures.floor_events_per_second
    figures.cpu_us_per_event = total.cpu_us()
    grown_bytes = floor.state_bytes() - state_bytes
    figures.bytes_per_event = grown_bytes / total.events
    figures.bytes_per_counted_event = grown_bytes / max(1, figures.first_counted)
    figures.log_bytes_per_event = (floor.log_bytes() - log_bytes) / total.events
    first, last = windows[0], windows[-1]
    figures.events_per_second_first_window, figures.events_per_second_last_window = first.per_second(), last.per_second()
    figures.cpu_us_per_event_first_window, figures.cpu_us_per_event_last_window = first.cpu_us(), last.cpu_us()
    return figures
