"""A town of which feeds are measured: its posts, who follows whom, and the reactions, as settlement leaves them."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from facevalue.config import schema
from facevalue.kit import ids
from facevalue.kit.clock import DAY_MS
from facevalue.kit.db import Database, connect
from facevalue.settlement import ingest as settlement
from facevalue.settlement.queries import Outcome
from facevalue.social import actions, ingest, queries
from facevalue.social.actions import Content
from facevalue.social.ingest import records

READER, APP = 41, 5
BEGAN_MS, DAYS = 1_760_000_000_000, 90
_CAMPAIGN, _POSTS_PER_CREATOR = 7, 20
_FANS_PER_CREATOR, _REACTIONS_PER_POST, _SHARES_PER_FOLLOWED = 20, 30, 2


@contextmanager
def town(database_url: str, follows: int, posts: int) -> Iterator[tuple[Database, int]]:
    """On SQLite, or at `database_url`; and how many reactions there are."""
    with (
        tempfile.TemporaryDirectory(prefix="facevalue-bench-") as folder,
        closing(connect(database_url or Path(folder) / "state.sqlite")) as db,
    ):
        schema.create(db)
        made = _Town(db, follows, posts)
        reacted = made.build()
        with closing(ingest.open_log(database_url or str(Path(folder) / "log.sqlite"))) as log:
            made.share(log)
        yield db, reacted


class _Town:
    """Creators who post over a quarter of a year, some much more than others, who react to that, and what friends share."""

    def __init__(self, db: Database, follows: int, posts: int) -> None:
        self.db, self.follows, self.count = db, follows, posts
        self.random = np.random.default_rng(20_240_102)
        self.creators = np.arange(max(follows, posts // _POSTS_PER_CREATOR)) * 7_919 + 1_000
        self.creator = self.creators[(len(self.creators) * self.random.random(posts) ** 2).astype(np.int64)]
        self.posts = ids.make_many(ids.slot_of(self.creator))
        self.published_at = BEGAN_MS + np.sort(self.random.integers(0, DAYS * DAY_MS, posts))

    def build(self) -> int:
        """Writes it all; how many reactions there are."""
        self._publish()
        self._follow()
        reacted = self._react()
        if self.db.engine == "postgres":
            self.db.script("ANALYZE")
        return reacted

    def share(self, log: ingest.Log) -> None:
        """Whoever the reader follows shared two posts of anybody in the last week."""
        week_ms, end_ms = 7 * DAY_MS, BEGAN_MS + DAYS * DAY_MS
        followed = sorted(queries.follows(self.db, READER, end_ms))
        for number, person in enumerate(followed * _SHARES_PER_FOLLOWED):
            post, at_ms = int(self.random.choice(self.posts)), end_ms - int(self.random.integers(1, week_ms))
            actions.engage(self.db, log, post, actions.SHARE, person, 0, APP, f"share-{number}", at_ms)

    def _publish(self) -> None:
        accounts = ("escrow_account", "purse_account", "pending_account", "fee_account")
        same = dict.fromkeys((*accounts, "cap_post", "cap_actor", "fee_bps", "closes_at", "escrow_tokens"), 0)
        same |= {"app": APP, "campaign": _CAMPAIGN}
        rows = list(zip(self.posts.tolist(), self.creator.tolist(), self.published_at.tolist(), strict=True))
        details = [
            same | {"post": post, "creator": creator, "series": post, "published_at": at_ms, "prices": [10, 30, 50]}
            for post, creator, at_ms in rows
        ]
        with self.db.transaction():
            ingest.publish(self.db, details, np.arange(1, len(rows) + 1))
            for post, creator, at_ms in rows:
                words = "Pagi bersama teman-teman, kopi dulu! #ad", "A selfie with a cup of coffee in a frame"
                actions.write_content(self.db, Content(post, creator, APP, _CAMPAIGN, post, at_ms, *words))

    def _follow(self) -> None:
        fans = _FANS_PER_CREATOR * len(self.creators)
        creator = np.concatenate(
            (self.random.choice(self.creators, self.follows, replace=False), self.random.choice(self.creators, fans))
        )
        person = np.concatenate((np.full(self.follows, READER), self.random.integers(1 << 40, 1 << 41, fans)))
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
        table |= {"position": np.arange(count) + (1 << 40), "at": np.full(count, BEGAN_MS)}
        table |= {"degree": np.ones(count, np.int64), "outcome": np.where(paid, Outcome.PAID, Outcome.STRANGER)}
        table |= {"counted": np.ones(count, np.int64), "price": np.where(paid, 10, 0), "clears": np.zeros(count, np.int64)}
        table |= {"day": np.full(count, BEGAN_MS // DAY_MS), "number": paid.astype(np.int64)}
        for start in range(0, count, 500_000):
            settlement.insert_rows(self.db, {name: column[start : start + 500_000] for name, column in table.items()})
        return count
