"""`facevalue bench feed`: how long the server takes to find what a page of a feed shows, for a person who follows many."""

import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from facevalue.config import schema
from facevalue.kit import ids
from facevalue.kit.clock import DAY_MS
from facevalue.kit.columns import Column
from facevalue.kit.db import Database, connect
from facevalue.settlement import ingest as settlement
from facevalue.settlement import queries as reactions
from facevalue.settlement.queries import Outcome
from facevalue.social import actions, ingest, queries
from facevalue.social.actions import Content
from facevalue.social.ingest import records
from facevalue.social.queries import START, Place

POSTS_PER_PAGE = 20
_READER, _NEWCOMER, _APP, _CAMPAIGN = 41, 42, 5, 7
_POSTS_PER_CREATOR = 20
_FANS_PER_CREATOR, _REACTIONS_PER_POST = 20, 30
_BEGAN_MS, _DAYS = 1_760_000_000_000, 90
_PAGES_DEEP, _ROUNDS = 25, 8


@dataclass(slots=True)
class Figures:
    """What the command prints. `feed`: everything that a page of twenty posts shows, at the beginning and deep down; `posts`:
    finding which posts these are; `newcomer`: everything, for somebody who follows nobody."""

    engine: str
    follows: int
    posts: int
    reactions: int
    feed_p50_ms: float
    feed_p99_ms: float
    posts_p50_ms: float
    posts_p99_ms: float
    newcomer_p50_ms: float
    newcomer_p99_ms: float
    memory_mib: float


def run(database_url: str, follows: int, posts: int) -> dict[str, Any]:
    """Makes a town on SQLite, or at `database_url`, and reads feeds; the figures by name."""
    with (
        tempfile.TemporaryDirectory(prefix="facevalue-bench-") as folder,
        closing(connect(database_url or Path(folder) / "state.sqlite")) as db,
    ):
        schema.create(db)
        reacted = _Town(db, follows, posts).build()
        now_ms = _BEGAN_MS + _DAYS * DAY_MS
        reads = np.array([read for _ in range(_ROUNDS) for read in _read(db, _READER, now_ms)])
        newcomers = np.array([read for _ in range(_ROUNDS) for read in _read(db, _NEWCOMER, now_ms)])
        whole, found, newcomer = reads.sum(axis=1), reads[:, 0], newcomers.sum(axis=1)
        return asdict(
            Figures(
                engine=db.engine,
                follows=follows,
                posts=posts,
                reactions=reacted,
                feed_p50_ms=_percentile(whole, 50),
                feed_p99_ms=_percentile(whole, 99),
                posts_p50_ms=_percentile(found, 50),
                posts_p99_ms=_percentile(found, 99),
                newcomer_p50_ms=_percentile(newcomer, 50),
                newcomer_p99_ms=_percentile(newcomer, 99),
                memory_mib=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            )
        )


def _read(db: Database, person: int, now_ms: int) -> Iterator[tuple[float, float]]:
    """Seconds for the posts of each page, and for what is shown around them."""
    place: Place | None = START
    for _ in range(_PAGES_DEEP):
        if place is None:
            return
        began_s = time.perf_counter()
        page = queries.feed(db, person, _APP, place, POSTS_PER_PAGE, now_ms)
        found_s = time.perf_counter()
        reactions.cards(db, person, page.posts, now_ms)
        yield found_s - began_s, time.perf_counter() - found_s
        place = page.next


def _percentile(seconds: Column, percent: int) -> float:
    return round(float(np.percentile(seconds, percent)) * 1e3, 2)


class _Town:
    """Creators who post over a quarter of a year, some much more than others, and who react to that."""

    def __init__(self, db: Database, follows: int, posts: int) -> None:
        self.db, self.follows, self.count = db, follows, posts
        self.random = np.random.default_rng(20_240_102)
        self.creators = np.arange(max(follows, posts // _POSTS_PER_CREATOR)) * 7_919 + 1_000
        self.creator = self.creators[(len(self.creators) * self.random.random(posts) ** 2).astype(np.int64)]
        self.posts = ids.make_many(ids.slot_of(self.creator))
        self.published_at = _BEGAN_MS + np.sort(self.random.integers(0, _DAYS * DAY_MS, posts))

    def build(self) -> int:
        """Writes it all; how many reactions there are."""
        self._publish()
        self._follow()
        reacted = self._react()
        if self.db.engine == "postgres":
            self.db.script("ANALYZE")
        return reacted

    def _publish(self) -> None:
        accounts = ("escrow_account", "purse_account", "pending_account", "fee_account")
        same = dict.fromkeys((*accounts, "cap_post", "cap_actor", "fee_bps", "closes_at", "escrow_tokens"), 0)
        same |= {"app": _APP, "campaign": _CAMPAIGN}
        rows = list(zip(self.posts.tolist(), self.creator.tolist(), self.published_at.tolist(), strict=True))
        details = [
            same | {"post": post, "creator": creator, "series": post, "published_at": at_ms, "prices": [10, 30, 50]}
            for post, creator, at_ms in rows
        ]
        with self.db.transaction():
            ingest.publish(self.db, details, np.arange(1, len(rows) + 1))
            for post, creator, at_ms in rows:
                words = "Pagi bersama teman-teman, kopi dulu! #ad", "A selfie with a cup of coffee in a frame"
                actions.write_content(self.db, Content(post, creator, _APP, _CAMPAIGN, post, at_ms, *words))

    def _follow(self) -> None:
        fans = _FANS_PER_CREATOR * len(self.creators)
        creator = np.concatenate(
            (self.random.choice(self.creators, self.follows, replace=False), self.random.choice(self.creators, fans))
        )
        person = np.concatenate((np.full(self.follows, _READER), self.random.integers(1 << 40, 1 << 41, fans)))
        position = np.arange(len(creator))
        table = {"op": np.full(len(creator), records.FOLLOW), "slot": ids.slot_of(creator), "creator": creator}
        ingest.stage_edges(self.db, table | {"person": person, "position": position})
        with self.db.transaction():
            ingest.apply_edges(self.db)

    def _react(self) -> int:
        count = self.count * _REACTIONS_PER_POST
        post = self.random.permutation(self.posts)[(self.count * self.random.random(count) ** 2).astype(np.int64)]
        key = {"slot": ids.slot_in(post), "series": post, "actor": self.random.integers(1 << 40, 1 << 41, count)}
        key |= {"post": post, "kind": self.random.choice([1, 1, 1, 2, 3], count)}
        order = np.lexsort(tuple(reversed(list(key.values()))))
        table = {name: column[order] for name, column in key.items()}
        paid = self.random.random(count) < 0.4
        table |= {"position": np.arange(count) + (1 << 40), "at": np.full(count, _BEGAN_MS)}
        table |= {"degree": np.ones(count, np.int64), "outcome": np.where(paid, Outcome.PAID, Outcome.STRANGER)}
        table |= {"counted": np.ones(count, np.int64), "price": np.where(paid, 10, 0), "clears": np.zeros(count, np.int64)}
        table |= {"day": np.full(count, _BEGAN_MS // DAY_MS), "number": paid.astype(np.int64)}
        for start in range(0, count, 500_000):
            settlement.insert_rows(self.db, {name: column[start : start + 500_000] for name, column in table.items()})
        return count
