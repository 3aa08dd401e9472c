"""What a person reads of single engagements: who was active lately, and which of them each transfer of a wallet pays."""

from typing import NamedTuple

import numpy as np

from facevalue.insight.errors import ReceiptNotReady, UnknownTransfer
from facevalue.insight.store import SQL, Session, Store
from facevalue.kit import ids
from facevalue.kit.columns import Column
from facevalue.kit.db import Database
from facevalue.ledger import queries as ledger
from facevalue.ledger.queries import Code, Entry, Kind
from facevalue.settlement import queries as settlement
from facevalue.settlement.queries import CLEARS_NEVER, Outcome, Rule, Turn

_MINE = (Kind.PURSE, Kind.PENDING)


class Line(NamedTuple):
    """An engagement as it was settled: `price` is what the creator got of it and `fee` what the operator got on top; negative
    where they were taken back."""

    position: int
    post: int
    kind: int
    actor: int
    via: int
    degree: int
    outcome: Outcome
    price: int
    fee: int
    at_ms: int


class Receipt(NamedTuple):
    """Why a transfer was made: the engagements whose prices add up to `tokens` (none for what is no earning), and by post the
    rule by which they were paid."""

    transfer: int
    at_ms: int
    code: Code
    tokens: int
    lines: list[Line]
    rules: dict[int, Rule]


def activity(store: Store, creator: int, before: int, limit: int, since_ms: int = 0) -> list[Line]:
    """At most `limit` engagements with a creator's posts that stand, newest first, from before the position `before` (0: the
    newest), settled since a time: the shorter that is, the less there is to read. Any thread."""
    with store.reader() as reader:
        rows = reader.rows(SQL.activity, creator=creator, before=before or ids.EVER, since_ms=since_ms, limit=limit)
    return [_line(row) for row in rows]


def receipt(store: Store, db: Database, person: int, transfer: int) -> Receipt:
    """The receipt of a transfer of the person's purse or pending account.

    Raises UnknownTransfer for any other one, ReceiptNotReady while the figures have not met it, StorageUnavailable.
    """
    entry = ledger.entry(db, transfer)
    owners = ledger.owners(db, (entry.debit, entry.credit)) if entry else {}
    if entry is None or not any(owner == person and kind in _MINE for owner, kind in owners.values()):
        raise UnknownTransfer("There is no such transfer in this wallet", transfer=str(transfer))
    escrows = [owner for owner, kind in owners.values() if kind == Kind.ESCROW]
    code = Code(entry.code)
    rows = _rows(store, db, person, entry, escrows)
    if rows is not None and abs(sum(row[7] for row in rows)) != entry.amount:
        raise ReceiptNotReady("What this pays was settled a moment ago: try again", transfer=str(transfer))
    lines = [_line(row) for row in rows or ()]
    return Receipt(transfer, entry.at_ms, code, entry.amount, lines, settlement.rules(db, {line.post for line in lines}))


_Row = tuple[int, ...]


def _line(row: _Row) -> Line:
    position, post, kind, actor, via, degree, outcome, price, fee, at_ms, _, _ = row
    return Line(position, post, kind, actor, via, degree, Outcome(outcome), price, fee, at_ms)


def _rows(store: Store, db: Database, person: int, entry: Entry, escrows: list[int]) -> list[_Row] | None:
    """The rows that a transfer of earnings moves, None for any other."""
    with store.reader() as reader:
        match entry.code:
            case Code.SETTLE | Code.WITHDRAW:
                return _of_batch(reader, escrows[0], entry)
            case Code.CLEAR:
                return _cleared(reader, db, person, entry)
            case Code.REJECT | Code.RESTORE:
                return _turned(reader, db, entry)
    return None


def _of_batch(reader: Session, post: int, entry: Entry) -> list[_Row]:
    """A batch is one fact, and has at most one transfer of a kind for each post."""
    facts = reader.rows(SQL.fact_of_payment, post=post, position=entry.position)
    sign = 1 if entry.code == Code.SETTLE else -1
    return reader.rows(SQL.payments_of_batch, fact=facts[0][0], post=post, sign=sign) if facts else []


def _cleared(reader: Session, db: Database, person: int, entry: Entry) -> list[_Row]:
    """Whatever clears in the hours that passed, but for what was held before with its post."""
    after_hour, hour = settlement.cleared_hours(db, ids.slot_of(person), entry.position)
    where = {"creator": person, "after_hour": after_hour, "hour": hour, "position": entry.position}
    rows = reader.rows(SQL.payments_clearing, **where)
    rejections = settlement.rejections(db, np.unique(_column(rows, 1)), entry.position)
    last: dict[int, int] = {}
    for post, position in zip(rejections["post"].tolist(), rejections["position"].tolist(), strict=True):
        last[post] = max(position, last.get(post, 0))
    return [row for row in rows if row[0] > last.get(row[1], 0)]


def _turned(reader: Session, db: Database, entry: Entry) -> list[_Row]:
    """Of the post that was rejected or restored at this position, the payments that were held or paid again.

    A rejection takes whole payments, the newest first, as far as the purse went: its tokens say how far.
    """
    post = settlement.post_of_turn(db, ids.slot_in(entry.credit), entry.position)
    events = reader.rows(SQL.events_of_post, post=post, position=entry.position)
    payments = _Payments(events)
    moved = np.zeros(0, np.int64)
    for turn in settlement.turns(db, post, entry.position):
        payments.go_on(turn.position)
        moved = payments.turn(turn)
    return [events[row] for row in np.sort(payments.paid_by[moved]).tolist()]


class _Payments:
    """The payments of one post, by (actor, kind), as they stand at a position of the log."""

    def __init__(self, events: list[_Row]) -> None:
        self._position = _column(events, 0)
        self._price, self._clears_at, self._outcome = (_column(events, place) for place in (7, 10, 6))
        keys = np.stack((_column(events, 3), _column(events, 2)))
        identities, place = np.unique(keys, axis=1, return_inverse=True)
        self._identity: Column = place.ravel()
        count = identities.shape[1]
        self._price_of, self._clears, self._last = (np.zeros(count, np.int64) for _ in range(3))
        self.paid_by = np.zeros(count, np.int64)
        self._done = 0

    def go_on(self, position: int) -> None:
        """Meets what stands before a position; of several events of an identity the last one counts."""
        end = int(np.searchsorted(self._position, position))
        rows = np.arange(self._done, end)
        np.add.at(self._price_of, self._identity[rows], self._price[rows])
        paid = rows[self._price[rows] > 0]
        self._clears[self._identity[paid]] = self._clears_at[paid]
        self.paid_by[self._identity[paid]] = paid
        counted = rows[(self._outcome[rows] >= Outcome.LATE) & (self._outcome[rows] <= Outcome.PAID)]
        self._last[self._identity[counted]] = self._position[counted]
        self._done = end

    def turn(self, turn: Turn) -> Column:
        """Holds or frees; the identities whose payments moved."""
        stands = self._price_of > 0
        if turn.code == Code.RESTORE:
            moved = np.flatnonzero(stands & (self._clears == CLEARS_NEVER))
            self._clears[moved] = 0
            return moved
        spendable = np.flatnonzero(stands & (self._clears <= turn.clock_hour))
        spendable = spendable[np.argsort(-self._last[spendable])]
        moved = spendable[np.cumsum(self._price_of[spendable]) <= turn.tokens]
        self._clears[stands & (self._clears > turn.clock_hour)] = CLEARS_NEVER
        self._clears[moved] = CLEARS_NEVER
        return moved


def _column(rows: list[_Row], place: int) -> Column:
    return np.array([row[place] for row in rows], np.int64)
