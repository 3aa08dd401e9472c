"""A made-up crowd and what it does: a follower graph with a power law, posts with popularity and recency, engagements.

Everything is drawn from one seed, in columns, in windows of any size.
"""

from dataclasses import dataclass, field

import numpy as np

from facevalue.kit import ids
from facevalue.kit.columns import Column, Columns
from facevalue.social.ingest import records

FOLLOWERS_MEAN = 20
PEOPLE_PER_POST = 5
_TAIL = 1.8
_ZIPF = 1.2
_KINDS = (records.LIKE, records.COMMENT, records.SHARE)
_KIND_SHARES = (0.80, 0.12, 0.08)
# Of all engagements: by followers on the post itself, and via somebody's share; the others were counted before.
NETWORK, VIA = 0.70, 0.20
# Posts fade: of 200,000, the attention of a moment goes to the last 4,000 on average, and among 256 of the same time to those
# whose creators have more followers. A part of it goes to posts of any age.
EVERGREEN = 0.1
_ATTENTION_SPAN = 0.02
_SAME_TIME = 256
_OUT_AT_FIRST = 0.2
_MEMORY = 1 << 19


@dataclass(slots=True)
class Crowd:
    """People 1 to `people`, in the order of (slot, id); `starts` and `followers` are their follower lists in one array."""

    people: int
    rng: np.random.Generator
    person: Column = field(init=False)
    starts: Column = field(init=False)
    followers: Column = field(init=False)

    def __post_init__(self) -> None:
        everybody = np.arange(1, self.people + 1)
        self.person = everybody[np.lexsort((everybody, ids.slot_of(everybody)))]
        weights = np.minimum(self.rng.pareto(_TAIL, self.people) + 0.1, self.people / 50)
        counts = np.floor(weights * (FOLLOWERS_MEAN / weights.mean()) + self.rng.random(self.people)).astype(np.int64)
        self.starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))
        self.followers = self.rng.integers(1, self.people + 1, int(self.starts[-1])).astype(np.int32)

    def creators(self, posts: int) -> Column:
        """Rows of those who post, in the order of the posts: the popular ones more likely, and each of them twice."""
        chance = np.diff(self.starts) + 1.0
        # The smallest of exponential waiting times are a sample without replacement (Efraimidis and Spirakis, 2006).
        chosen = np.argsort(self.rng.exponential(size=self.people) / chance)[: -(-posts // 2)]
        return self.rng.permutation(np.concatenate((chosen, chosen)))[:posts]

    def edges(self, first: int, last: int) -> Columns:
        """Follow records' columns for the people in rows `first` to `last`."""
        counts = np.diff(self.starts[first : last + 1])
        creator = np.repeat(self.person[first:last], counts)
        return {
            "op": np.full(len(creator), records.FOLLOW),
            "slot": ids.slot_of(creator),
            "creator": creator,
            "person": self.followers[self.starts[first] : self.starts[last]].astype(np.int64),
            "position": np.zeros(len(creator), np.int64),
        }


@dataclass(slots=True)
class Stream:
    """Engagements on `post` (ids, in the order of publication) by `creator` (rows of the crowd); `evergreen`: which part of
    them goes to posts of any age."""

    crowd: Crowd
    post: Column
    creator: Column
    app: int
    evergreen: float = EVERGREEN
    done: int = 0
    total: int = 1
    _popular: Column = field(init=False)
    _ranked: Column = field(init=False)
    _seen: Columns = field(init=False)

    def __post_init__(self) -> None:
        followers = np.diff(self.crowd.starts)[self.creator]
        self._popular = np.argsort(-followers)
        moments = np.arange(len(self.post)) // _SAME_TIME
        self._ranked = np.lexsort((-followers, moments))
        self._seen = {name: np.zeros(0, np.int64) for name in ("post", "actor", "kind")}

    def window(self, count: int, at_ms: int) -> Columns:
        """The next `count` engagements as columns of records."""
        rng, crowd = self.crowd.rng, self.crowd
        post = self._choose(count)
        first, last = crowd.starts[self.creator[post]], crowd.starts[self.creator[post] + 1]
        pick = (first + rng.random(count) * (last - first)).astype(np.int64).clip(0, len(crowd.followers) - 1)
        lot = rng.random(count)
        follower = (lot < NETWORK) & (last > first)
        actor = np.where(follower, crowd.followers[pick], rng.integers(1, crowd.people + 1, count)).astype(np.int64)
        kind = rng.choice(_KINDS, count, p=_KIND_SHARES).astype(np.int64)
        via = np.zeros(count, np.int64)
        self._repeat(np.flatnonzero(lot >= NETWORK), lot, post, actor, kind, via)
        self._remember(post, actor, kind)
        self.done += count
        made = {"op": kind, "subject": self.post[post], "actor": actor, "via": via}
        return {**made, "at": np.full(count, at_ms), "app": np.full(count, self.app)}

    def _choose(self, count: int) -> Column:
        """Rows of posts: mostly recent ones, among those of the same time by popularity (Zipf); the others of any age."""
        rng, posts = self.crowd.rng, len(self.post)
        newest = posts * (_OUT_AT_FIRST + (1 - _OUT_AT_FIRST) * self.done / self.total)
        moment = np.abs(newest - rng.exponential(posts * _ATTENTION_SPAN, count)).astype(np.int64) // _SAME_TIME
        rank = (rng.zipf(_ZIPF, count) - 1) % _SAME_TIME
        recent = self._ranked[(moment * _SAME_TIME + rank) % posts]
        anytime = self._popular[(rng.zipf(_ZIPF, count) - 1) % posts]
        return np.where(rng.random(count) < self.evergreen, anytime, recent)

    def _repeat(self, rows: Column, lot: Column, post: Column, actor: Column, kind: Column, via: Column) -> None:
        """Makes some of `rows` come by a share seen before, and others repeat an engagement."""
        shares = np.flatnonzero(self._seen["kind"] == records.SHARE)
        if not len(shares):
            return
        by_share, again = rows[lot[rows] < NETWORK + VIA], rows[lot[rows] >= NETWORK + VIA]
        chosen = shares[self.crowd.rng.integers(0, len(shares), len(by_share))]
        post[by_share], via[by_share] = self._seen["post"][chosen], self._seen["actor"][chosen]
        chosen = self.crowd.rng.integers(0, len(self._seen["post"]), len(again))
        for name, column in (("post", post), ("actor", actor), ("kind", kind)):
            column[again] = self._seen[name][chosen]

    def _remember(self, post: Column, actor: Column, kind: Column) -> None:
        news = {"post": post, "actor": actor, "kind": kind}
        self._seen = {name: np.concatenate((old, news[name]))[-_MEMORY:] for name, old in self._seen.items()}
