"""The strongest test of all: the log settled once more from its beginning, and every row held against what stands."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from facevalue.kit import ids, sql
from facevalue.kit.columns import Column, concatenate, take
from facevalue.kit.compare import pages, unlike
from facevalue.kit.db import Database
from facevalue.kit.findings import Finding, place
from facevalue.ledger import actions as ledger_actions
from facevalue.ledger import queries as ledger
from facevalue.ledger.actions import NEVER, TOKEN, UNLIMITED, Kind, Transfer
from facevalue.ledger.queries import Code
from facevalue.settlement import journal
from facevalue.settlement.actions import Settler
from facevalue.social.ingest import Log, Segment, records, seq_of

_SQL = sql.load("facevalue.settlement")
_RECORDS_AT_ONCE = 131_072
_WORKER = 1


def rebuild(scratch: Database, log: Log, positions: Column, now_ms: int) -> Iterator[int]:
    """Settles the log up to `positions` (by slot) into an empty database with the tables of the rooms without Django.

    Yields how many records each batch settled.
    """
    settler = Settler(scratch, _Retold(log, positions, scratch, now_ms), _WORKER)
    settler.lease(now_ms)
    while (settled := settler.step(_RECORDS_AT_ONCE, now_ms)) is not None:
        yield settled.records
    settler.leave()


class _Retold(Log):
    """The log as far as it is settled. What campaigns had done before each of its posts, is done when the post is read."""

    def __init__(self, log: Log, positions: Column, scratch: Database, now_ms: int) -> None:
        super().__init__(log.db)
        self.positions, self.scratch, self.now_ms = positions, scratch, now_ms
        self.last_settled_seq = seq_of(int(positions.max()))
        self.source = ids.make()
        with scratch.transaction():
            self._open(Kind.ISSUANCE, np.zeros(1, np.int64), np.array([self.source]), UNLIMITED)

    def read(self, after_seq: int, records_max: int) -> list[Segment]:
        """As `Log.read`, without what is not settled."""
        if after_seq >= self.last_settled_seq:
            return []
        segments = [self._settled(segment) for segment in super().read(after_seq, records_max)]
        with self.scratch.transaction():
            for segment in segments:
                self._set_aside(segment)
        return segments

    def _settled(self, segment: Segment) -> Segment:
        columns = segment.columns
        rows = np.flatnonzero(columns["position"] <= self.positions[columns["slot"]])
        if len(rows) == len(columns["op"]):
            return segment
        place_of = dict(zip(rows.tolist(), range(len(rows)), strict=True))
        details = {place_of[row]: detail for row, detail in segment.details.items() if row in place_of}
        return replace(segment, columns=take(columns, rows), details=details)

    def _set_aside(self, segment: Segment) -> None:
        """The accounts of posts, with the ids that they have, and the escrows, held until settlement meets the record."""
        by_op: dict[int, list[dict[str, int]]] = {records.PUBLISH: [], records.TOP_UP: []}
        for row, detail in segment.details.items():
            by_op.get(int(segment.columns["op"][row]), []).append(detail)
        self._publish(by_op[records.PUBLISH])
        self._top_up(by_op[records.TOP_UP])

    def _publish(self, posts: list[dict[str, int]]) -> None:
        if not posts:
            return
        fresh = np.flatnonzero(self._open(Kind.ESCROW, _column(posts, "post"), _column(posts, "escrow_account")))
        # Of a post that is published again only the first time counts.
        posts = [posts[row] for row in fresh]
        for kind in ("purse_account", "pending_account", "fee_account"):
            self._open(Kind.PURSE, _column(posts, kind), _column(posts, kind))
        self._hold(_column(posts, "escrow_account"), _column(posts, "escrow_tokens"), _column(posts, "hold"))

    def _top_up(self, top_ups: list[dict[str, int]]) -> None:
        if not top_ups:
            return
        posts = _column(top_ups, "post")
        escrows = ledger.accounts_of(self.scratch, ids.slot_in(posts), posts, Kind.ESCROW, TOKEN)
        known = escrows > 0
        self._hold(escrows[known], _column(top_ups, "tokens")[known], _column(top_ups, "hold")[known])

    def _open(self, kind: Kind, owners: Column, accounts: Column, floor: int = 0) -> Column:
        """Opens those of `accounts` whose owners have none; which rows these are."""
        fresh: Column = ledger.accounts_of(self.scratch, ids.slot_in(accounts), owners, kind, TOKEN) == 0
        _, first = np.unique(owners, return_index=True)
        fresh &= np.isin(np.arange(len(owners)), first)
        made = accounts[fresh]
        ledger_actions.open_accounts(
            self.scratch, ids.slot_in(made), owners[fresh], kind, TOKEN, floor, now_ms=self.now_ms, account_ids=made
        )
        return fresh

    def _hold(self, escrows: Column, tokens: Column, holds: Column) -> None:
        rows = zip(escrows.tolist(), tokens.tolist(), holds.tolist(), strict=True)
        transfers = [Transfer(self.source, escrow, amount, TOKEN, Code.PUBLISH, f"{hold}") for escrow, amount, hold in rows]
        ledger_actions.transfer(self.scratch, transfers, self.now_ms)
        keys = [f"{hold}:held" for hold in holds.tolist()]
        ledger_actions.hold_many(self.scratch, escrows, tokens, keys, NEVER, self.now_ms, hold_ids=holds)


def _column(details: list[dict[str, int]], name: str) -> Column:
    return np.array([int(detail[name]) for detail in details], np.int64)


def compare(db: Database, rebuilt: Database) -> Iterator[Finding]:
    """Holds engagements, what is closed or waits, facts and the money that settlement moved against a rebuilt database."""
    for query, table, key in (
        (_SQL.page_of_engagements, "settlement_engagement", ("slot", "series", "actor", "post", "kind")),
        (_SQL.page_of_closed, "settlement_closed", ("slot", "post")),
        (_SQL.page_of_clearing, "settlement_clearing", ("slot", "hour", "pending")),
        (_SQL.page_of_turns, "settlement_turn", ("slot", "post", "position")),
        (_SQL.cursors, "settlement_slot", ("slot",)),
    ):
        yield from unlike(db, rebuilt, query, table, key)
    words = "the log settled again gives it an outcome", "the log settled again does not make it"
    facts, again = (lambda: journal.of_facts(db)), (lambda: journal.of_facts(rebuilt))
    yield from journal.unlike("replay", facts, again, journal.OF_FACTS, words)
    yield from _money(db, rebuilt)


def _money(db: Database, rebuilt: Database) -> Iterator[Finding]:
    posts = concatenate(list(pages(db, _SQL.audited_posts, 2)))
    accounts = np.unique(np.concatenate([posts[name] for name in ("escrow", "purse", "pending", "fee_account")]))
    found, expected = (ledger.turnover(database, accounts, Code.SETTLE, Code.CLEAR) for database in (db, rebuilt))
    for side in ("debits", "credits"):
        sums, right = getattr(found, side), getattr(expected, side)
        for code, row in np.argwhere(sums != right).tolist():
            detail = f"{side} by {Code(code + Code.SETTLE).name}: found {sums[code, row]}, "
            where = place("ledger_account", accounts[row])
            yield Finding("replay", where, f"{detail}the log settled again makes {right[code, row]}")
