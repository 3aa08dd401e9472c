"""What the database itself refuses, whoever asks."""

import sqlite3

import psycopg
import pytest

from facevalue.kit import sql
from facevalue.kit.db import Database
from facevalue.ledger import actions
from facevalue.ledger.actions import TOKEN, Code, Transfer
from tests import cast

IMMUTABLE = {"transfer": "code", "key": "body", "owner": "opened_at"}


@pytest.fixture
def _paid(db: Database, accounts: dict[str, int]) -> None:
    with db.transaction():
        actions.transfer(db, [Transfer(accounts["issuance"], accounts["ayu"], 5, TOKEN, Code.MINT, "mint")], cast.NOW)


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize("table", IMMUTABLE)
@pytest.mark.usefixtures("_paid")
def test_triggers_keep_what_was_written(db: Database, table: str) -> None:
    for statement in (f"UPDATE ledger_{table} SET {IMMUTABLE[table]} = 0", f"DELETE FROM ledger_{table}"):
        with pytest.raises(sqlite3.IntegrityError, match="immutable"):
            db.raw.execute(statement)


@pytest.mark.parametrize("engine", ["postgres"])
def test_the_role_that_owns_the_tables_has_no_right_to_change_what_was_written(db: Database) -> None:
    raw = db.raw
    raw.execute("CREATE ROLE keeper")
    try:
        raw.execute("CREATE SCHEMA kept AUTHORIZATION keeper")
        raw.execute("SET ROLE keeper")
        raw.execute("SET search_path = kept")
        db.script(sql.schema("facevalue.ledger", "postgres"))
        for table, column in IMMUTABLE.items():
            for statement in (
                f"UPDATE ledger_{table} SET {column} = 0",
                f"DELETE FROM ledger_{table}",
                f"TRUNCATE ledger_{table}",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    raw.execute(statement)
    finally:
        raw.execute("RESET ROLE")
        raw.execute("DROP SCHEMA kept CASCADE")
        raw.execute("DROP ROLE keeper")


@pytest.mark.parametrize(
    "change",
    ["debits = 6", "held = 6", "held = -1", "floor = 6", "credits = 4611686018427387904, debits = 0"],
)
@pytest.mark.usefixtures("_paid")
def test_an_account_stays_within_its_limits(db: Database, accounts: dict[str, int], change: str) -> None:
    with pytest.raises((sqlite3.IntegrityError, psycopg.errors.CheckViolation)):
        db.raw.execute(f"UPDATE ledger_account SET {change} WHERE id = {accounts['ayu']}")
