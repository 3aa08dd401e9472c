"""Plays real cascades through the real inbox and settlement."""

import csv
import time
from collections import Counter
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
from facevalue.social.ingest import Delivery, records

BEGIN_MS = 1_700_000_000_000
POST = "post"


@dataclass(slots=True)
class Answers:
    """What settlement said of each data row; `word` is an index of `WORDS`."""

    word: Column
    degree: Column
    price: Column


WORDS = [*(outcome.word for outcome in Outcome), POST]


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
        self.answers = Answers(np.full(count, WORDS.index("malformed")), np.zeros(count, np.int64), np.zeros(count, np.int64))

    def run(self, escrow: int, follows: tuple[Column, Column] | None, batch: int, progress: Progress) -> None:
        """Publishes the posts, gives the graph, then delivers the shares `batch` at a time and settles each."""
        posts = self._publish(escrow)
        self._follow(follows)
        shares, order = self._shares(posts)
        task = progress.add_task("settling", total=len(order))
        for start in range(0, len(order), batch):
            self._deliver(kit_columns.take(shares, slice(start, start + batch)), order[start : start + batch], start)
            progress.update(task, completed=start + batch)

    def _publish(self, escrow: int) -> Column:
        """The post of each cascade, 0 for one without a root."""
        roots = self.rows.roots
        creators = self._person(self.rows.child[roots])
        made = self.world.publish(creators, escrow, BEGIN_MS)
        posts = np.zeros(int(self.rows.cascade.max(initial=-1)) + 1, np.int64)
        # Of several roots the first one's post is what its cascade shares.
        posts[self.rows.cascade[roots[::-1]]] = made[::-1]
        self.answers.word[roots] = WORDS.index(POST)
        return posts

    def _follow(self, follows: tuple[Column, Column] | None) -> None:
        if follows is None:
            linked = self.rows.parent != NOBODY
            follows = self.rows.child[linked], self.rows.parent[linked]
        pairs = np.unique(np.stack(follows), axis=1) if len(follows[0]) else np.zeros((2, 0), np.int64)
        follower, followee = pairs[:, pairs[0] != pairs[1]]
        self.world.follow(self._person(follower), self._person(followee))

    def _shares(self, posts: Column) -> tuple[Columns, Column]:
        """The shares in the order of delivery, and the row of each."""
        rows = self.rows
        shares = np.flatnonzero(rows.parent != NOBODY)
        shares = shares[np.argsort(rows.at_ms[shares], kind="stable")]
        creator = np.full(len(posts), NOBODY)
        creator[rows.cascade[rows.roots[::-1]]] = rows.child[rows.roots[::-1]]
        cascade, parent = rows.cascade[shares], rows.parent[shares]
        via = np.where(parent == creator[cascade], 0, self._person(parent))
        at = np.where(rows.readable[shares], BEGIN_MS + rows.at_ms[shares], -1)
        # A post that nobody published still needs an id to be unknown by.
        post = np.where(posts[cascade] > 0, posts[cascade], cascade + 1)
        table = {"op": np.full(len(shares), records.SHARE), "subject": post, "actor": self._person(rows.child[shares])}
        return {**table, "via": via, "at": at}, shares

    def _deliver(self, shares: Columns, rows: Column, start: int) -> None:
        made = records.make(**shares)
        place = np.argsort(records.slots_of(made.columns), kind="stable")
        self.world.log.append([Delivery(0, f"rows from {start}", b"", made)], BEGIN_MS)
        began_s = time.perf_counter()
        said = self.world.settle()
        self.settle_s += time.perf_counter() - began_s
        self.settled += len(rows)
        self.answers.word[rows[place]] = said["outcome"]
        self.answers.degree[rows[place]] = said["degree"]
        self.answers.price[rows[place]] = said["price"]

    def _person(self, numbers: Column) -> Column:
        """Ids of people; labels of the file need not be valid ones."""
        return numbers + 1

    def totals(self) -> Counter[str]:
        """How often each outcome was given."""
        counts = np.bincount(self.answers.word, minlength=len(WORDS))
        return Counter({word: int(count) for word, count in zip(WORDS, counts, strict=True) if count})

    def write(self, path: Path) -> None:
        """`row,outcome,degree,price` for each data row, from 1 on."""
        table = zip(self.answers.word.tolist(), self.answers.degree.tolist(), self.answers.price.tolist(), strict=True)
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["row", "outcome", "degree", "price"])
            writer.writerows((row, WORDS[word], degree, price) for row, (word, degree, price) in enumerate(table, start=1))


def read(path: Path, follows: Path | None) -> tuple[Cascades, tuple[Column, Column] | None]:
    """The files of a run. Raises UnreadableFile."""
    rows = cascades.read(path)
    return rows, cascades.read_follows(follows, rows.people) if follows else None
