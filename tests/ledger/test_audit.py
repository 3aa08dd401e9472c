"""Whatever somebody changes behind the ledger's back, the audit says what is wrong and where."""

from contextlib import suppress
from typing import Any

import pytest

from facevalue.kit.db import Database
from facevalue.ledger import actions, books, ingest, queries
from facevalue.ledger.actions import TOKEN, Code, Transfer
from facevalue.ledger.queries import Finding
from tests import cast
from tests.ledger.conftest import moves

TABLES_WITH_TRIGGERS = ("transfer", "key", "owner")

# What somebody does, the rule that the audit then names, and where.
TAMPERINGS = {
    "a balance": ("UPDATE ledger_account SET credits = credits + 1 WHERE id = {ayu}", "balance", "account {ayu}"),
    "both sides of the books": ("UPDATE ledger_account SET debits = debits + 1 WHERE id = {ayu}", "double entry", "unit 1"),
    "what is held": ("UPDATE ledger_account SET held = held + 1 WHERE id = {ayu}", "hold", "account {ayu}"),
    "a floor": ("UPDATE ledger_account SET floor = 5000 WHERE id = {ayu}", "floor", "account {ayu}"),
    "an amount": ("UPDATE ledger_transfer SET amount = amount + 1 WHERE id = {second}", "balance", "account {ayu}"),
    "an amount's sign": ("UPDATE ledger_transfer SET amount = -amount WHERE id = {second}", "transfer", "transfer {second}"),
    "a transfer": ("DELETE FROM ledger_transfer WHERE id = {second}", "chain", "account {ayu}"),
    "a keyed transfer": ("DELETE FROM ledger_transfer WHERE id = {second}", "key", "answer {second}"),
    "who pays": ("UPDATE ledger_transfer SET debit = {mali} WHERE id = {second}", "chain", "account {mali}"),
    "who is paid": ("UPDATE ledger_transfer SET credit = 99 WHERE id = {second}", "transfer", "transfer {second}"),
    "a unit": ("UPDATE ledger_transfer SET unit = 1840 WHERE id = {second}", "transfer", "transfer {second}"),
    "where a transfer comes from": ("UPDATE ledger_transfer SET position = 9 WHERE id = {second}", "key", "answer {second}"),
    "a pointer": ("UPDATE ledger_transfer SET {prev_credit of third to first} WHERE id = {third}", "chain", "account {ayu}"),
    "a circle": (
        "UPDATE ledger_transfer SET {prev_credit of third to first} WHERE id = {third};"
        "UPDATE ledger_transfer SET {prev_credit of second to third} WHERE id = {second};"
        "UPDATE ledger_transfer SET {prev_credit of first to second} WHERE id = {first};"
        "UPDATE ledger_transfer SET {debit begins} WHERE id = {capture}",
        "chain",
        "account {ayu}",
    ),
    "the end of a chain": ("UPDATE ledger_account SET last_transfer = {second} WHERE id = {ayu}", "chain", "account {ayu}"),
    "a key": ("DELETE FROM ledger_key WHERE answer = {second}", "key", "transfer {second}"),
    "a hold's key": ("DELETE FROM ledger_key WHERE answer = {hold}", "key", "hold {hold}"),
    "an answer": ("UPDATE ledger_key SET answer = 99 WHERE answer = {second}", "key", "answer 99"),
    "a hold": ("UPDATE ledger_hold SET amount = amount + 1 WHERE id = {hold}", "hold", "account {ayu}"),
    "a hold's state": ("UPDATE ledger_hold SET state = 2 WHERE id = {hold}", "hold", "hold {hold}"),
    "what was captured": (
        "UPDATE ledger_hold SET captured = captured + 1, amount = amount + 1 WHERE id = {hold}",
        "hold",
        "hold {hold}",
    ),
    "the hold itself": ("DELETE FROM ledger_hold WHERE id = {hold}", "hold", "hold {hold}"),
    "a capture": ("DELETE FROM ledger_capture", "hold", "hold {hold}"),
    "a statement": ("UPDATE ledger_statement SET credits = credits + 1 WHERE account = {ayu}", "statement", "account {ayu}"),
    "a statement's place": (
        "UPDATE ledger_statement SET last_transfer = {first} + 1 WHERE account = {ayu} AND last_transfer = {first}",
        "statement",
        "account {ayu}",
    ),
    "a statement's time": ("UPDATE ledger_statement SET at = at - 1 WHERE account = {ayu}", "statement", "account {ayu}"),
    "an owner": ("DELETE FROM ledger_owner WHERE id = {ayu}", "account", "account {ayu}"),
    "an owner's unit": ("UPDATE ledger_owner SET unit = 1840 WHERE id = {ayu}", "account", "account {ayu}"),
    "an account": ("DELETE FROM ledger_account WHERE id = {kopi}", "account", "account {kopi}"),
    "an account that others paid": ("DELETE FROM ledger_account WHERE id = {ayu}", "transfer", "transfer {second}"),
    "metadata of nothing": ("INSERT INTO ledger_meta VALUES (3, 99, '1')", "meta", "transfer 99"),
}


@pytest.fixture
def places(db: Database, accounts: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """A small world: the ids of accounts, of three transfers to Ayu and of a hold that was captured in part."""
    monkeypatch.setattr(ingest, "TRANSFERS_PER_STATEMENT", 1)
    monkeypatch.setattr(books, "PAGE_ROWS", 4)
    monkeypatch.setattr(books, "STRETCHES_PER_PAGE", 3)
    made = []
    for number, amount in enumerate((500, 40, 3)):
        wanted = Transfer(accounts["issuance"], accounts["ayu"], amount, TOKEN, Code.FUND, str(number), {"number": number})
        with db.transaction():
            made += actions.transfer(db, [wanted], cast.NOW + number)
    with db.transaction():
        hold = actions.hold(db, accounts["ayu"], 100, "h", cast.TOMORROW, cast.NOW)
        capture = actions.capture(db, hold, accounts["kopi"], 30, "c", final=False, now_ms=cast.NOW + 5)
    prepared = ingest.prepare(db, moves([accounts["ayu"]] * 9, [accounts["ayu's post"]] * 9, 2), cast.NOW + 7)
    with db.transaction():
        ingest.apply(db, prepared)
    return {**accounts, "first": made[0], "second": made[1], "third": made[2], "hold": hold, "capture": capture}


def unlock(db: Database) -> None:
    """Takes the guards away that the database has, as somebody who means harm would."""
    if db.engine == "sqlite":
        for table in TABLES_WITH_TRIGGERS:
            db.script(f"DROP TRIGGER ledger_{table}_is_not_changed; DROP TRIGGER ledger_{table}_is_not_deleted")
        db.pragma("ignore_check_constraints = 1")
        return
    found = db.raw.execute(
        "SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype = 'c' AND conrelid::regclass::text LIKE 'ledger_%'"
    )
    for table, constraint in found.fetchall():
        db.script(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")


def fill_in(text: str, engine: str, places: dict[str, Any]) -> str:
    for here in ("first", "second", "third"):
        for there in ("first", "second", "third"):
            gap = f"credit_gap = {places[here] - places[there]}"
            pointer = gap if engine == "sqlite" else f"prev_credit = {places[there]}"
            text = text.replace(f"{{prev_credit of {here} to {there}}}", pointer)
    text = text.replace("{debit begins}", "debit_gap = 0" if engine == "sqlite" else "prev_debit = 0")
    return text.format(**places)


def test_nothing_is_wrong_at_first(db: Database, places: dict[str, int]) -> None:
    assert list(queries.audit(db)) == []
    assert queries.history(db, places["ayu"], 99, before=places["second"])[0].transfer == places["first"]


class Undone(Exception):
    """Ends a transaction that is not to be kept."""


def tampered(db: Database, statements: list[str]) -> list[Finding]:
    """What the audit finds after `statements`, which are then undone."""
    findings: list[Finding] = []
    with suppress(Undone), db.transaction():
        changed = [db.raw.execute(statement).rowcount for statement in statements]
        assert all(changed), statements
        findings += queries.audit(db)
        raise Undone
    return findings


def test_every_tampering_is_found(db: Database, places: dict[str, int]) -> None:
    unlock(db)
    for what, (statements, rule, where) in TAMPERINGS.items():
        findings = tampered(db, fill_in(statements, db.engine, places).split(";"))
        assert (rule, where.format(**places)) in {finding[:2] for finding in findings}, (what, findings)
    assert list(queries.audit(db)) == []
