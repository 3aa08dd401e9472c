"""Whatever is done with money in whatever order: both engines do what a small model in plain Python does."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facevalue.kit.db import Database, connect
from facevalue.kit.errors import FacevalueError
from facevalue.ledger import actions, ingest, queries
from facevalue.ledger.actions import TOKEN, UNLIMITED, Code, Transfer
from facevalue.ledger.queries import HoldState
from tests import cast
from tests.ledger.conftest import empty, moves, open_cast
from tests.ledger.model import Line, Model, Refused

FLOORS = {"issuance": UNLIMITED, "kopi": 0, "ayu": 0, "ayu's post": 0, "ayu pending": 0, "mali": 0, "mali's post": -50}
NEIGHBOURS = ("ayu", "ayu's post", "ayu pending")
Row = tuple[str, str, int]
Step = tuple[Any, ...]

names = st.sampled_from(list(FLOORS))
amounts = st.integers(1, 80)
rows = st.tuples(names, names, amounts).filter(lambda row: row[0] != row[1])
neighbourly = st.tuples(st.sampled_from(NEIGHBOURS), st.sampled_from(NEIGHBOURS), amounts).filter(lambda row: row[0] != row[1])
numbers = st.integers(0, 9)
transfers = st.tuples(st.just("transfer"), st.lists(rows, min_size=1, max_size=4))
mints = st.tuples(
    st.just("transfer"), st.tuples(st.just("issuance"), names.filter("issuance".__ne__), amounts).map(lambda row: [row])
)
holds = st.tuples(st.just("hold"), names, amounts, st.integers(1, 20))
captures = st.tuples(st.just("capture"), numbers, names, amounts, st.booleans())
closings = st.one_of(st.tuples(st.just("release"), numbers), st.tuples(st.just("expire")))
again = st.tuples(st.sampled_from(["repeat", "conflict"]), numbers)
keyed = st.one_of(mints, transfers, holds, captures, closings, again)
mint = st.tuples(st.just("issuance"), st.sampled_from(NEIGHBOURS), st.integers(50, 90))
meanwhile = st.one_of(st.tuples(st.just("transfer"), st.lists(st.one_of(mint, neighbourly), min_size=1, max_size=2)), keyed)
batches = st.tuples(st.just("moves"), st.lists(neighbourly, min_size=1, max_size=8), st.lists(meanwhile, max_size=2))
steps = st.lists(st.tuples(st.integers(0, 3), st.one_of(mints, keyed, batches)), min_size=5, max_size=40)


@dataclass
class World:
    """The model and the real thing, side by side. A step has to be answered or refused alike on both sides."""

    db: Database
    other: Database
    model: Model
    accounts: dict[str, int]
    real: dict[int, int] = field(default_factory=dict)  # the model's answers as ours
    asked: list[Step] = field(default_factory=list)
    now_ms: int = cast.NOW

    def do(self, step: Step) -> None:
        """The method of the step's name."""
        getattr(self, step[0])(*step[1:])

    def transfer(self, asked: list[Row], number: int | None = None) -> None:
        keys = [f"{self._number(number, 'transfer', asked)}/{place}" for place in range(len(asked))]
        wanted = [
            Transfer(self.accounts[debit], self.accounts[credit], amount, TOKEN, Code.FUND, key)
            for (debit, credit, amount), key in zip(asked, keys, strict=True)
        ]
        self._same(
            lambda: self.model.transfer(asked, keys, self.now_ms),
            lambda: actions.transfer(self.other, wanted, self.now_ms),
        )

    def hold(self, name: str, amount: int, lasts_ms: int, number: int | None = None) -> None:
        key = f"{self._number(number, 'hold', name, amount, lasts_ms)}/0"
        account, expires_at_ms = self.accounts[name], cast.NOW + lasts_ms
        self._same(
            lambda: [self.model.hold(name, amount, key, expires_at_ms)],
            lambda: [actions.hold(self.other, account, amount, key, expires_at_ms, self.now_ms)],
        )

    def capture(self, which: int, name: str, amount: int, final: bool, number: int | None = None) -> None:
        hold = self._hold(which)
        if hold is None or self.model.holds[hold].account == name:
            return
        key = f"{self._number(number, 'capture', which, name, amount, final)}/0"
        credit, now_ms = self.accounts[name], self.now_ms
        self._same(
            lambda: [self.model.capture(hold, name, amount, key, final=final, at_ms=now_ms)],
            lambda: [actions.capture(self.other, self.real[hold], credit, amount, key, final=final, now_ms=now_ms)],
        )

    def release(self, which: int) -> None:
        hold = self._hold(which)
        if hold is not None:
            with self.other.transaction():
                assert actions.release(self.other, self.real[hold], self.now_ms) == self.model.release(hold)

    def expire(self) -> None:
        with self.other.transaction():
            assert actions.expire_due(self.other, self.now_ms, 100) == self.model.expire(self.now_ms)

    def repeat(self, which: int) -> None:
        if self.asked:
            name, *rest = self.asked[which % len(self.asked)]
            getattr(self, name)(*rest, number=which % len(self.asked))

    def conflict(self, which: int) -> None:
        if self.asked:
            self.transfer([("issuance", "kopi", 99)], number=which % len(self.asked))

    def moves(self, asked: list[Row], between: list[Step]) -> None:
        """The hot path; `between` happens on another connection after the moves were prepared."""
        debits, credits_ = [self.accounts[row[0]] for row in asked], [self.accounts[row[1]] for row in asked]
        prepared = ingest.prepare(self.db, moves(debits, credits_, [row[2] for row in asked]), self.now_ms)
        for step in between:
            self.do(step)
        expected = _outcome(lambda: self.model.move(asked, self.now_ms))
        assert _outcome(lambda: ingest.apply(self.db, prepared), self.db) == expected

    def _number(self, number: int | None, *step: Any) -> int:
        """That of a repeated step, or a new one."""
        if number is not None:
            return number
        self.asked.append(step)
        return len(self.asked) - 1

    def _hold(self, which: int) -> int | None:
        return list(self.model.holds)[which % len(self.model.holds)] if self.model.holds else None

    def _same(self, expected: Callable[[], list[int]], act: Callable[[], list[int]]) -> None:
        wanted, got = _outcome(expected), _outcome(act, self.other)
        if isinstance(wanted, str):
            assert got == wanted
        else:
            assert got == [self.real.setdefault(answer, made) for answer, made in zip(wanted, got, strict=True)]

    def compare(self) -> None:
        """Everything that can be asked, at every time."""
        called = {account: name for name, account in self.accounts.items()}
        for name, account in self.accounts.items():
            pot, posted = self.model.pots[name], self.model.posted(name)
            assert queries.balance(self.db, account) == (posted, pot.held, posted - pot.held)
            entries = queries.history(self.db, account, 1000)
            lines = [Line(entry.at_ms, called[entry.debit], called[entry.credit], entry.amount) for entry in entries]
            assert lines == pot.lines[::-1]
            for place in range(0, len(entries), 3):
                assert queries.history(self.db, account, 2, before=entries[place].transfer) == entries[place + 1 : place + 3]
            for at_ms in range(cast.NOW - 1, self.now_ms + 2, 2):
                assert queries.balance_at(self.db, account, at_ms) == self.model.posted(name, at_ms)
        for number, hold in self.model.holds.items():
            found = queries.hold(self.db, self.real[number])
            assert (HoldState(found.state).name, found.captured) == (hold.state, hold.captured)
            assert (found.rest, found.amount) == (hold.rest, hold.amount)
        assert list(queries.audit(self.db)) == []


def _outcome(act: Callable[[], Any], db: Database | None = None) -> Any:
    """What is answered, or the code of what is refused."""
    try:
        with db.transaction() if db else nullcontext():
            return act()
    except FacevalueError as error:
        return error.code
    except Refused as error:
        return str(error)


@pytest.fixture
def other(target: str) -> Iterator[Database]:
    database = connect(target)
    yield database
    database.close()


@pytest.mark.parametrize("transfers_per_statement", [1, 3, ingest.TRANSFERS_PER_STATEMENT])
@given(steps=steps)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_ledger_does_what_the_model_does(
    db: Database, other: Database, monkeypatch: pytest.MonkeyPatch, transfers_per_statement: int, steps: list[tuple[int, Step]]
) -> None:
    monkeypatch.setattr(ingest, "TRANSFERS_PER_STATEMENT", transfers_per_statement)
    empty(db)
    world = World(db, other, Model(FLOORS), open_cast(db))
    world.transfer([("issuance", name, 150) for name in ("kopi", *NEIGHBOURS)])
    for pause_ms, step in steps:
        world.now_ms += pause_ms
        world.do(step)
    world.compare()
