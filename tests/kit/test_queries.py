"""Every named statement of every room can be prepared on both engines, and every staging table can be filled."""

import re
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

import facevalue
from facevalue.kit import sql
from facevalue.kit.db import Database
from facevalue.kit.sql import Query, Stage

PACKAGE = Path(facevalue.__file__).parent
ROOMS = sorted(".".join(("facevalue", *path.parent.relative_to(PACKAGE).parts)) for path in PACKAGE.rglob("sql"))


def explain(db: Database, query: Query) -> None:
    """Has the engine plan a statement, every parameter being NULL."""
    text = query.sqlite if db.engine == "sqlite" else query.postgres
    if db.engine == "sqlite":
        names = re.findall(r"(?<![:\w]):([a-z_]\w*)", re.sub(r"'[^']*'", "", text))
        cast(Any, db.raw).execute(f"EXPLAIN {text}", dict.fromkeys(names))
    else:
        names = re.findall(r"%\((\w+)\)s", text)
        cast(Any, db.raw).execute(f"EXPLAIN {text}", dict.fromkeys(names))


@pytest.mark.parametrize("room", ROOMS)
def test_every_statement_can_be_prepared(db: Database, room: str) -> None:
    statements = sql.load(room)
    if room == "facevalue.social":
        db.script(sql.schema(room, f"log_{db.engine}"))
    stages = [entry for entry in statements.entries.values() if isinstance(entry, Stage)]
    for stage in stages:
        db.stage(stage, {name: np.zeros(0, np.int64) for name in stage.widths})
    prepared = 0
    for query in statements.entries.values():
        if isinstance(query, Query) and (query.sqlite if db.engine == "sqlite" else query.postgres):
            mentioned = [stage for stage in stages if re.search(rf"\b{stage.name}\b", query.sqlite + query.postgres)]
            for stage in mentioned:
                db.stage(stage, {name: np.zeros(0, np.int64) for name in stage.widths})
            explain(db, query)
            prepared += 1
    assert prepared or all(isinstance(entry, Stage) or entry.duckdb or entry.postgres for entry in statements.entries.values())


def test_rooms_are_found() -> None:
    assert {"facevalue.kit", "facevalue.ledger", "facevalue.social", "facevalue.settlement"} <= set(ROOMS)
