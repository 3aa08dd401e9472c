"""Plays real cascades through the real inbox and settlement."""

import csv
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from rich.progress import Progress

from facevalue.bench import cascades
from facevalue.bench.cascades import NOBODY, Cascades
from facevalue.bench.world import World
from facevalue.kit import columns as kit_columns
from facevalue.kit.columns import Column, Columns
from facevalue.settlement.queries import Outcome
from facevalue.social.ingest import SEGMENT_RECORDS_MAX, Delivery, records

BEGIN_MS = 1_700_000_000_000
MINUTE_MS = 60_000
UNREADABLE_MS = -1
DIRECTLY = 0
POST = "post"
WORDS = [*(outcome.word for outcome in Outcome), POST]
Follows = tuple[Column, Column]


@dataclass(slots=True)
class Answers:
    """What settlement said of each data row; `word` is an index of `WORDS`. Rows that nobody can act on stay malformed."""

    word: Column
    degree: Column
    price: Column


@dataclass(slots=True)
class Replay:
    """One run: `world` is fresh, `rows` are what it is told."""

    world: World
    rows: Cascades
    answers: Answers = field(init=False)
    settled: int = 0
    settle_s: float = 0.0

    def __post_init__(self) -> None:
        count = len(self.rows.cascade)
        self.answers = Answers(np.full(count, Outcome.MALFORMED), np.zeros(count, np.int64), np.zeros(count, np.int64))

    def run(self, escrow: int, follows: Follows | None, batch: int, progress: Progress) -> None:
        """Publishes the posts, gives the graph, then delivers the shares `batch` at a time and settles each."""
        batch = min(batch, SEGMENT_RECORDS_MAX)
        task = progress.add_task(f"publishing {len(self.rows.roots):,} posts", total=None)
        posts = self._publish(escrow)
        progress.update(task, description="telling who follows whom")
        self._follow(follows)
        shares, order = self._shares(posts)
        progress.update(task, description="settling", total=len(order))
        for start in range(0, len(order), batch):
            part = slice(start, start + batch)
            self._deliver(kit_columns.take(shares, part), order[part], start)
            progress.advance(task, len(order[part]))

    def _publish(self, escrow: int) -> Column:
        """The post of each cascade, 0 for one without a root."""
        roots = self.rows.roots
        made = self.world.publish(self.rows.child[roots], escrow, BEGIN_MS)
        posts = np.zeros(int(self.rows.cascade.max(initial=-1)) + 1, np.int64)
        # Of several roots the first one's post is what its cascade shares.
        posts[self.rows.cascade[roots[::-1]]] = made[::-1]
        self.answers.word[roots] = WORDS.index(POST)
        return posts

    def _follow(self, follows: Follows | None) -> None:
        if follows is None:
            shares = self.rows.shares[self.rows.child[self.rows.shares] != NOBODY]
            follows = self.rows.child[shares], self.rows.parent[shares]
        follower, followee = follows
        # Who follows themselves gains nothing: on one's own post one is `self`.
        others = follower != followee
        people = len(self.rows.people)
        followers, followees = np.divmod(np.unique(follower[others] * people + followee[others]), people)
        self.world.follow(followers, followees)

    def _shares(self, posts: Column) -> tuple[Columns, Column]:
        """The shares in the order of delivery, and the row of each."""
        rows = self.rows
        # By the minutes as they are written, for some that differ fall into one millisecond.
        shares = rows.shares[np.argsort(rows.minute[rows.shares], kind="stable")]
        creator = np.full(len(posts), NOBODY)
        creator[rows.cascade[rows.roots[::-1]]] = rows.child[rows.roots[::-1]]
        cascade, parent = rows.cascade[shares], rows.parent[shares]
        table = {
            "op": np.full(len(shares), records.SHARE),
            # A post that nobody published still needs an id to be unknown by.
            "subject": np.where(posts[cascade] > 0, posts[cascade], cascade + 1),
            "actor": rows.child[shares],
            "via": np.where(parent == creator[cascade], DIRECTLY, parent),
            "at": _at_ms(rows.minute[shares]),
        }
        return table, shares

    def _deliver(self, shares: Columns, rows: Column, start: int) -> None:
        made = records.make(**shares)
        place = np.argsort(records.slots_of(made.columns), kind="stable")
        self.world.log.append([Delivery(0, f"rows from {start}", b"", made)], BEGIN_MS)
        began_s = time.perf_counter()
        said = self.world.settle()
        self.settle_s += time.perf_counter() - began_s
        self.settled += len(rows)
        self.answers.word[rows[place]] = said["outcome"]
        # Via somebody unknown there is no degree.
        self.answers.degree[rows[place]] = np.where(said["outcome"] == Outcome.UNKNOWN_VIA, 0, said["degree"])
        self.answers.price[rows[place]] = said["price"]

    def totals(self) -> dict[str, int]:
        """How often each outcome was given, most often first."""
        counts = np.bincount(self.answers.word, minlength=len(WORDS))
        return {WORDS[word]: int(counts[word]) for word in np.argsort(-counts, kind="stable") if counts[word]}

    def write(self, path: Path) -> None:
        """`row,outcome,degree,price` for each data row, from 1 on."""
        table = zip(self.answers.word.tolist(), self.answers.degree.tolist(), self.answers.price.tolist(), strict=True)
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["row", "outcome", "degree", "price"])
            writer.writerows((row, WORDS[word], degree, price) for row, (word, degree, price) in enumerate(table, start=1))


def read(path: Path, follows: Path | None) -> tuple[Cascades, Follows | None]:
    """The files of a run. Raises UnreadableFile."""
    rows = cascades.read(path)
    return rows, cascades.read_follows(follows, rows.people) if follows else None


def _at_ms(minutes: Column) -> Column:
    """When, in milliseconds. Rounded down, so that the least bit before the post is early; before 1970 it is that anyway."""
    readable = np.isfinite(minutes)
    within = np.clip(np.where(readable, minutes, 0) * MINUTE_MS, -BEGIN_MS + 1, np.float64(1 << 61))
    return np.where(readable, BEGIN_MS + np.floor(within).astype(np.int64), UNREADABLE_MS)
