"""Accounts and transfers between them: linked, with keys, and looked back at."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from facevalue.kit import ids
from facevalue.kit.db import Database, connect
from facevalue.ledger import actions, ingest, queries
from facevalue.ledger.actions import AMOUNT_MAX, TOKEN, Code, Kind, Transfer
from facevalue.ledger.errors import AmountOutOfRange, InsufficientFunds, KeyConflict, UnknownAccount
from tests import cast
from tests.ledger.conftest import moves, open_account

Accounts = dict[str, int]


def pay(accounts: Accounts, debit: str, credit: str, amount: int, key: str, meta: dict[str, Any] | None = None) -> Transfer:
    return Transfer(accounts[debit], accounts[credit], amount, TOKEN, Code.FUND, key, meta)


def transfer(db: Database, *transfers: Transfer, now_ms: int = cast.NOW) -> list[int]:
    with db.transaction():
        return actions.transfer(db, transfers, now_ms)


def together(target: str, act: Callable[[Database, int], Any], times: int = 8) -> list[Any]:
    """What each of several connections gets that do the same at the same time."""

    def once(number: int) -> Any:
        db = connect(target)
        try:
            with db.transaction():
                return act(db, number)
        finally:
            db.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(once, range(times)))


def test_an_account_is_opened_once(db: Database) -> None:
    owners, slots = np.array([cast.AYU, cast.LINH, cast.AYU]), np.array([7, 9, 7])
    with db.transaction():
        first = actions.open_accounts(db, slots, owners, Kind.PURSE, TOKEN, now_ms=cast.NOW)
    assert first[0] == first[2] != first[1]
    assert ids.slot_in(first).tolist() == [7, 9, 7]
    with db.transaction():
        again = actions.open_accounts(db, slots, owners, Kind.PURSE, TOKEN, floor=-5, now_ms=cast.TOMORROW)
        other_unit = actions.open_accounts(db, slots, owners, Kind.PURSE, 101, now_ms=cast.NOW)
    assert again.tolist() == first.tolist()
    assert not set(other_unit) & set(first)
    account = queries.account(db, int(first[0]))
    assert (account.owner, account.slot, account.kind, account.unit) == (cast.AYU, 7, Kind.PURSE, TOKEN)
    assert (account.floor, account.opened_at_ms) == (0, cast.NOW)
    found = queries.accounts_of(db, slots[:2], np.array([cast.AYU, cast.DEWI]), Kind.PURSE, TOKEN)
    assert found.tolist() == [first[0], 0]


def test_linked_transfers_happen_all_or_none(db: Database, accounts: Accounts) -> None:
    transfer(db, pay(accounts, "issuance", "kopi", 100, "mint"))
    linked = pay(accounts, "kopi", "ayu", 100, "a"), pay(accounts, "ayu", "mali", 101, "b")
    with pytest.raises(InsufficientFunds):
        transfer(db, *linked)
    assert [queries.balance(db, accounts[name]).posted for name in ("kopi", "ayu", "mali")] == [100, 0, 0]
    # What was refused has not used up its keys, and a set may pass money on that only it brings.
    made = transfer(db, pay(accounts, "ayu", "mali", 100, "b"), pay(accounts, "kopi", "ayu", 100, "a"))
    assert len(set(made)) == 2
    assert [queries.balance(db, accounts[name]).posted for name in ("kopi", "ayu", "mali")] == [0, 0, 100]
    assert list(queries.audit(db)) == []


def test_a_key_is_for_one_body_forever(db: Database, accounts: Accounts) -> None:
    both = pay(accounts, "issuance", "kopi", 100, "k1", {"invoice": 7}), pay(accounts, "issuance", "ayu", 5, "k2")
    made = transfer(db, *both)
    assert transfer(db, *both, now_ms=cast.TOMORROW) == made
    for other in (
        [both[0]],  # not without what it was linked with
        [both[1], both[0]],
        [*both, pay(accounts, "issuance", "ayu", 5, "k3")],
        [pay(accounts, "issuance", "kopi", 101, "k1", {"invoice": 7}), both[1]],
        [pay(accounts, "issuance", "mali", 100, "k1", {"invoice": 7}), both[1]],
        [pay(accounts, "issuance", "kopi", 100, "k1", {"invoice": 8}), both[1]],
        [pay(accounts, "issuance", "kopi", 1, "new"), pay(accounts, "issuance", "ayu", 1, "new")],
    ):
        with pytest.raises(KeyConflict):
            transfer(db, *other)
    with pytest.raises(KeyConflict), db.transaction():
        actions.hold(db, accounts["kopi"], 1, "k1", cast.TOMORROW, cast.NOW)
    assert queries.balance(db, accounts["issuance"]).posted == -105
    assert queries.meta(db, made[0]) == {"invoice": 7}
    assert queries.meta(db, made[1]) is None
    assert list(queries.audit(db)) == []


def test_the_same_request_at_the_same_time(db: Database, target: str, accounts: Accounts) -> None:
    transfer(db, pay(accounts, "issuance", "kopi", 500, "mint"))
    wanted = [pay(accounts, "kopi", "ayu", 100, "once")]
    answers = together(target, lambda other, _: tuple(actions.transfer(other, wanted, cast.NOW)))
    holds = together(target, lambda other, _: actions.hold(other, accounts["ayu"], 60, "h", cast.TOMORROW, cast.NOW))
    assert len(set(answers)) == len(set(holds)) == 1
    assert queries.balance(db, accounts["ayu"]) == (100, 60, 40)


def test_money_in_both_directions_at_the_same_time(db: Database, target: str, accounts: Accounts) -> None:
    transfer(db, pay(accounts, "issuance", "ayu", 500, "a"), pay(accounts, "issuance", "mali", 500, "b"))

    def there_or_back(other: Database, number: int) -> None:
        names = ("ayu", "mali") if number % 2 else ("mali", "ayu")
        actions.transfer(other, [pay(accounts, *names, 10 + number, str(number))], cast.NOW)

    together(target, there_or_back)
    assert queries.balance(db, accounts["ayu"]).posted == 500 - 4
    assert list(queries.audit(db)) == []


def test_a_floor_may_be_below_zero(db: Database, accounts: Accounts) -> None:
    transfer(db, pay(accounts, "mali's post", "ayu", 50, "a"))
    with pytest.raises(InsufficientFunds):
        transfer(db, pay(accounts, "mali's post", "ayu", 1, "b"))
    assert queries.balance(db, accounts["mali's post"]) == (-50, 0, -50)


@pytest.mark.parametrize("amount", [0, -1, AMOUNT_MAX + 1, 1 << 70])
def test_amounts_have_a_range(db: Database, accounts: Accounts, amount: int) -> None:
    with pytest.raises(AmountOutOfRange):
        transfer(db, pay(accounts, "issuance", "ayu", amount, "a"))
    with pytest.raises(AmountOutOfRange), db.transaction():
        actions.hold(db, accounts["issuance"], amount, "a", cast.TOMORROW, cast.NOW)


def test_what_is_not_there(db: Database, accounts: Accounts) -> None:
    strange = int(ids.make(7))
    for ask in (queries.account, queries.balance, lambda db, account: queries.balance_at(db, account, cast.NOW)):
        with pytest.raises(UnknownAccount):
            ask(db, strange)
    for account, before in ((strange, None), (accounts["ayu"], transfer(db, pay(accounts, "issuance", "kopi", 1, "a"))[0])):
        with pytest.raises(UnknownAccount):
            queries.history(db, account, 5, before)
    with pytest.raises(UnknownAccount), db.transaction():
        actions.hold(db, strange, 5, "h", cast.TOMORROW, cast.NOW)


def test_looking_far_back(db: Database) -> None:
    """Over many statements: the way back begins at the next one, and gives what the whole way would."""
    escrow = open_account(db, 1001, Kind.ESCROW, slot=7, floor=-10_000)
    purse = open_account(db, cast.AYU, Kind.PURSE, slot=7)
    for hour in range(6):
        prepared = ingest.prepare(db, moves([escrow] * 600, [purse] * 600, 1), cast.NOW + hour)
        with db.transaction():
            ingest.apply(db, prepared)
    assert [queries.balance_at(db, purse, cast.NOW + hour) for hour in range(-1, 7)] == [
        0,
        600,
        1200,
        1800,
        2400,
        3000,
        3600,
        3600,
    ]
    assert [queries.balance_at(db, escrow, cast.NOW + hour) for hour in (-1, 2, 9)] == [0, -1800, -3600]
    assert list(queries.audit(db)) == []
