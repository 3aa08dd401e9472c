"""Made-up settled engagements, and their figures counted one by one in plain Python."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from hypothesis import strategies as some

from facevalue.insight.actions import KIND
from facevalue.insight.queries import Figures
from facevalue.kit import columns, facts, sql
from facevalue.kit.clock import HOUR_MS
from facevalue.kit.db import Database, connect
from facevalue.settlement.queries import Outcome
from tests import cast

RAMADAN, SONGKRAN = 71, 72  # campaigns of Kopi Nusantara and Siam Glow


class Engagement(NamedTuple):
    """One row of a fact, with what the figures depend on."""

    campaign: int = RAMADAN
    creator: int = cast.AYU
    app: int = cast.SENYUM
    kind: int = 1
    outcome: Outcome = Outcome.PAID
    degree: int = 1
    price: int = 50
    fee: int = 0
    at: int = cast.NOW


Told = tuple[int, list[Engagement]]  # a fact: when it was settled, and its rows

engagements = some.builds(
    Engagement,
    campaign=some.sampled_from([0, RAMADAN, SONGKRAN]),
    creator=some.sampled_from([cast.AYU, cast.LINH, cast.AMARA, cast.MALI, 2**62]),
    app=some.sampled_from([cast.SENYUM, cast.SABAI]),
    kind=some.integers(1, 3),
    outcome=some.sampled_from(Outcome),
    degree=some.sampled_from([0, 1, 2, 3, 70_000]),
    price=some.sampled_from([0, 50, 2_000_000, -50]),
    fee=some.sampled_from([0, 5, -5]),
    at=some.integers(0, 2).map(lambda hours: cast.NOW + hours * HOUR_MS + 7),
)
tellings = some.lists(some.tuples(some.integers(0, 90_000).map(lambda ms: cast.NOW + ms), some.lists(engagements, max_size=12)))


def source(target: str) -> Database:
    """A database that has facts and nothing else."""
    db = connect(target)
    db.script(sql.schema("facevalue.kit", db.engine))
    return db


def tell(db: Database, told: Iterable[Told]) -> None:
    """Writes facts, each in a transaction of its own, as settlement does."""
    for settled_ms, rows in told:
        with db.transaction():
            facts.append(db, KIND, _body(rows), settled_ms)


def _body(rows: Sequence[Engagement]) -> bytes:
    given = np.array([tuple(row) for row in rows], np.int64).reshape(-1, len(Engagement._fields))
    table = dict(zip(Engagement._fields, given.T, strict=True))
    table |= dict.fromkeys(("position", "slot", "post", "actor", "via"), np.arange(len(rows)))
    table["undo"] = (table["outcome"] >= Outcome.UNDONE).astype(np.int64)
    widths = {"slot": "i2", "kind": "i1", "undo": "i1", "outcome": "i1", "degree": "i4"}
    return columns.pack({name: column.astype(widths.get(name, "i8")) for name, column in table.items()})


def count(told: Iterable[Told], campaign: int, where: Callable[[Engagement], bool] = lambda row: True) -> Figures:
    """The figures of a campaign's engagements that pass a test."""
    rows = [row for _, fact in told for row in fact if row.campaign == campaign and where(row)]
    bought = [row for row in rows if row.outcome in (Outcome.HELD, Outcome.PAID)]
    undone = [row for row in rows if row.outcome is Outcome.UNDONE]
    voided = [row for row in rows if row.outcome is Outcome.VOIDED and row.price < 0]
    return Figures(
        engagements=len(rows),
        paid=sum(row.price > 0 for row in bought) - sum(row.price < 0 for row in undone) - len(voided),
        free=sum(row.outcome.counted for row in rows) - len(bought) + len(voided),
        unrefunded=sum(row.price == 0 for row in undone) - sum(row.price == 0 for row in bought),
        tokens=sum(row.price for row in rows),
        fee_tokens=sum(row.fee for row in rows),
    )
