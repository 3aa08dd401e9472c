"""The hot path: many moves at once, chained to what was there and to each other."""

from collections.abc import Iterator

import numpy as np
import pytest

from facevalue.kit import ids
from facevalue.kit.columns import Column, Columns
from facevalue.kit.db import Database, connect
from facevalue.ledger import actions, ingest, queries
from facevalue.ledger.actions import AMOUNT_MAX, TOKEN, UNLIMITED, Code, Kind, Transfer
from facevalue.ledger.errors import AmountOutOfRange, InsufficientFunds, SameAccount, UnitMismatch, UnknownAccount
from tests import cast
from tests.ledger.conftest import moves, open_account

CREATORS = np.arange(101, 141)
ESCROW_TOKENS = 10_000
BYTES_PER_TRANSFER_MAX = {"sqlite": 60, "postgres": 150}


def settle(db: Database, columns: Columns, now_ms: int = cast.NOW) -> Column:
    prepared = ingest.prepare(db, columns, now_ms)
    with db.transaction():
        ingest.apply(db, prepared)
    return prepared.transfers


def posted(db: Database, accounts: Column) -> list[int]:
    return [queries.balance(db, account).posted for account in accounts.tolist()]


def number(db: Database, statement: str) -> int:
    row = db.raw.execute(statement).fetchone()
    assert row is not None
    return int(row[0])


def transfers_in(db: Database) -> int:
    return number(db, "SELECT count(*) FROM ledger_transfer")


@pytest.fixture
def escrows(db: Database) -> Column:
    """One escrow for each creator, with ESCROW_TOKENS in it."""
    with db.transaction():
        made = actions.open_accounts(db, ids.slot_of(CREATORS), CREATORS + 1000, Kind.ESCROW, TOKEN, now_ms=cast.NOW)
    issuance = open_account(db, cast.OPERATOR, Kind.ISSUANCE, slot=0, floor=UNLIMITED)
    settle(db, moves([issuance] * len(made), made, ESCROW_TOKENS))
    return made


@pytest.fixture
def purses(db: Database) -> Column:
    with db.transaction():
        return actions.open_accounts(db, ids.slot_of(CREATORS), CREATORS, Kind.PURSE, TOKEN, now_ms=cast.NOW)


@pytest.fixture
def other(target: str) -> Iterator[Database]:
    """Somebody else's connection."""
    database = connect(target)
    yield database
    database.close()


def test_many_moves_add_up_and_every_history_is_in_order(db: Database, escrows: Column, purses: Column) -> None:
    rng = np.random.default_rng(7)
    creator, amount = rng.integers(0, len(CREATORS), 3000), rng.integers(1, 9, 3000)
    made = settle(db, moves(escrows[creator], purses[creator], amount))
    earned = np.bincount(creator, amount, len(CREATORS)).astype(np.int64)
    assert posted(db, purses) == earned.tolist()
    assert posted(db, escrows) == (ESCROW_TOKENS - earned).tolist()
    for place, purse in enumerate(purses.tolist()):
        entries = queries.history(db, purse, 3000)
        assert [entry.transfer for entry in entries] == made[creator == place][::-1].tolist()
        assert [entry.amount for entry in entries] == amount[creator == place][::-1].tolist()
    assert list(queries.audit(db)) == []


def test_money_there_and_back_in_one_batch(db: Database, escrows: Column, purses: Column) -> None:
    escrow, purse = int(escrows[0]), int(purses[0])
    settle(db, moves([escrow, purse, escrow, escrow], [purse, escrow, purse, purse], [50, 20, 7, 3]))
    assert posted(db, np.array([escrow, purse])) == [ESCROW_TOKENS - 40, 40]
    assert [entry.amount for entry in queries.history(db, escrow, 9)] == [3, 7, 20, 50, ESCROW_TOKENS]
    assert list(queries.audit(db)) == []


def test_an_overdraft_writes_nothing(db: Database, escrows: Column, purses: Column) -> None:
    before = posted(db, escrows), posted(db, purses), transfers_in(db)
    amounts = np.full(len(escrows), 5)
    amounts[17] = ESCROW_TOKENS + 1
    with pytest.raises(InsufficientFunds):
        settle(db, moves(escrows, purses, amounts))
    assert (posted(db, escrows), posted(db, purses), transfers_in(db)) == before
    assert list(queries.audit(db)) == []


def test_what_others_did_after_the_moves_were_prepared_comes_first(
    db: Database, other: Database, escrows: Column, purses: Column
) -> None:
    prepared = ingest.prepare(db, moves(escrows, purses, 5), cast.NOW)
    rows = [(2, 3, 11), (4, 4, 12), (3, 2, 13)]
    wanted = [Transfer(int(escrows[a]), int(purses[b]), amount, TOKEN, Code.FUND, str(amount)) for a, b, amount in rows]
    with other.transaction():
        between = actions.transfer(other, wanted, cast.NOW)
    with db.transaction():
        ingest.apply(db, prepared)
    for account, first in ((escrows[2], 0), (purses[3], 0), (escrows[4], 1), (purses[4], 1), (escrows[3], 2), (purses[2], 2)):
        chain = [entry.transfer for entry in queries.history(db, int(account), 2)]
        assert (chain[0] in prepared.transfers, chain[1]) == (True, between[first])
    assert list(queries.audit(db)) == []


def test_only_what_was_prepared_last_can_be_applied(db: Database, escrows: Column, purses: Column) -> None:
    first = ingest.prepare(db, moves(escrows[:1], purses[:1], 5), cast.NOW)
    ingest.prepare(db, moves(escrows[1:2], purses[1:2], 5), cast.NOW)
    with pytest.raises(AssertionError, match="other moves were prepared since"), db.transaction():
        ingest.apply(db, first)


def test_no_moves(db: Database) -> None:
    assert len(settle(db, moves([], [], 1))) == 0


@pytest.mark.parametrize("amount", [0, -1, AMOUNT_MAX + 1])
def test_amounts_have_a_range(db: Database, escrows: Column, purses: Column, amount: int) -> None:
    with pytest.raises(AmountOutOfRange):
        ingest.prepare(db, moves(escrows[:2], purses[:2], [1, amount]), cast.NOW)


def test_accounts_have_to_fit(db: Database, escrows: Column, purses: Column) -> None:
    dollars = open_account(db, cast.AYU, Kind.PURSE, slot=7, unit=1840)
    strange = int(ids.make(7))
    for debit, credit, error in (
        (escrows[0], escrows[0], SameAccount),
        (escrows[0], strange, UnknownAccount),
        (escrows[0], dollars, UnitMismatch),
    ):
        with pytest.raises(error):
            ingest.prepare(db, moves([escrows[1], debit], [purses[1], credit], 5), cast.NOW)
    mixed = moves([escrows[1]] * 2, [purses[1]] * 2, 5)
    mixed["unit"] = np.array([TOKEN, 1840])
    with pytest.raises(UnitMismatch):
        ingest.prepare(db, mixed, cast.NOW)


def test_a_turnover_has_a_limit(db: Database, escrows: Column, purses: Column) -> None:
    db.raw.execute(f"UPDATE ledger_account SET credits = {(1 << 62) - 5}, debits = {(1 << 62) - 5} WHERE id = {purses[0]}")
    settle(db, moves(escrows[:1], purses[:1], 4))
    with pytest.raises(AmountOutOfRange):
        settle(db, moves(escrows[:1], purses[:1], 1))


def test_a_transfer_is_small(db: Database, escrows: Column, purses: Column) -> None:
    def size() -> int:
        if db.engine == "postgres":
            return number(db, "SELECT pg_total_relation_size('ledger_transfer')")
        return number(db, "PRAGMA page_count") * number(db, "PRAGMA page_size")

    creator, count = np.random.default_rng(3).integers(0, len(CREATORS), 20_000), 20_000
    before = size()
    settle(db, moves(escrows[creator], purses[creator], 1))
    assert size() - before <= BYTES_PER_TRANSFER_MAX[db.engine] * count
