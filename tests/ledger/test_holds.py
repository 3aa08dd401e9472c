"""Holds: set aside, captured in parts, released, expired."""

import numpy as np
import pytest

from facevalue.kit import ids
from facevalue.kit.db import Database
from facevalue.ledger import actions, queries
from facevalue.ledger.actions import NEVER, TOKEN, Code, Transfer
from facevalue.ledger.errors import HoldClosed, HoldExceeded, InsufficientFunds, KeyConflict, UnitMismatch, UnknownHold
from facevalue.ledger.queries import HoldState
from tests import cast
from tests.ledger.conftest import open_account

Accounts = dict[str, int]


@pytest.fixture
def ayu(db: Database, accounts: Accounts) -> int:
    """Ayu's purse, with 1,000 tokens."""
    with db.transaction():
        actions.transfer(db, [Transfer(accounts["issuance"], accounts["ayu"], 1000, TOKEN, Code.MINT, "mint")], cast.NOW)
    return accounts["ayu"]


def hold(db: Database, account: int, amount: int, key: str, expires_at_ms: int = cast.TOMORROW) -> int:
    with db.transaction():
        return actions.hold(db, account, amount, key, expires_at_ms, cast.NOW)


def capture(db: Database, hold: int, credit: int, amount: int, key: str, *, final: bool = True, now_ms: int = cast.NOW) -> int:
    with db.transaction():
        return actions.capture(db, hold, credit, amount, key, final=final, now_ms=now_ms)


def release(db: Database, *holds: int) -> int:
    with db.transaction():
        return actions.release_many(db, np.array(holds), cast.NOW)


def test_captured_in_parts(db: Database, accounts: Accounts, ayu: int) -> None:
    held = hold(db, ayu, 600, "h")
    assert queries.balance(db, ayu) == (1000, 600, 400)
    first = capture(db, held, accounts["kopi"], 100, "c1", final=False)
    assert queries.balance(db, ayu) == (900, 500, 400)
    assert capture(db, held, accounts["kopi"], 100, "c1", final=False) == first
    with pytest.raises(HoldExceeded):
        capture(db, held, accounts["kopi"], 501, "c2")
    with pytest.raises(KeyConflict):
        capture(db, held, accounts["kopi"], 101, "c1", final=False)
    last = capture(db, held, accounts["mali"], 200, "c3")
    assert queries.balance(db, ayu) == (700, 0, 700)
    assert capture(db, held, accounts["mali"], 200, "c3") == last
    with pytest.raises(HoldClosed):
        capture(db, held, accounts["mali"], 1, "c4")
    found = queries.hold(db, held)
    assert (found.captured, found.released, found.state, found.closed_at_ms) == (300, 300, HoldState.CAPTURED, cast.NOW)
    assert list(queries.audit(db)) == []


def test_captured_to_the_last_token(db: Database, accounts: Accounts, ayu: int) -> None:
    held = hold(db, ayu, 600, "h")
    capture(db, held, accounts["kopi"], 600, "c", final=False)
    assert queries.hold(db, held).state == HoldState.CAPTURED
    assert queries.balance(db, ayu) == (400, 0, 400)


def test_what_is_held_cannot_be_spent(db: Database, accounts: Accounts, ayu: int) -> None:
    hold(db, ayu, 600, "h")
    with pytest.raises(InsufficientFunds):
        hold(db, ayu, 401, "h2")
    with pytest.raises(InsufficientFunds), db.transaction():
        actions.transfer(db, [Transfer(ayu, accounts["kopi"], 401, TOKEN, Code.FUND, "t")], cast.NOW)
    assert queries.balance(db, ayu) == (1000, 600, 400)


def test_released_once(db: Database, ayu: int) -> None:
    held = hold(db, ayu, 600, "h")
    assert (release(db, held, held), release(db, held)) == (600, 0)
    assert queries.balance(db, ayu) == (1000, 0, 1000)
    assert queries.hold(db, held).state == HoldState.RELEASED
    assert hold(db, ayu, 600, "h") == held


def test_linked_holds(db: Database, accounts: Accounts, ayu: int) -> None:
    both = np.array([ayu, ayu])
    with pytest.raises(InsufficientFunds), db.transaction():
        actions.hold_many(db, both, np.array([600, 401]), ["a", "b"], NEVER, cast.NOW)
    with db.transaction():
        made = actions.hold_many(db, both, np.array([600, 400]), ["a", "b"], NEVER, cast.NOW)
        again = actions.hold_many(db, both, np.array([600, 400]), ["a", "b"], NEVER, cast.NOW)
    assert made.tolist() == again.tolist()
    with pytest.raises(UnknownHold):
        release(db, int(made[0]), int(ids.make(7)))
    assert queries.balance(db, ayu) == (1000, 1000, 0)
    assert release(db, *made.tolist()) == 1000
    assert list(queries.audit(db)) == []


def test_expired_in_order_and_no_more_than_asked_for(db: Database, accounts: Accounts, ayu: int) -> None:
    late, soon, never = (hold(db, ayu, 100, str(at_ms), at_ms) for at_ms in (cast.NOW + 20, cast.NOW + 10, NEVER))
    with pytest.raises(HoldClosed):
        capture(db, soon, accounts["kopi"], 1, "c", now_ms=cast.NOW + 10)
    capture(db, late, accounts["kopi"], 30, "d", final=False)
    for now_ms, limit, expired, available in ((9, 5, 0, 700), (30, 1, 1, 800), (30, 5, 1, 870), (NEVER - cast.NOW, 5, 0, 870)):
        with db.transaction():
            assert actions.expire_due(db, cast.NOW + now_ms, limit) == expired
        assert queries.balance(db, ayu).available == available
    states = [queries.hold(db, held).state for held in (late, soon, never)]
    assert states == [HoldState.EXPIRED, HoldState.EXPIRED, HoldState.OPEN]
    assert list(queries.audit(db)) == []


def test_what_does_not_fit(db: Database, ayu: int) -> None:
    held, dollars = hold(db, ayu, 100, "h"), open_account(db, cast.AYU, actions.Kind.PURSE, slot=7, unit=1840)
    with pytest.raises(UnitMismatch):
        capture(db, held, dollars, 5, "c")
    for ask in (lambda: capture(db, int(ids.make(7)), ayu, 5, "c"), lambda: queries.hold(db, int(ids.make(7)))):
        with pytest.raises(UnknownHold):
            ask()
