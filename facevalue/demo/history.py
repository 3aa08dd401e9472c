"""What people did before the demo was made: whom they followed since when, and their engagements, as records for the log."""

from math import pi, sin
from random import Random

import numpy as np

from facevalue.demo import crowd
from facevalue.demo.crowd import Crowd, Post
from facevalue.demo.world import PlannedPost, World, home_apps
from facevalue.kit.clock import DAY_MS, HOUR_MS
from facevalue.kit.columns import Columns
from facevalue.social.ingest import Records, records

# So many follow each other before the first post; the others find each other in the days that follow.
_EARLY_FOLLOWS_SHARE = 0.88
_TIME_ZONE_MS = 7 * HOUR_MS


class History:
    """The past of a world, to be asked for in order: each question builds on the answers before."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rng = Random(f"past {world.seed}")
        self._crowd = Crowd(world.followers, self._rng)
        self._ids = np.array(world.people)
        self._posts: list[Post] = []

    def publish(self, planned: PlannedPost) -> None:
        """From now on people engage with this post."""
        volume = crowd.volume(len(self._world.followers[planned.creator]), self._rng)
        self._posts.append(Post(planned.id, planned.creator, planned.app, planned.published_at, volume))

    def follows(self, chapters: int) -> list[dict[int, Records]]:
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
        return [_by_app({name: column[since == chapter] for name, column in table.items()}) for chapter in range(chapters)]

    def engagements(self, begin: int, end: int) -> dict[int, Records]:
        """What people do with all posts in these hours, in order of time."""
        times = [(at_ms, post) for post in self._posts for at_ms in self._times(post, begin, end)]
        times.sort(key=lambda pair: pair[0])
        acts = [self._crowd.act(post) for _, post in times]
        via = np.array([act.via for act in acts], np.int64)
        table = {
            "op": np.array([act.kind + records.UNDO * act.undo for act in acts], np.int64),
            "subject": np.array([act.post for act in acts], np.int64),
            "actor": self._ids[np.array([act.actor for act in acts], np.int64)],
            "via": np.where(via == crowd.NOBODY, 0, self._ids[via]),
            "at": np.array([at_ms for at_ms, _ in times], np.int64),
            "app": np.array([post.app for _, post in times], np.int64),
        }
        return _by_app(table)

    def _times(self, post: Post, begin: int, end: int) -> list[int]:
        since = max(begin, post.published_at + 1_000)
        if since >= end:
            return []
        share = crowd.share_until(end - post.published_at) - crowd.share_until(since - post.published_at)
        count = int(post.volume * share * _tide(since) + self._rng.random())
        return [self._rng.randrange(since, end) for _ in range(count)]


def _by_app(table: Columns) -> dict[int, Records]:
    """What each app reports."""
    parts = {app: table["app"] == app for app in np.unique(table["app"]).tolist()}
    return {app: records.make(**{name: column[rows] for name, column in table.items()}) for app, rows in parts.items()}


def _tide(at_ms: int) -> float:
    """How lively it is at this time of the day where most people live: most in the evening, hardly in the night."""
    return 1 + 0.6 * sin(2 * pi * ((at_ms + _TIME_ZONE_MS) % DAY_MS / DAY_MS - 14 / 24))
