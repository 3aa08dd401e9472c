"""Columns go into a staging table and come back as they were, on both engines and by both ways in."""

import sqlite3

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facevalue.kit import sqlite_image
from facevalue.kit.columns import Columns, pack, unpack
from facevalue.kit.db import Database
from facevalue.kit.sql import Query, Stage

STAGE = Stage("stage_probe", {"slot": 2, "person": 8, "kind": 1, "amount": 4})
READ = Query("read", "", *["SELECT n, slot, person, kind, amount FROM stage_probe ORDER BY n"] * 3)


def columns(count: int) -> Columns:
    rng = np.random.default_rng(count)
    return {
        name: rng.integers(-(1 << (8 * width - 1)), (1 << (8 * width - 1)) - 1, count) for name, width in STAGE.widths.items()
    }


@pytest.mark.parametrize("count", [0, 1, 7, 3000, 5000])
def test_columns_come_back(db: Database, count: int) -> None:
    for rows in (columns(count + 3), columns(count)):
        db.stage(STAGE, rows)
        back = db.columns(READ)
        assert (back.pop("n") == np.arange(len(rows["slot"]))).all()
        assert all((back[name] == rows[name]).all() for name in STAGE.widths)


def test_inside_and_outside_of_transactions(db: Database) -> None:
    for count in (3, 2):
        with db.transaction():
            db.stage(STAGE, columns(count))
            assert len(db.rows(READ)) == count
        db.stage(STAGE, columns(count + 5))
        assert len(db.rows(READ)) == count + 5


def stage_in_vain(db: Database, count: int) -> None:
    with db.transaction():
        db.stage(STAGE, columns(count))
        raise ZeroDivisionError


def test_after_a_rollback(db: Database) -> None:
    for count in (4, 5):
        with pytest.raises(ZeroDivisionError):
            stage_in_vain(db, count)
        with db.transaction():
            db.stage(STAGE, columns(count + 1))
            assert len(db.rows(READ)) == count + 1
        with pytest.raises(ZeroDivisionError):
            stage_in_vain(db, count)
        db.stage(STAGE, columns(count + 2))
        assert len(db.rows(READ)) == count + 2


def test_more_tables_than_sqlite_attaches_at_once(db: Database) -> None:
    stages = [Stage(f"stage_{number}", {"amount": 8}) for number in range(14)]
    for _ in range(2):
        for number, stage in enumerate(stages):
            db.stage(stage, {"amount": np.full(3, number)})
        for number, stage in list(enumerate(stages))[-10:]:
            total = Query("total", "", *[f"SELECT CAST(SUM(amount) AS bigint) FROM {stage.name}"] * 3)
            assert db.row(total) == (3 * number,)


def test_each_filling_has_its_number(db: Database) -> None:
    assert db.filling(STAGE) == 0
    first, second = (db.stage(STAGE, columns(1)) for _ in range(2))
    assert first != second == db.filling(STAGE)


def test_it_is_known_whether_a_transaction_is_open(db: Database) -> None:
    assert not db.in_transaction
    with db.transaction():
        assert db.in_transaction


def test_a_null_among_the_columns(db: Database) -> None:
    null = Query("null", "", *["SELECT CAST(1 AS bigint) AS a, CAST(NULL AS bigint) AS b"] * 3)
    with pytest.raises(ValueError, match="a NULL among the columns"):
        db.columns(null)


def test_a_wide_table(db: Database) -> None:
    wide = Stage("stage_wide", {f"c{place}": 8 for place in range(40)})
    db.stage(wide, {name: np.arange(3000) + int(name[1:]) for name in wide.widths})
    total = db.row(Query("total", "", *["SELECT sum(c0), sum(c39), count(*) FROM stage_wide"] * 3))
    assert total is not None
    assert [int(number) for number in total] == [4_498_500, 4_498_500 + 39 * 3000, 3000]


def test_wrong_columns_are_named(db: Database) -> None:
    with pytest.raises(ValueError, match="stage_probe has the columns"):
        db.stage(STAGE, {"slot": np.zeros(1, np.int64)})


@pytest.mark.parametrize("count", [0, 1, 2, 900, 2000, 100_000])
def test_sqlite_finds_no_fault_in_the_image(count: int) -> None:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(sqlite_image.build(STAGE.name, STAGE.widths, columns(count)))
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("SELECT count(*), max(n) FROM stage_probe").fetchone() == (count, count - 1 if count else None)
    connection.close()


@given(st.lists(st.integers(-(2**63), 2**63 - 1)), st.integers(1, 3))
@settings(max_examples=50)
def test_packed_columns_come_back(numbers: list[int], copies: int) -> None:
    table = {f"c{place}": np.array(numbers, np.int64) for place in range(copies)} | {"small": np.ones(len(numbers), np.int8)}
    back = unpack(pack(table))
    assert list(back) == list(table)
    assert all((back[name] == table[name]).all() and back[name].dtype == table[name].dtype for name in table)
