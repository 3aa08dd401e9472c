"""`facevalue bench feed`: how long the server takes to find what a page of a feed shows, for a person who follows many."""

import resource
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from facevalue.bench.feed_town import APP, BEGAN_MS, DAYS, READER, town
from facevalue.kit.clock import DAY_MS
from facevalue.kit.columns import Column
from facevalue.kit.db import Database
from facevalue.settlement import queries as reactions
from facevalue.social import queries
from facevalue.social.queries import START, Place

POSTS_PER_PAGE = 20
_NEWCOMER = 42
_PAGES_DEEP, _ROUNDS = 25, 8


@dataclass(slots=True)
class Figures:
    """What the command prints. `feed`: everything that a page of twenty posts shows, at the beginning and deep down; `posts`:
    finding which posts these are; `newcomer`: everything, for somebody who follows nobody; `cpu`: this process, mean."""

    engine: str
    follows: int
    posts: int
    reactions: int
    feed_p50_ms: float
    feed_p99_ms: float
    feed_cpu_ms: float
    posts_p50_ms: float
    posts_p99_ms: float
    newcomer_p50_ms: float
    newcomer_p99_ms: float
    memory_mib: float


def run(database_url: str, follows: int, posts: int) -> dict[str, Any]:
    """Makes a town on SQLite, or at `database_url`, and reads feeds; the figures by name."""
    with town(database_url, follows, posts) as (db, reacted):
        now_ms = BEGAN_MS + DAYS * DAY_MS
        reads = np.array([read for _ in range(_ROUNDS) for read in _read(db, READER, now_ms)])
        newcomers = np.array([read for _ in range(_ROUNDS) for read in _read(db, _NEWCOMER, now_ms)])
        whole, found, newcomer = reads[:, :2].sum(axis=1), reads[:, 0], newcomers[:, :2].sum(axis=1)
        return asdict(
            Figures(
                engine=db.engine,
                follows=follows,
                posts=posts,
                reactions=reacted,
                feed_p50_ms=_percentile(whole, 50),
                feed_p99_ms=_percentile(whole, 99),
                feed_cpu_ms=round(float(reads[:, 2].mean()) * 1e3, 2),
                posts_p50_ms=_percentile(found, 50),
                posts_p99_ms=_percentile(found, 99),
                newcomer_p50_ms=_percentile(newcomer, 50),
                newcomer_p99_ms=_percentile(newcomer, 99),
                memory_mib=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            )
        )


def _read(db: Database, person: int, now_ms: int) -> Iterator[tuple[float, float, float]]:
    """Seconds for the posts of each page, for what is shown around them, and of the processor for both."""
    place: Place | None = START
    for _ in range(_PAGES_DEEP):
        if place is None:
            return
        began_s, cpu_s = time.perf_counter(), time.thread_time()
        page = queries.feed(db, person, APP, place, POSTS_PER_PAGE, now_ms)
        found_s = time.perf_counter()
        reactions.cards(db, person, page.posts, now_ms)
        yield found_s - began_s, time.perf_counter() - found_s, time.thread_time() - cpu_s
        place = page.next


def _percentile(seconds: Column, percent: int) -> float:
    return round(float(np.percentile(seconds, percent)) * 1e3, 2)
