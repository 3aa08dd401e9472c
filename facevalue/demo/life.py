"""What goes on in the demo world: likes, comments and shares as its apps would report them, and now and then a new post."""

import time
from collections.abc import Callable
from math import ceil, pi, sin
from random import Random
from typing import Any

import httpx

from facevalue.demo.crowd import NOBODY, Act, Crowd, Post
from facevalue.demo.market import Market
from facevalue.demo.reporter import Reporter
from facevalue.demo.script import OFFERS
from facevalue.demo.world import World
from facevalue.kit.clock import now_ms
from facevalue.social.ingest import records

TICK_S = 0.25
_STALL_S_MAX = 2.0
# Fresh posts are kept in stock for so many engagements for each person; what is published needs a moment to be settled.
_STOCK_PER_PERSON = 1.5
_VOLUME_TYPICAL = 400
_POSTS_PER_TICK_MAX = 4
_POSTS_KEPT_MAX = 160
_SETTLES_MS = 2_000
_DAY_S = 240.0
_WORDS = {code: word for word, code in records.KINDS.items()}


class Life:
    """The world, a quarter of a second at a time. `clock_s` gives seconds and never goes back."""

    def __init__(
        self,
        world: World,
        client: httpx.Client,
        pace: float,
        rng: Random,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._world, self._pace, self._rng, self._clock_s = world, pace, rng, clock_s
        self._crowd = Crowd(world.followers, rng)
        self._market = Market(world, rng)
        self._reporter = Reporter(client, world.apps)
        self._busy = [place for place, offer in enumerate(OFFERS) if offer.busy]
        self._posts = {place: self._market.known(place, now_ms()) for place in self._busy}
        self._began_s = self._turned_s = clock_s()
        self._owed = 0.0

    def close(self) -> None:
        """Leaves nothing running."""
        self._market.close()

    def turn(self) -> float:
        """Reports what has happened since the last turn; returns the seconds until the next."""
        at_s = self._clock_s()
        passed_s, self._turned_s = min(at_s - self._turned_s, _STALL_S_MAX), at_s
        wait_s = self._reporter.send()
        if wait_s:
            return wait_s
        self._owed += self._pace * tide(at_s - self._began_s) * passed_s
        count, self._owed = int(self._owed), self._owed % 1
        self._restock()
        self._report(count)
        return self._reporter.send() or TICK_S

    def _report(self, count: int) -> None:
        at_ms = now_ms()
        lines: dict[int, list[dict[str, Any]]] = {}
        chosen = self._rng.choices(self._busy, [OFFERS[place].busy for place in self._busy], k=count)
        for place in self._busy:
            settled = [post for post in self._posts[place] if post.published_at < at_ms - _SETTLES_MS]
            if settled:
                weights = [post.appeal for post in settled]
                for post in self._rng.choices(settled, weights, k=chosen.count(place)):
                    lines.setdefault(post.app, []).append(self._line(self._crowd.act(post), at_ms))
        for app, each in lines.items():
            self._reporter.add(app, each)

    def _line(self, act: Act, at_ms: int) -> dict[str, Any]:
        people = self._world.people
        line = {"post": str(act.post), "kind": _WORDS[act.kind], "actor": str(people[act.actor]), "at": at_ms}
        if act.via != NOBODY:
            line["via"] = str(people[act.via])
        if act.undo:
            line["undo"] = True
        return line

    def _restock(self) -> None:
        """New posts where people have seen nearly everything."""
        for place, posts in self._posts.items():
            wanted = OFFERS[place].busy * _STOCK_PER_PERSON * len(self._world.people)
            missing = wanted - sum(max(0.0, post.volume - post.seen) for post in posts)
            for _ in range(min(_POSTS_PER_TICK_MAX, ceil(missing / _VOLUME_TYPICAL))):
                post = self._market.publish(place, now_ms())
                if post:
                    posts.append(post)
            self._forget(posts)

    def _forget(self, posts: list[Post]) -> None:
        """Some of what everybody has seen; the rest stays, and now and then somebody finds it late."""
        seen = [post for post in posts if post.seen >= post.volume]
        for post in self._rng.sample(seen, min(len(seen), max(0, len(posts) - _POSTS_KEPT_MAX))):
            posts.remove(post)


def tide(passed_s: float) -> float:
    """How lively it is: a day of the demo takes four minutes, and there are smaller waves; 1 on average."""
    return 1 + 0.35 * sin(2 * pi * passed_s / _DAY_S) + 0.2 * sin(2 * pi * passed_s / 31)
