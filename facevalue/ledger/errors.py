"""What the ledger refuses."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from facevalue.kit.errors import FacevalueError


class InsufficientFunds(FacevalueError):
    """An account would fall below its floor."""

    code = "insufficient_funds"
    status = 402
    title = "There is not enough money in the account"


class KeyConflict(FacevalueError):
    """An idempotency key was used before, with another body."""

    code = "key_conflict"
    status = 409
    title = "The idempotency key belongs to another request"


class UnknownAccount(FacevalueError):
    """No such account."""

    code = "unknown_account"
    status = 404
    title = "There is no such account"


class UnitMismatch(FacevalueError):
    """Accounts and transfer are not all of one unit."""

    code = "unit_mismatch"
    status = 422
    title = "The units differ"


class AmountOutOfRange(FacevalueError):
    """An amount is not positive, too large, or would make an account's turnover too large."""

    code = "amount_out_of_range"
    status = 422
    title = "The amount is out of range"


class SameAccount(FacevalueError):
    """Debit and credit are the same account."""

    code = "same_account"
    status = 422
    title = "A transfer needs two accounts"


class UnknownHold(FacevalueError):
    """No such hold."""

    code = "unknown_hold"
    status = 404
    title = "There is no such hold"


class HoldClosed(FacevalueError):
    """The hold was captured in full, released or has expired."""

    code = "hold_closed"
    status = 409
    title = "The hold is closed"


class HoldExceeded(FacevalueError):
    """More than is left of the hold."""

    code = "hold_exceeded"
    status = 409
    title = "The hold does not reach that far"


_CONSTRAINTS: dict[str, tuple[type[FacevalueError], str]] = {
    "ledger_account_floor": (InsufficientFunds, "An account would fall below its floor"),
    "ledger_account_range": (AmountOutOfRange, "An account's turnover would become too large"),
    "ledger_key": (KeyConflict, "The key was used at the same time for something else"),
}


@contextmanager
def translated() -> Iterator[None]:
    """Turns the constraint that refused a write into our word for it."""
    try:
        yield
    except (sqlite3.IntegrityError, psycopg.IntegrityError) as error:
        for constraint, (kind, detail) in _CONSTRAINTS.items():
            if constraint in str(error):
                raise kind(detail) from error
        raise
