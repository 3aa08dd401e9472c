"""`facevalue bench insight`: settled facts into figures, and how long a live page takes to read."""

import resource
import tempfile
import time
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from facevalue.insight import actions, queries
from facevalue.insight.queries import Store
from facevalue.kit import columns, facts, sql
from facevalue.kit.clock import HOUR_MS
from facevalue.kit.columns import Columns
from facevalue.kit.db import Database, connect
from facevalue.settlement.queries import Outcome

_BIG_ROWS, _SMALL_ROWS = 100_000, 100
_BIG_TOGETHER, _SMALL_TOGETHER = 4, 5
_SMALL_ADVANCES, _READS = 400, 400
_CAMPAIGNS, _CREATORS, _APPS = 100, 200_000, 3
_EVENTS_PER_HOUR = 400_000
_SHARES = {
    Outcome.PAID: 0.34,
    Outcome.SECOND_DEGREE: 0.24,
    Outcome.BUDGET: 0.12,
    Outcome.STRANGER: 0.1,
    Outcome.DUPLICATE: 0.1,
    Outcome.LATE: 0.03,
    Outcome.UNKNOWN_VIA: 0.03,
    Outcome.UNDONE: 0.02,
    Outcome.HELD: 0.01,
    Outcome.SELF: 0.01,
}
_BEGAN_MS = 1_767_571_200_000
_PRICE = 50


@dataclass(slots=True)
class Figures:
    """What the command prints. The first two are of a backlog of big facts; the others follow once it is stored."""

    events: int
    events_per_second: float
    cpu_us_per_event: float
    small_advance_ms: float
    small_advance_cpu_ms: float
    live_p50_ms: float
    live_p99_ms: float
    live_cpu_ms: float
    bytes_per_event: float
    memory_mib: float


class Crowd:
    """Settled engagements of many campaigns, a few creators having most of them."""

    def __init__(self) -> None:
        self._random = np.random.default_rng(20_240_101)
        popularity = np.cumsum(1 / np.arange(1, _CREATORS + 1) ** 0.7)
        self._popularity = popularity / popularity[-1]
        self.events = 0

    def fact(self, count: int) -> Columns:
        """The next rows."""
        chance = self._random
        creator = np.searchsorted(self._popularity, chance.random(count))
        outcome = chance.choice([int(outcome) for outcome in _SHARES], count, p=list(_SHARES.values()))
        bought = np.isin(outcome, [Outcome.HELD, Outcome.PAID])
        far = outcome == Outcome.SECOND_DEGREE
        price = np.where(bought, _PRICE, np.where((outcome == Outcome.UNDONE) & (chance.random(count) < 0.5), -_PRICE, 0))
        position = self.events + np.arange(count)
        self.events += count
        return {
            "position": position,
            "slot": (creator % 256).astype(np.int16),
            "post": creator * 1_000_003 + chance.integers(0, 4, count),
            "creator": creator * 1_000_003,
            "campaign": creator % _CAMPAIGNS + 1,
            "app": creator % _APPS + 1,
            "actor": chance.integers(1, 1 << 62, count),
            "via": np.where(far, chance.integers(1, 1 << 62, count), 0),
            "kind": chance.choice([1, 1, 1, 2, 3], count).astype(np.int8),
            "undo": (outcome == Outcome.UNDONE).astype(np.int8),
            "outcome": outcome.astype(np.int8),
            "degree": np.where(far, 1 + chance.geometric(0.6, count), 1).astype(np.int32),
            "price": price,
            "fee": price // 10,
            "at": _BEGAN_MS + position * HOUR_MS // _EVENTS_PER_HOUR,
        }


def run(events: int) -> dict[str, Any]:
    """Loads so many engagements in facts of 100,000, then small facts, then reads live pages."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        state = Path(folder) / "state.sqlite"
        db = stack.enter_context(closing(connect(state, cache_mib=4)))
        db.script(sql.schema("facevalue.kit", db.engine))
        store = stack.enter_context(closing(actions.open_store(Path(folder) / "insight.duckdb")))
        crowd, wall_s, cpu_s = Crowd(), 0.0, 0.0
        while crowd.events < events:
            wall, cpu = _advance(store, db, crowd, _BIG_TOGETHER, _BIG_ROWS)
            wall_s, cpu_s = wall_s + wall, cpu_s + cpu
        stored = crowd.events
        size = store.path.stat().st_size
        small = np.array([_advance(store, db, crowd, _SMALL_TOGETHER, _SMALL_ROWS) for _ in range(_SMALL_ADVANCES)])
        reads = np.array([_read(store, number) for number in range(_READS)])
        return asdict(
            Figures(
                events=stored,
                events_per_second=round(stored / wall_s),
                cpu_us_per_event=round(cpu_s / stored * 1e6, 2),
                small_advance_ms=round(float(small[:, 0].mean()) * 1e3, 2),
                small_advance_cpu_ms=round(float(small[:, 1].mean()) * 1e3, 2),
                live_p50_ms=round(float(np.median(reads[:, 0])) * 1e3, 2),
                live_p99_ms=round(float(np.percentile(reads[:, 0], 99)) * 1e3, 2),
                live_cpu_ms=round(float(reads[:, 1].mean()) * 1e3, 2),
                bytes_per_event=round(size / stored, 1),
                memory_mib=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            )
        )


def _advance(store: Store, db: Database, crowd: Crowd, together: int, rows: int) -> tuple[float, float]:
    """Wall and CPU seconds that it takes to load some facts, which are written before."""
    for _ in range(together):
        with db.transaction():
            body = columns.pack(crowd.fact(rows))
            facts.append(db, actions.KIND, body, _settled_ms(crowd))
    wall_s, cpu_s = time.perf_counter(), time.thread_time()
    while actions.advance(store, db):
        pass
    return time.perf_counter() - wall_s, time.thread_time() - cpu_s


def _read(store: Store, number: int) -> tuple[float, float]:
    wall_s, cpu_s = time.perf_counter(), time.thread_time()
    queries.live(store, number % _CAMPAIGNS + 1, _BEGAN_MS)
    return time.perf_counter() - wall_s, time.thread_time() - cpu_s


def _settled_ms(crowd: Crowd) -> int:
    return _BEGAN_MS + crowd.events * HOUR_MS // _EVENTS_PER_HOUR
