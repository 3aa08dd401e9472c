"""Django writes in turn with everybody else who writes to the same SQLite file."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, connections, transaction

from facevalue.kit.gate import WriteGate, gate_of
from tests.conftest import point_django_at

MAKE = "CREATE TABLE visits (page TEXT PRIMARY KEY)"
VISIT = "INSERT INTO visits VALUES ('/')"


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[WriteGate]:
    path = tmp_path / "state.sqlite"
    point_django_at(str(path))
    run(MAKE)
    yield gate_of(str(path))
    connections.close_all()


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def visit_from_another_thread() -> None:
    run(VISIT)
    connections.close_all()


def visit_twice() -> None:
    with transaction.atomic():
        run(VISIT)
        run(VISIT)


def is_free(gate: WriteGate) -> bool:
    """Whether a writer that comes now need not wait."""
    return not gate.held and not gate.waiting


def test_a_transaction_holds_the_gate_until_it_ends(gate: WriteGate) -> None:
    with transaction.atomic():
        assert gate.held
        with transaction.atomic():
            run(VISIT)
        assert gate.held
    assert is_free(gate)


def test_a_single_statement_takes_a_turn_too(gate: WriteGate) -> None:
    gate.acquire()
    visitor = threading.Thread(target=visit_from_another_thread)
    visitor.start()
    while not gate.waiting:
        pass
    run("SELECT * FROM visits")
    gate.release()
    visitor.join()
    assert is_free(gate)
    with pytest.raises(IntegrityError):
        run(VISIT)
    assert is_free(gate)


def test_whatever_ends_a_transaction_gives_the_gate_back(gate: WriteGate) -> None:
    with pytest.raises(IntegrityError):
        visit_twice()
    assert is_free(gate)
    with transaction.atomic():
        run(VISIT)
        transaction.set_rollback(True)
    assert is_free(gate)
    with transaction.atomic():
        connection.close()
    assert is_free(gate)
    run(VISIT)
    assert is_free(gate)
