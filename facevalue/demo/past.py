"""The days before the demo was made, told to the real log and settled, a few hours at a time."""

import time
from contextlib import closing

import numpy as np
from django.db import transaction

from facevalue.campaigns import actions as campaigns
from facevalue.campaigns import ingest, queries
from facevalue.demo.history import History
from facevalue.demo.script import HISTORY_DAYS, OFFERS
from facevalue.demo.world import Folder, PlannedPost, World
from facevalue.faces.worker.relay import deliver_to
from facevalue.kit import ids
from facevalue.kit.clock import DAY_MS, HOUR_MS, now_ms
from facevalue.kit.errors import FacevalueError
from facevalue.settlement.actions import Settler
from facevalue.social.ingest import Delivery, Records

_CHAPTER_MS = 12 * HOUR_MS
_POSTS_MAX = 1_000
_RECORDS_MAX = 100_000


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
        self._history = History(world)

    def tell(self) -> None:
        made_at = self._world.made_at
        chapters = range(made_at - HISTORY_DAYS * DAY_MS, made_at, _CHAPTER_MS)
        follows = self._history.follows(len(chapters))
        self._lease()
        for chapter, begin in enumerate(chapters):
            end = min(begin + _CHAPTER_MS, made_at)
            self._end_campaigns(begin)
            self._publish(begin, end)
            self._relay(begin)
            self._deliver(f"demo follows {chapter}", follows[chapter], begin)
            self._deliver(f"demo engagements {chapter}", self._history.engagements(begin, end), end)
            self._close(end)
            self._lease()

    def _lease(self) -> None:
        while self._settler.lease(now_ms()) < ids.SLOTS:
            time.sleep(0.2)

    def _settle(self, at_ms: int) -> None:
        self._settler.settle_all(_RECORDS_MAX, at_ms)

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
            self._history.publish(planned)

    def _columns(self, planned: list[PlannedPost]) -> ingest.Posts:
        return ingest.Posts(
            creator=np.array([self._world.people[post.creator] for post in planned]),
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

    def _deliver(self, key: str, parts: dict[int, Records], at_ms: int) -> None:
        """Each app reports its part."""
        for answer in self._log.append([Delivery(app, key, b"", part) for app, part in parts.items()], at_ms):
            if isinstance(answer, FacevalueError):
                raise answer
        self._settle(at_ms)
