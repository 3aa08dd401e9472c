"""Loads settled facts into the store, each exactly once."""

from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import numpy as np

from facevalue.insight.store import SQL, Cursor, Session, Store, make
from facevalue.kit import columns, facts
from facevalue.kit.columns import Columns
from facevalue.kit.db import Database
from facevalue.kit.facts import Fact

KIND = "settled"
# One transaction loads about so many rows: from one row group of DuckDB (122,880) on, they go straight to the file and not
# through its journal, which halves the cost of a commit.
_ADVANCE_ROWS_MAX = 200_000
# Facts are loaded together up to so many rows: a statement costs as much as 10,000 rows, and more would take memory.
_CHUNK_ROWS = 50_000
# Rows wait for the rollups until so many are there: reads add them up in a millisecond, folding them takes a quarter second.
_FRESH_ROWS_MAX = 50_000
_SECONDS_KEPT = 300


def open_store(path: str | Path) -> Store:
    """The store in a file, made if it is missing or of an older shape. Raises StoreLocked if another process has it open,
    StoreUnreadable if the file is damaged or something else."""
    return Store(Path(path))


def advance(store: Store, db: Database, facts_max: int = 1_000) -> int:
    """Loads the facts after the store's cursor, at most `facts_max` and about 200,000 engagements, in one DuckDB transaction
    with the cursor. Returns the number of facts; 0: everything is loaded. One thread at a time, `db` in no transaction.
    A store whose facts are not those of `db` (one of them was restored, or begun anew) is emptied and begins again.
    Raises StorageUnavailable: nothing was loaded, and it can be tried again."""
    with store.writer() as writer:
        cursor = writer.cursor()
        if cursor.seq and not store.checked and not _is_of(db, cursor):
            make(writer)
            cursor = writer.cursor()
        last, fresh_rows = None, cursor.fresh_rows
        for fact, rows in _chunks(db, cursor.seq, facts_max):
            writer.append(rows)
            last, fresh_rows = fact, fresh_rows + len(rows["fact"])
        if last:
            _move(writer, cursor, last, fresh_rows)
    store.checked = True
    return last.seq - cursor.seq if last else 0


def _move(writer: Session, cursor: Cursor, last: Fact, fresh_rows: int) -> None:
    fold = fresh_rows >= _FRESH_ROWS_MAX
    if fold:
        from_second = last.at_ms // 1000 - _SECONDS_KEPT
        for query in (SQL.fold_totals, SQL.fold_hours, SQL.fold_creators):
            writer.run(query, folded_seq=cursor.folded_seq)
        writer.run(SQL.forget_seconds, from_second=from_second)
        writer.run(SQL.fold_seconds, folded_seq=cursor.folded_seq, from_second=from_second)
    writer.run(
        SQL.move_cursor,
        seq=last.seq,
        at_ms=last.at_ms,
        checksum=crc32(last.body),
        folded_seq=last.seq if fold else cursor.folded_seq,
        fresh_rows=0 if fold else fresh_rows,
    )


def _is_of(db: Database, cursor: Cursor) -> bool:
    there = facts.read(db, KIND, cursor.seq - 1, 1)
    return [(fact.seq, fact.at_ms, crc32(fact.body)) for fact in there] == [cursor[:3]]


def _chunks(db: Database, after_seq: int, facts_max: int) -> Iterator[tuple[Fact, Columns]]:
    """The next facts as rows to load, each time with the last fact among them. Read one by one, for a fact can be large."""
    tables: list[Columns] = []
    chunk_rows = rows = 0
    fact = None
    for seq in range(after_seq, after_seq + facts_max):
        found = facts.read(db, KIND, seq, 1)
        if not found:
            break
        fact = found[0]
        tables.append(_table(fact))
        chunk_rows += len(tables[-1]["fact"])
        if chunk_rows >= _CHUNK_ROWS:
            yield fact, columns.concatenate(tables)
            rows += chunk_rows
            tables, chunk_rows = [], 0
        if rows >= _ADVANCE_ROWS_MAX:
            break
    if fact and tables:
        yield fact, columns.concatenate(tables)


def _table(fact: Fact) -> Columns:
    table = columns.unpack(fact.body)
    count = len(table["position"])
    # Facts of the first days do not tell when their tokens clear.
    table.setdefault("clears", np.zeros(count, np.int32))
    return table | {"fact": np.full(count, fact.seq, np.int64), "settled_ms": np.full(count, fact.at_ms, np.int64)}
