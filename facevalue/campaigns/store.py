"""Campaigns' tables in named SQL, for code with and without Django."""

from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np

from facevalue.campaigns.errors import NotFound
from facevalue.campaigns.rules import CreatorTier, Plan, Prices, RateCard, Status
from facevalue.kit import sql
from facevalue.kit.columns import Column, Columns
from facevalue.kit.db import Database

SQL = sql.load("facevalue.campaigns")
# A row of the outbox becomes one delivery: large enough to make bulk publishing cheap, small enough to hold in memory.
DETAILS_PER_ROW_MAX = 500


@dataclass(frozen=True, slots=True)
class Standing:
    """A campaign while whoever reads it holds its lock: nobody else publishes, funds or changes its rates."""

    campaign: int
    status: Status
    account: int
    plan: Plan


def lock(db: Database, campaign: int) -> Standing:
    """Raises NotFound."""
    row = db.row(SQL.lock_plan, campaign=campaign)
    if row is None:
        raise NotFound("There is no such campaign")
    return Standing(campaign, Status(row[0]), row[1], Plan(*row[2:]))


def rate_card(db: Database, campaign: int) -> RateCard:
    """The prices of each tier that has any."""
    found: dict[CreatorTier, list[int]] = {}
    for tier, kind, price in db.rows(SQL.rates, campaign=campaign):
        found.setdefault(CreatorTier(tier), [0, 0, 0])[kind - 1] = price
    return {tier: Prices(*prices) for tier, prices in found.items()}


def allowed_apps(db: Database, campaign: int) -> set[int]:
    """The ids of the apps."""
    return {app for (app,) in db.rows(SQL.allowed_apps, campaign=campaign)}


def stage_posts(db: Database, posts: Column, tokens: Column | None = None) -> None:
    """Stages posts for a statement about them, each with some tokens or none."""
    amounts = np.zeros(len(posts), np.int64) if tokens is None else tokens
    db.stage(SQL.stage_posts_changed, {"post": posts, "tokens": amounts})


def known_posts(db: Database, posts: Column) -> Columns:
    """Those of the posts that were published here, as columns of `posts_by_id`, in the order of `posts`."""
    stage_posts(db, posts)
    return db.columns(SQL.posts_by_id)


def announce(db: Database, op: str, details: list[dict[str, Any]], now_ms: int) -> None:
    """Leaves word for the log, in the order of `details`."""
    for start in range(0, len(details), DETAILS_PER_ROW_MAX):
        body = msgspec.json.encode(details[start : start + DETAILS_PER_ROW_MAX]).decode()
        db.run(SQL.announce, op=op, details=body, at_ms=now_ms)
