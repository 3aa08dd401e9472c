"""Accounts of the cast, and moves between accounts."""

import numpy as np
import pytest
from numpy.typing import ArrayLike

from facevalue.kit import sql
from facevalue.kit.columns import Columns
from facevalue.kit.db import Database
from facevalue.ledger import actions
from facevalue.ledger.actions import TOKEN, UNLIMITED, Code, Kind
from tests import cast

POSITION = 3 << 20


def open_account(db: Database, owner: int, kind: Kind, *, slot: int, unit: int = TOKEN, floor: int = 0) -> int:
    with db.transaction():
        made = actions.open_accounts(db, np.array([slot]), np.array([owner]), kind, unit, floor, now_ms=cast.NOW)
    return int(made[0])


def open_cast(db: Database) -> dict[str, int]:
    """The issuance without a floor, a brand, two purses and escrows in one slot, one in another, and an account with credit."""
    ayu, mali = 7, 200
    return {
        "issuance": open_account(db, cast.OPERATOR, Kind.ISSUANCE, slot=0, floor=UNLIMITED),
        "kopi": open_account(db, cast.KOPI_NUSANTARA, Kind.BRAND, slot=0),
        "ayu": open_account(db, cast.AYU, Kind.PURSE, slot=ayu),
        "ayu's post": open_account(db, 1001, Kind.ESCROW, slot=ayu),
        "ayu pending": open_account(db, cast.AYU, Kind.PENDING, slot=ayu),
        "mali": open_account(db, cast.MALI, Kind.PURSE, slot=mali),
        "mali's post": open_account(db, 1002, Kind.ESCROW, slot=mali, floor=-50),
    }


def moves(debit: ArrayLike, credit: ArrayLike, amount: ArrayLike) -> Columns:
    """Moves of tokens as settlement makes them."""
    debits, credits_ = np.asarray(debit, np.int64), np.asarray(credit, np.int64)
    count = len(debits)
    amounts = np.broadcast_to(np.asarray(amount, np.int64), count).copy()
    labels = {"unit": np.full(count, TOKEN), "code": np.full(count, int(Code.SETTLE)), "position": POSITION + np.arange(count)}
    return {"debit": debits, "credit": credits_, "amount": amounts, **labels}


def empty(db: Database) -> None:
    """The room's tables as on the first day."""
    tables = ("owner", "account", "transfer", "statement", "key", "meta", "hold", "capture")
    db.script("; ".join(f"DROP TABLE ledger_{table}" for table in tables))
    db.script(sql.schema("facevalue.ledger", db.engine))


@pytest.fixture
def accounts(db: Database) -> dict[str, int]:
    """The accounts of the cast, by name; nothing is in them."""
    return open_cast(db)
