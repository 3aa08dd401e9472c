"""How long an acknowledged engagement waits until it is settled, at a rate that leaves the worker time."""

import threading
import time
from dataclasses import dataclass, field

import numpy as np

from facevalue.bench.crowd import Stream
from facevalue.bench.world import World
from facevalue.faces.worker.pace import Pace
from facevalue.kit.clock import now_ms
from facevalue.social.ingest import Delivery, Log, records

_TICK_S = 0.02


@dataclass(slots=True)
class Feeder:
    """A thread that appends at a steady rate, and notes when each segment was durable."""

    log: Log
    stream: Stream
    per_tick: int
    ticks: int
    durable_s: dict[int, float] = field(default_factory=dict)

    def run(self) -> None:
        """Appends all ticks, each at its time."""
        events = self.stream.window(self.per_tick * self.ticks, now_ms())
        began_s = time.perf_counter()
        for tick in range(self.ticks):
            part = {name: column[tick * self.per_tick : (tick + 1) * self.per_tick] for name, column in events.items()}
            time.sleep(max(0.0, began_s + tick * _TICK_S - time.perf_counter()))
            delivery = Delivery(self.stream.app, f"tick {tick}", b"", records.make(**part))
            self.log.append([delivery], now_ms())
            self.durable_s[tick] = time.perf_counter()


def measure(world: World, stream: Stream, rate: float, seconds: int) -> dict[str, float]:
    """Durable → settled, in milliseconds, p50 and p99 over all engagements."""
    feeder = Feeder(world.folder.open_log(), stream, max(1, int(rate * _TICK_S)), int(seconds / _TICK_S))
    thread = threading.Thread(target=feeder.run)
    thread.start()
    pace, done, settled_s = Pace(), 0, []
    while done < feeder.per_tick * feeder.ticks:
        world.settler.lease(now_ms())
        step = world.settler.step(pace.records_max, now_ms())
        if step is None:
            time.sleep(0.01)
            continue
        pace.settled(step.records, step.write_s, more=step.more, contended=False)
        done += step.records
        settled_s.append((done, time.perf_counter()))
    thread.join()
    feeder.log.close()
    counts, times = np.array(settled_s).T
    # Segments are settled in order: a tick is settled with the batch that reaches its last engagement.
    ends = (np.arange(feeder.ticks) + 1) * feeder.per_tick
    waits_ms = (times[np.searchsorted(counts, ends)] - np.array(list(feeder.durable_s.values()))) * 1000
    return {
        "latency_rate": rate,
        "latency_p50_ms": float(np.median(waits_ms)),
        "latency_p99_ms": float(np.quantile(waits_ms, 0.99)),
    }
