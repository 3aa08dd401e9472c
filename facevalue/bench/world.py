"""A fresh data folder with a brand that has paid in and a live campaign: posts and edges at will, and one worker."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from facevalue.bench.fresh import require_fresh
from facevalue.config import environment, schema
from facevalue.config.folder import Folder
from facevalue.faces.worker.relay import deliver_to
from facevalue.kit import ids
from facevalue.kit.clock import now_ms
from facevalue.kit.columns import Column, Columns, concatenate
from facevalue.kit.db import Database
from facevalue.settlement.actions import Settler
from facevalue.social.ingest import SEGMENT_RECORDS_MAX, Delivery, Log, records

_POSTS_AT_ONCE = 20_000
_EDGES_AT_ONCE = 500_000


@dataclass(slots=True)
class World:
    """One worker that holds every slot, one campaign whose creators are all of one tier."""

    folder: Folder
    db: Database
    log: Log
    settler: Settler
    campaign: int
    app: int

    def publish(self, creators: Column, escrow_tokens: int, at_ms: int) -> Column:
        """A post for each element of `creators`, out in this order; their ids."""
        from facevalue.campaigns import ingest as campaigns

        made = []
        for start in range(0, len(creators), _POSTS_AT_ONCE):
            part = creators[start : start + _POSTS_AT_ONCE]
            same = {"app": self.app, "tier": campaigns.CreatorTier.NANO, "escrow_tokens": escrow_tokens, "published_at": at_ms}
            posts = campaigns.Posts(creator=part, **{name: np.full(len(part), value) for name, value in same.items()})
            with self.db.transaction():
                made.append(campaigns.publish(self.db, self.campaign, posts, now_ms()))
            while campaigns.relay(self.db, deliver_to(self.log), now_ms(), rows_max=100):
                pass
            self.settle()
        return np.concatenate(made) if made else np.zeros(0, np.int64)

    def follow(self, followers: Column, followees: Column) -> None:
        """Edges by the log, as apps report them."""
        for start in range(0, len(followers), _EDGES_AT_ONCE):
            part = slice(start, start + _EDGES_AT_ONCE)
            count = len(followers[part])
            made = records.make(op=np.full(count, records.FOLLOW), subject=followees[part], actor=followers[part])
            self.log.append([Delivery(self.app, f"edges from {start}", b"", made)], now_ms())
            self.settle()

    def settle(self, records_max: int = SEGMENT_RECORDS_MAX) -> Columns:
        """Settles what waits; outcome, degree and price of the engagements in log order."""
        said = [{name: np.zeros(0, np.int64) for name in ("outcome", "degree", "price")}]
        while (step := self.settler.step(records_max, now_ms())) is not None:
            if step.decision is not None:
                decision = step.decision
                said.append({"outcome": decision.outcome, "degree": decision.degree, "price": decision.tokens})
        return concatenate(said)

    def close(self) -> None:
        """Closes the databases."""
        self.settler.leave()
        self.log.close()
        self.db.close()


def create(path: Path, database_url: str, prices: tuple[int, int, int], tokens: int, cap_actor: int = 0) -> World:
    """Makes the folder's databases and funds a campaign with `tokens`, at `prices` for (like, comment, share).

    Raises FolderNotEmpty, TooManyTokens, or StorageUnavailable if the folder cannot be made or the server not be reached.
    """
    folder = Folder(path.absolute(), database_url)
    require_fresh(folder, tokens)
    environment.choose(folder.path, database_url)
    environment.use_django_settings()
    schema.prepare(folder.state)
    from facevalue.bench import brand  # its models want Django to be ready

    db, log = folder.open_state(), folder.open_log()
    campaign, app = brand.begin(prices, tokens, cap_actor)
    settler = Settler(db, log, worker=ids.make())
    settler.lease(now_ms())  # for good: nobody else is there to take the slots over
    return World(folder, db, log, settler, campaign, app)
