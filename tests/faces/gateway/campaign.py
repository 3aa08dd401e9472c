"""A campaign of the cast, and what is settled in it."""

from itertools import count

import numpy as np
from django.db import connections, transaction

from facevalue.campaigns import actions as campaigns
from facevalue.insight.actions import KIND, advance
from facevalue.kit import columns, db, facts
from facevalue.settlement.queries import Outcome
from facevalue.treasury import actions as treasury
from tests import cast
from tests.conftest import point_django_at
from tests.faces.gateway.world import World

FUNDED = 500_000
_positions = count(1)


def plan(world: World) -> int:
    """A campaign of Kopi Nusantara with money, in which nothing was published."""
    point_django_at(world.target)
    with transaction.atomic():
        treasury.accept_currency("USD", 840, tokens_per_cent=100)
        treasury.record_payment(cast.KOPI_NUSANTARA, FUNDED // 100, "USD", "invoice 1", cast.NOW)
        card = {campaigns.CreatorTier.NANO: campaigns.Prices(50, 80, 120)}
        made = campaigns.create(cast.KOPI_NUSANTARA, "Ramadan", campaigns.Plan(starts_at=0), card, [cast.SENYUM], cast.NOW)
        campaigns.fund(cast.KOPI_NUSANTARA, made.id, FUNDED, "invoice 1", cast.NOW)
    connections.close_all()
    return int(made.id)


def settle(world: World, campaign: int, *engagements: tuple[str, Outcome, int, int]) -> None:
    """Lets insight know of settled engagements by Ayu's fans: (kind, outcome, degree, price)."""
    kinds = {"like": 1, "comment": 2, "share": 3}
    rows = [(kinds[kind], int(outcome), degree, price) for kind, outcome, degree, price in engagements]
    kind, outcome, degree, price = (np.array(column) for column in zip(*rows, strict=True))
    position = np.array([next(_positions) for _ in rows])
    same = {"slot": 0, "post": world.posts[cast.AYU], "creator": cast.AYU, "campaign": campaign, "app": cast.SENYUM}
    same |= {"via": 0, "undo": 0, "fee": 0, "at": world.clock.now_ms}
    table = {
        "position": position,
        "actor": position + 1_000,
        "kind": kind,
        "outcome": outcome,
        "degree": degree,
        "price": price,
    }
    table |= {name: np.full(len(rows), value) for name, value in same.items()}
    widths = {"slot": "i2", "kind": "i1", "undo": "i1", "outcome": "i1", "degree": "i4"}
    packed = {name: column.astype(widths.get(name, "i8")) for name, column in table.items()}
    database = db.connect(world.target)
    with database.transaction():
        facts.append(database, KIND, columns.pack(packed), world.clock.now_ms)
    advance(world.store, database)
    database.close()
