"""How moves hang together, without a database."""

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
import numpy as np

from facevalue.kit import ids
from facevalue.kit.columns import Column, Columns
from facevalue.ledger.errors import AmountOutOfRange, KeyConflict, SameAccount, UnitMismatch
from facevalue.ledger.terms import AMOUNT_MAX


class Links(NamedTuple):
    """The accounts of some moves, ascending, with what the moves make of each; and the chain of each within the moves.

    An entry is one side of a move: 2 * row is its debit, 2 * row + 1 its credit.
    """

    account: Column
    unit: Column
    debits: Column
    credits: Column
    last_transfer: Column
    first_entry: Column
    prev: Column
    """For each entry the account's previous transfer; 0 where it is the account's first."""


def check_amount(amount: int) -> None:
    """Raises AmountOutOfRange."""
    if not 1 <= amount <= AMOUNT_MAX:
        raise AmountOutOfRange(f"An amount is from 1 to {AMOUNT_MAX}, not {amount}", amount=str(amount))


def check_amounts(amounts: Column) -> None:
    """Raises AmountOutOfRange."""
    if len(amounts):
        check_amount(int(amounts.min()))
        check_amount(int(amounts.max()))


def check_moves(moves: Columns) -> None:
    """Raises AmountOutOfRange or SameAccount."""
    check_amounts(moves["amount"])
    same = moves["debit"][moves["debit"] == moves["credit"]]
    if len(same):
        raise SameAccount(f"Account {same[0]} cannot pay itself", account=str(same[0]))


def link(moves: Columns, transfers: Column) -> Links:
    """Chains the transfers that `moves` (at least one) become, and adds them up by account. Raises UnitMismatch."""
    entries = np.column_stack((moves["debit"], moves["credit"])).ravel()
    order = np.argsort(entries, kind="stable")
    accounts, rows = entries[order], order >> 1
    begins = np.flatnonzero(np.concatenate(([True], accounts[1:] != accounts[:-1])))
    ends = np.append(begins[1:], len(order)) - 1
    units = moves["unit"][rows]
    if (units != np.repeat(units[begins], ends - begins + 1)).any():
        raise UnitMismatch("An account takes part in moves of different units")
    made, amounts = transfers[rows], moves["amount"][rows]
    before = np.concatenate(([0], made[:-1]))
    before[begins] = 0
    prev = np.empty_like(before)
    prev[order] = before
    credits_ = np.add.reduceat(amounts * (order & 1), begins)
    debits = np.add.reduceat(amounts, begins) - credits_
    return Links(accounts[begins], units[begins], debits, credits_, made[ends], order[begins], prev)


class Keys(NamedTuple):
    """Idempotency keys as 128-bit numbers, and one digest of all that was asked for under them."""

    slot: Column
    hi: Column
    lo: Column
    body: int


def keys(texts: Sequence[str], *body: Any) -> Keys:
    """`body` is anything that JSON can express. Raises KeyConflict if a key occurs twice."""
    if len(set(texts)) < len(texts):
        raise KeyConflict("A key stands twice in one request")
    joined = b"".join(hashlib.blake2b(text.encode(), digest_size=16).digest() for text in texts)
    hi, lo = np.frombuffer(joined, ">i8").astype(np.int64).reshape(-1, 2).T
    # Everything asked for at once is one body: a key means nothing without the others that it was linked with.
    digest = hashlib.blake2b(msgspec.json.encode((texts, body), order="deterministic"), digest_size=8).digest()
    return Keys(hi & (ids.SLOTS - 1), hi, lo, int.from_bytes(digest, "big", signed=True))
