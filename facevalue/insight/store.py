"""The DuckDB file of figures: one writer, any number of readers beside it, all in one process."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Condition
from typing import Any, NamedTuple

import duckdb

from facevalue.insight.errors import StoreLocked, StoreUnreadable
from facevalue.kit import sql
from facevalue.kit.columns import Columns
from facevalue.kit.errors import StorageUnavailable

SQL = sql.load("facevalue.insight")
_SCHEMA = sql.schema("facevalue.insight", "duckdb")
_SHAPE = hashlib.blake2b((_SCHEMA + SQL.append_engagements.duckdb).encode(), digest_size=16).hexdigest()
# A query runs in the thread that asks: DuckDB needs no others. The limit is for its pages; it takes half as much besides.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {"threads": 1, "async_threads": 0, "memory_limit": "80MB"}
# DuckDB writes its journal back by itself at 16 MiB, unless readers are in the way; at this size they have to wait.
_JOURNAL_BYTES_MAX = 48 * 2**20


class Cursor(NamedTuple):
    """How far the store is. The rollups hold the facts up to `folded_seq`; `fresh_rows` engagements came after it."""

    seq: int
    at_ms: int
    checksum: int
    folded_seq: int
    fresh_rows: int


class Session:
    """One connection to the store, for one thread at a time."""

    def __init__(self, raw: duckdb.DuckDBPyConnection) -> None:
        self.raw = raw
        self._parsed: dict[str, duckdb.Statement] = {}

    def rows(self, query: sql.Query, **parameters: int | str | bool) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        if query.name not in self._parsed:
            [self._parsed[query.name]] = self.raw.extract_statements(query.duckdb)
        return self.raw.execute(self._parsed[query.name], parameters).fetchall()

    def run(self, query: sql.Query, **parameters: int | str | bool) -> None:
        """Executes a statement to its end."""
        self.rows(query, **parameters)

    def append(self, rows: Columns) -> None:
        """Adds engagements; DuckDB reads the columns where they are."""
        self.raw.register("insight_stage", rows)
        self.run(SQL.append_engagements)
        self.raw.unregister("insight_stage")

    def cursor(self) -> Cursor:
        """How far the store is, in this transaction's snapshot."""
        return Cursor(*self.rows(SQL.cursor)[0])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing; reads see one snapshot."""
        self.raw.begin()
        try:
            yield
            self.raw.commit()
        except BaseException:
            _give_up(self.raw)
            raise


class Store:
    """An open store. One thread advances it; any thread may read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.checked = False
        self._readers = Condition()
        self._reading = 0
        self._idle: list[Session] = []
        self._broken = False
        self._connect()

    @contextmanager
    def reader(self) -> Iterator[Session]:
        """A session in a transaction of its own, for any thread. Raises StorageUnavailable."""
        with self._readers:
            if self._broken:
                raise StorageUnavailable(f"{self.path} is about to be opened again")
            session = self._idle.pop() if self._idle else Session(self._raw.cursor())
            self._reading += 1
        try:
            with self._refusals(), session.transaction():
                yield session
        finally:
            with self._readers:
                self._idle.append(session)
                self._reading -= 1
                self._readers.notify_all()

    @contextmanager
    def writer(self) -> Iterator[Session]:
        """The session of the one thread that advances the store, in a transaction. Raises StorageUnavailable: nothing was
        written, and it can be tried again."""
        if self._broken:
            self._reopen()
        with self._refusals():
            with self._writer.transaction():
                yield self._writer
            journal = Path(f"{self.path}.wal")
            if journal.exists() and journal.stat().st_size > _JOURNAL_BYTES_MAX:
                self._writer.run(SQL.write_back)

    def close(self) -> None:
        """Gives the file free, once all reads have ended; none may begin."""
        with self._readers:
            self._broken = True
            self._readers.wait_for(lambda: not self._reading)
            for session in [*self._idle, self._writer]:
                session.raw.close()
            self._idle.clear()
            self._raw.close()

    def _connect(self) -> None:
        self._raw = _open(self.path)
        self._writer = Session(self._raw.cursor())
        self._broken = False

    def _reopen(self) -> None:
        self.close()
        self._connect()

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        try:
            yield
        except (duckdb.FatalException, duckdb.InternalException) as error:
            self._broken = True  # DuckDB refuses everything until the last connection is closed
            raise StorageUnavailable(f"{self.path}: {error}") from error
        except duckdb.OperationalError as error:
            raise StorageUnavailable(f"{self.path}: {error}") from error


def make(session: Session) -> None:
    """Empty tables, in place of those that were there. Within a transaction."""
    session.raw.execute(_SCHEMA)
    session.run(SQL.new_cursor, shape=_SHAPE)


def _open(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        if path.exists():
            raw = duckdb.connect(path, config=_CONFIG)
            if Session(raw).rows(SQL.shape) == [(_SHAPE,)]:
                return raw
            raw.close()
        _create(path)
        return duckdb.connect(path, config=_CONFIG)
    except duckdb.Error as error:
        if "Could not set lock" in str(error):
            raise StoreLocked(f"{path} is open in another process: {error}") from error
        raise StoreUnreadable(f"{path} cannot be opened: {error}") from error


def _create(path: Path) -> None:
    """Puts an empty store in place, whole or not at all: it is made under another name, so that a crash leaves no half."""
    new = path.with_name(path.name + ".new")
    for stale in (new, Path(f"{new}.wal"), Path(f"{path}.wal")):
        stale.unlink(missing_ok=True)
    raw = duckdb.connect(new, config=_CONFIG)
    session = Session(raw)
    with session.transaction():
        make(session)
    raw.close()
    new.replace(path)


def _give_up(raw: duckdb.DuckDBPyConnection) -> None:
    with suppress(duckdb.Error):  # a failed commit has rolled back already
        raw.rollback()
