"""The days before the demo was made, told to the real log and settled, a few hours at a time."""

import time
from contextlib import closing
from math import pi, sin
from random import Random

import numpy as np
from django.db import transaction

from facevalue.campaigns import actions as campaigns
from facevalue.campaigns import ingest, queries
from facevalue.demo import crowd
from facevalue.demo.crowd import Crowd, Post
from facevalue.demo.script import HISTORY_DAYS, OFFERS
from facevalue.demo.world import Folder, PlannedPost, World, home_apps
from facevalue.faces.worker.relay import deliver_to
from facevalue.kit import ids
from facevalue.kit.clock import DAY_MS, HOUR_MS, now_ms
from facevalue.kit.columns import Column
from facevalue.kit.errors import FacevalueError
from facevalue.settlement.actions import Settler
from facevalue.social.ingest import Delivery, records

_CHAPTER_MS = 12 * HOUR_MS
_POSTS_MAX = 1_000
_RECORDS_MAX = 100_000
# So many follow each other before the first post; the others find each other in the days that follow.
_EARLY_FOLLOWS_SHARE = 0.88
_TIME_ZONE_MS = 7 * HOUR_MS


def tell(folder: Folder, world: World) -> None:
    """Tells the world's past from its begin. What was told before changes nothing, so that it may be interrupted.

    No worker may be settling in the meantime; leases of one that died are waited for.
    """
    with closing(folder.open_state()) as db, closing(folder.open_log()) as log:
        settler = Settler(db, log, ids.make())
        try:
            _Past(world, settler).tell()
        finally:
            settler.leave()


class _Past:
    def __init__(self, world: World, settler: Settler) -> None:
        self._world = world
        self._settler, self._db, self._log = settler, settler.db, settler.log
        self._rng = Random(f"past {world.seed}")
        self._crowd = Crowd(world.followers, self._rng)
        self._ids = np.array(world.people)
        self._posts: list[Post] = []

    def tell(self) -> None:
        made_at = self._world.made_at
        chapters = range(made_at - HISTORY_DAYS * DAY_MS, made_at, _CHAPTER_MS)
        follows = self._follows(len(chapters))
        self._lease()
        for chapter, begin in enumerate(chapters):
            end = min(begin + _CHAPTER_MS, made_at)
            self._end_campaigns(begin)
            self._publish(begin, end)
            self._relay(begin)
            self._deliver(f"demo follows {chapter}", follows[chapter], begin)
            self._deliver(f"demo engagements {chapter}", self._engagements(begin, end), end)
            self._close(end)
            self._lease()

    def _lease(self) -> None:
        while self._settler.lease(now_ms()) < ids.SLOTS:
            time.sleep(0.2)

    def _settle(self, at_ms: int) -> None:
        while self._settler.step(_RECORDS_MAX, at_ms) is not None:
            pass

    def _end_campaigns(self, at_ms: int) -> None:
        for offer, brand, campaign in zip(OFFERS, self._world.brands, self._world.campaigns, strict=True):
            ends_at = offer.plan(self._world.made_at).ends_at
            with transaction.atomic():
                if 0 < ends_at <= at_ms and queries.campaign(brand, campaign).status != queries.Status.ENDED:
                    campaigns.end(brand, campaign)

    def _publish(self, begin: int, end: int) -> None:
        """The posts of these hours, each campaign's at once."""
        new = [post for post in self._world.posts if begin <= post.published_at < end]
        for offer, campaign in enumerate(self._world.campaigns):
            batch = [post for post in new if post.offer == offer]
            if batch:
                with self._db.transaction():
                    ingest.publish(self._db, campaign, self._columns(batch), begin, np.array([post.id for post in batch]))
        for planned in new:
            volume = crowd.volume(len(self._world.followers[planned.creator]), self._rng)
            self._posts.append(Post(planned.id, planned.creator, planned.app, planned.published_at, volume))

    def _columns(self, planned: list[PlannedPost]) -> ingest.Posts:
        return ingest.Posts(
            creator=self._ids[[post.creator for post in planned]],
            **{
                name: np.array([getattr(post, name) for post in planned])
                for name in ("app", "tier", "escrow_tokens", "published_at")
            },
        )

    def _relay(self, at_ms: int) -> None:
        while ingest.relay(self._db, deliver_to(self._log), at_ms, rows_max=100):
            pass
        self._settle(at_ms)

    def _close(self, at_ms: int) -> None:
        """Posts that stopped earning close, and what is left of their escrows goes back."""
        with self._db.transaction():
            ingest.close_due(self._db, at_ms, _POSTS_MAX)
        self._relay(at_ms)
        with self._db.transaction():
            ingest.collect_closed(self._db, at_ms, _POSTS_MAX)

    def _follows(self, chapters: int) -> "list[dict[str, Column]]":
        """Who follows whom from which chapter on."""
        follows = self._world.follows
        rng = np.random.default_rng(self._world.seed)
        late = rng.random(len(follows.follower)) > _EARLY_FOLLOWS_SHARE
        since = np.where(late, rng.integers(0, chapters, len(late)), 0)
        table = {
            "op": np.where(follows.friend, records.FRIEND, records.FOLLOW),
            "subject": self._ids[follows.followee],
            "actor": self._ids[follows.follower],
            "app": home_apps(self._world)[follows.follower],
        }
        return [{name: column[since == chapter] for name, column in table.items()} for chapter in range(chapters)]

    def _engagements(self, begin: int, end: int) -> "dict[str, Column]":
        """What people do with all posts in these hours, in order of time."""
        times = [(at_ms, post) for post in self._posts for at_ms in self._times(post, begin, end)]
        times.sort(key=lambda pair: pair[0])
        acts = [self._crowd.act(post) for _, post in times]
        via = np.array([act.via for act in acts], np.int64)
        return {
            "op": np.array([act.kind + records.UNDO * act.undo for act in acts], np.int64),
            "subject": np.array([act.post for act in acts], np.int64),
            "actor": self._ids[np.array([act.actor for act in acts], np.int64)],
            "via": np.where(via == crowd.NOBODY, 0, self._ids[via]),
            "at": np.array([at_ms for at_ms, _ in times], np.int64),
            "app": np.array([post.app for _, post in times], np.int64),
        }

    def _times(self, post: Post, begin: int, end: int) -> list[int]:
        since = max(begin, post.published_at + 1_000)
        if since >= end:
            return []
        share = crowd.share_until(end - post.published_at) - crowd.share_until(since - post.published_at)
        count = int(post.volume * share * _tide(since) + self._rng.random())
        return [self._rng.randrange(since, end) for _ in range(count)]

    def _deliver(self, key: str, table: "dict[str, Column]", at_ms: int) -> None:
        """Each app reports its part."""
        parts = {app: table["app"] == app for app in np.unique(table["app"]).tolist()}
        deliveries = [
            Delivery(app, key, b"", records.make(**{name: column[rows] for name, column in table.items()}))
            for app, rows in parts.items()
        ]
        for answer in self._log.append(deliveries, at_ms):
            if isinstance(answer, FacevalueError):
                raise answer
        self._settle(at_ms)


def _tide(at_ms: int) -> float:
    """How lively it is at this time of the day where most people live: most in the evening, hardly in the night."""
    return 1 + 0.6 * sin(2 * pi * ((at_ms + _TIME_ZONE_MS) % DAY_MS / DAY_MS - 14 / 24))
