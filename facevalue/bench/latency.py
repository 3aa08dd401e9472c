"""How long an acknowledged engagement waits until it is settled, at a rate that leaves the worker time."""

import threading
import time
from dataclasses import dataclass, field

import numpy as np

from facevalue.bench.crew import Batch, Crew, settle
from facevalue.bench.crowd import Stream
from facevalue.bench.world import World
from facevalue.kit import ids
from facevalue.kit.clock import now_ms
from facevalue.kit.columns import Column, Columns
from facevalue.social.ingest import Delivery, Log, records

_TICK_S = 0.02


@dataclass(slots=True)
class Feeder:
    """A thread that appends `events` at a steady rate, and notes when each segment was durable."""

    log: Log
    app: int
    events: Columns
    ticks: int
    durable_s: list[float] = field(default_factory=list)

    def run(self) -> None:
        """Appends all ticks, each at its time."""
        per_tick = len(self.events["op"]) // self.ticks
        began_s = time.perf_counter()
        for tick in range(self.ticks):
            part = {name: column[tick * per_tick : (tick + 1) * per_tick] for name, column in self.events.items()}
            time.sleep(max(0.0, began_s + tick * _TICK_S - time.perf_counter()))
            self.log.append([Delivery(self.app, f"tick {tick}", b"", records.make(**part))], now_ms())
            self.durable_s.append(time.perf_counter())


def measure(crew: Crew, world: World, stream: Stream, rate: float, seconds: int) -> dict[str, float]:
    """Durable → settled, in milliseconds, p50 and p99 over all engagements."""
    ticks = int(seconds / _TICK_S)
    events = stream.window(max(1, int(rate * _TICK_S)) * ticks, now_ms())
    slots = ids.slot_in(events["subject"])
    # By settler, how many of its engagements there are up to the end of each tick.
    ends = [np.isin(slots, list(member.settler.slots)).reshape(ticks, -1).sum(axis=1).cumsum() for member in crew.members]
    feeder = Feeder(world.folder.open_log(), stream.app, events, ticks)
    thread = threading.Thread(target=feeder.run)
    thread.start()
    settled = crew.pool.map(settle, crew.members, [int(end[-1]) for end in ends])
    # Segments are settled in order: a tick is settled when each settler has committed the last one of its part.
    settled_s = np.max([_reached_s(batches, end) for batches, end in zip(settled, ends, strict=True)], axis=0)
    thread.join()
    feeder.log.close()
    waits_ms = (settled_s - np.array(feeder.durable_s)) * 1000
    return {
        "latency_rate": rate,
        "latency_p50_ms": float(np.median(waits_ms)),
        "latency_p99_ms": float(np.quantile(waits_ms, 0.99)),
    }


def _reached_s(batches: list[Batch], ends: Column) -> Column:
    counts = np.cumsum([batch.records for batch in batches])
    times = np.array([batch.committed_s for batch in batches])
    place = np.searchsorted(counts, ends)
    return np.where(ends > 0, times[np.minimum(place, len(times) - 1)], 0.0) if len(times) else np.zeros(len(ends))
