"""A state and a log with posts and edges as settlement leaves them, for what people do in our own apps."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from facevalue.kit import ids
from facevalue.kit.columns import Columns
from facevalue.kit.db import Database
from facevalue.social import actions, ingest
from facevalue.social.actions import Content
from facevalue.social.ingest import Log, records
from tests import cast

AT = cast.NOW
CAMPAIGN = 77


@dataclass
class Town:
    """`clock` gives each post a time of its own."""

    db: Database
    log: Log
    clock: int = AT
    posts: dict[str, int] = field(default_factory=dict)

    def post(self, name: str, creator: int, app: int = cast.SENYUM, *, met: bool = True, caption: str = "Kopi pagi") -> int:
        """A post that is seen, and that settlement has met unless it says otherwise."""
        self.clock += 1_000
        post = self.posts[name] = ids.make(ids.slot_of(creator))
        content = Content(post, creator, app, CAMPAIGN, post + 1, self.clock, caption, f"{name}, with a cup")
        with self.db.transaction():
            actions.write_content(self.db, content)
            if met:
                ingest.publish(self.db, [_detail(post, creator, app, self.clock)], np.array([self.clock], np.int64))
        return post

    def settle_edges(self, *changes: tuple[int, int, int]) -> None:
        """(op, creator, person), one after another, as settlement applies them."""
        op, creator, person = (np.array(column, np.int64) for column in zip(*changes, strict=True))
        self.clock += 1
        position = np.arange(len(op)) + self.clock
        table = {"op": op, "slot": ids.slot_of(creator), "creator": creator, "person": person, "position": position}
        staged = ingest.stage_edges(self.db, table)
        assert staged
        with self.db.transaction():
            ingest.apply_edges(self.db)

    def settle_block(self, creator: int, person: int) -> None:
        """Creator 0: the network."""
        slots = range(ids.SLOTS) if not creator else (ids.slot_of(creator),)
        with self.db.transaction():
            for slot in slots:
                ingest.block(self.db, slot, creator, person, self.clock)

    def told(self) -> list[tuple[int, int, int, int]]:
        """(op, subject, actor, via) of everything in the log, in order."""
        tables: list[Columns] = [segment.columns for segment in self.log.read(0, 1 << 20)]
        names = ("op", "subject", "actor", "via")
        return [row for table in tables for row in zip(*(table[name].tolist() for name in names), strict=True)]


def _detail(post: int, creator: int, app: int, at_ms: int) -> dict[str, Any]:
    names = ("escrow_account", "purse_account", "pending_account", "fee_account", "cap_post", "cap_actor", "fee_bps")
    detail = {"post": post, "creator": creator, "campaign": CAMPAIGN, "series": post, "app": app, "published_at": at_ms}
    return detail | dict.fromkeys(names, 0) | {"closes_at": 0, "escrow_tokens": 0, "prices": [10, 20, 50]}


FOLLOW, UNFOLLOW = records.FOLLOW, records.UNFOLLOW
