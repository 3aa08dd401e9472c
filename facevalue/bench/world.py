"""A fresh data folder with a brand that has paid in and a live campaign: posts and edges at will, and one worker."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from facevalue.config import environment, schema
from facevalue.config.folder import Folder
from facevalue.faces.worker.relay import deliver_to
from facevalue.kit import columns as kit_columns
from facevalue.kit import ids, sql
from facevalue.kit.clock import now_ms
from facevalue.kit.columns import Column, Columns
from facevalue.kit.db import Database, Preempted, connect
from facevalue.kit.errors import FacevalueError, StorageUnavailable
from facevalue.settlement.actions import Settled, Settler
from facevalue.social import ingest as social
from facevalue.social.ingest import Delivery, Log, records

_POSTS_AT_ONCE = 20_000
_EDGES_AT_ONCE = 500_000
_TOKENS_PER_PAYMENT = 10**11
TOKENS_MAX = 1_000 * _TOKENS_PER_PAYMENT
_OWN_FILES = ("*.sqlite*", "*.duckdb", "outcomes.csv")
_SQL = sql.load("facevalue.bench")


class FolderNotEmpty(FacevalueError):
    """A measurement begins with a fresh folder and a fresh database."""

    code = "folder_not_empty"
    title = "The folder or database is not empty"


class TooManyTokens(FacevalueError):
    """More than one brand pays in for a measurement."""

    code = "too_many_tokens"
    title = "The posts need too many tokens"


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

    def settle(self, records_max: int = social.SEGMENT_RECORDS_MAX) -> Columns:
        """Settles what waits; outcome, degree and price of the engagements in log order."""
        said = [{name: np.zeros(0, np.int64) for name in ("outcome", "degree", "price")}]
        self.settler.lease(now_ms())
        while (step := self.settler.step(records_max, now_ms())) is not None:
            if step.decision is not None:
                decision = step.decision
                said.append({"outcome": decision.outcome, "degree": decision.degree, "price": decision.tokens})
        return kit_columns.concatenate(said)

    def step(self, records_max: int) -> Settled:
        """Settles the next batch, of which there is one."""
        self.settler.lease(now_ms())
        while True:
            try:
                step = self.settler.step(records_max, now_ms())
            except Preempted:
                continue  # a checkpoint had its turn
            assert step is not None
            return step

    def close(self) -> None:
        """Closes the databases."""
        self.settler.leave()
        self.log.close()
        self.db.close()


def create(path: Path, database_url: str, prices: tuple[int, int, int], tokens: int, cap_actor: int = 0) -> World:
    """Makes the folder's databases and funds a campaign with `tokens`, at `prices` for (like, comment, share).

    Raises FolderNotEmpty, TooManyTokens, or StorageUnavailable if the folder cannot be made or the server not be reached.
    """
    if tokens > TOKENS_MAX:
        raise TooManyTokens(f"The posts would need {tokens:,} tokens together; a measurement can have {TOKENS_MAX:,}")
    folder = Folder(path.absolute(), database_url)
    _require_fresh(folder)
    environment.choose(folder.path, database_url)
    environment.use_django_settings()
    schema.prepare(folder.state)
    db, log = folder.open_state(), folder.open_log()
    campaign, app = _campaign(prices, tokens, cap_actor)
    return World(folder, db, log, Settler(db, log, worker=ids.make()), campaign, app)


def _require_fresh(folder: Folder) -> None:
    try:
        folder.path.mkdir(parents=True, exist_ok=True)
        found = next((path for pattern in _OWN_FILES for path in folder.path.glob(pattern)), None)
    except OSError as error:
        raise StorageUnavailable(f"{folder.path} cannot be made: {error.strerror}") from error
    if found is not None:
        raise FolderNotEmpty(f"{folder.path} is not fresh: {found.name} is there already")
    if folder.database_url:
        db = connect(folder.database_url)
        tables = db.row(_SQL.tables)
        db.close()
        if tables is not None and tables[0]:
            raise FolderNotEmpty("The database is not empty: it has tables already")


def _campaign(prices: tuple[int, int, int], tokens: int, cap_actor: int) -> tuple[int, int]:
    """Everything that a brand does before the first post."""
    from django.db import transaction

    from facevalue.campaigns import actions as campaigns
    from facevalue.campaigns.actions import CreatorTier, Plan, Prices
    from facevalue.identity import actions as identity
    from facevalue.treasury import actions as treasury

    at_ms = now_ms()
    with transaction.atomic():
        operator = identity.create_organisation(identity.OrganisationKind.APP_OPERATOR, "App operator", at_ms)
        brand = identity.create_organisation(identity.OrganisationKind.BRAND, "Brand", at_ms)
        app = identity.create_app(operator.id, "App", "app.localhost", at_ms)
        treasury.accept_currency("USD", 840, tokens_per_cent=100)
        card = {CreatorTier.NANO: Prices(*prices)}
        campaign = campaigns.create(brand.id, "Measurement", Plan(starts_at=0, cap_actor=cap_actor), card, [app.id], at_ms)
        for start in range(0, tokens, _TOKENS_PER_PAYMENT):
            part, key = min(tokens - start, _TOKENS_PER_PAYMENT), f"measurement {start}"
            treasury.record_payment(brand.id, -(-part // 100), "USD", key, at_ms)
            campaigns.fund(brand.id, campaign.id, part, key, at_ms)
        campaigns.go_live(brand.id, campaign.id)
    return campaign.id, app.id
