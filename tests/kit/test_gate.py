"""Who may write next, when several wait."""

import threading

import pytest

from facevalue.kit import gate as gates
from facevalue.kit.gate import WriteGate


class Line:
    """Writers that stand in line at a gate that somebody holds; `served` in the order in which they had their turn."""

    def __init__(self, gate: WriteGate) -> None:
        self.gate, self.served = gate, list[str]()
        self._threads: list[threading.Thread] = []

    def join(self, name: str, *, patient: bool = False) -> None:
        """Somebody comes, and stands in line when this returns."""
        before = len(self.gate._queue)
        thread = threading.Thread(target=self._write, args=(name, patient))
        self._threads.append(thread)
        thread.start()
        while len(self.gate._queue) == before:
            pass

    def _write(self, name: str, patient: bool) -> None:
        with self.gate.turn(patient=patient):
            self.served.append(name)

    def open(self) -> list[str]:
        """Ends the turn that everybody waits for."""
        self.gate.release()
        for thread in self._threads:
            thread.join()
        return self.served


@pytest.fixture
def line() -> Line:
    gate = WriteGate()
    gate.acquire()
    return Line(gate)


def test_first_come_first_served(line: Line) -> None:
    for name in ("alice", "bob", "charlie"):
        line.join(name)
    assert line.gate.waiting == 3
    assert line.open() == ["alice", "bob", "charlie"]
    assert not line.gate.held


def test_the_patient_let_others_pass_and_hurry_nobody(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "PASSED_S_MAX", 3_600)
    line.join("settlement", patient=True)
    line.join("checkpoint", patient=True)
    assert line.gate.waiting == 0
    line.join("page")
    assert line.open() == ["page", "settlement", "checkpoint"]


def test_the_patient_are_not_passed_forever(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "PASSED_S_MAX", 0)
    line.join("settlement", patient=True)
    line.join("page")
    assert line.open() == ["settlement", "page"]


def test_who_holds_it_for_long_is_asked_to_give_way() -> None:
    gate, asked = WriteGate(), threading.Event()
    gate.acquire(asked.set)
    line = Line(gate)
    line.join("settlement", patient=True)
    assert not asked.is_set()
    line.join("page")
    assert asked.wait(60)
    assert line.open() == ["page", "settlement"]
    assert not gate.held


def test_nobody_is_forgotten_when_the_patient_lose_their_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "PASSED_S_MAX", 0.0005)
    gate, inside, turns = WriteGate(), threading.Lock(), 400

    def write(*, patient: bool) -> None:
        for _ in range(turns):
            with gate.turn(patient=patient):
                assert inside.acquire(blocking=False), "one at a time"
                inside.release()

    writers = [threading.Thread(target=write, kwargs={"patient": number < 2}, daemon=True) for number in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert not any(writer.is_alive() for writer in writers)
    assert not gate.held
    assert not gate.waiting
