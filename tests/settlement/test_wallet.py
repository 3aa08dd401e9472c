"""What a person has, as they read it."""

from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from facevalue.kit.db import Database, Row, connect
from facevalue.kit.sql import Query
from facevalue.settlement import queries
from facevalue.social import ingest
from tests.settlement.model import Post
from tests.settlement.world import HOUR_MS, NOON, World


@pytest.fixture
def world(engine: str, target: str, db: Database, tmp_path: Path) -> Iterator[World]:
    log = ingest.open_log(target if engine == "postgres" else str(tmp_path / "log.sqlite"))
    made = World(db, log)
    made.tier("Ayu", 2, held=False)
    made.publish("one", Post(creator="Ayu", prices={"like": 10, "comment": 30, "share": 50}, escrow=1_000))
    made.edge("Ayu", "Budi", "follow", on=True)
    made.engage("one", "share", "Budi")
    made.deliver(100)
    made.settle()
    yield made
    log.close()


@pytest.mark.parametrize("what", ["earned", "cleared"])
def test_a_wallet_is_of_one_moment(world: World, target: str, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """Whatever settlement does between two of its reads."""
    calls, rows = count(), Database.rows
    with closing(connect(target)) as reader:

        def meanwhile(db: Database, query: Query, **parameters: Any) -> list[Row]:
            if db is reader and next(calls) == 1:
                world.engage("one", "like", "Budi") if what == "earned" else world.clock(NOON + 3 * HOUR_MS)
                world.deliver(100)
                world.settle()
            return rows(db, query, **parameters)

        monkeypatch.setattr(Database, "rows", meanwhile)
        before = queries.wallet(reader, world.person("Ayu"))
        after = queries.wallet(reader, world.person("Ayu"))
    assert (before.pending, [each.tokens for each in before.clearing], before.held) == (50, [50], 0)
    waits = [60] if what == "earned" else []
    assert (after.pending, [each.tokens for each in after.clearing], after.held) == (sum(waits), waits, 0)
