"""One connection to SQLite or PostgreSQL, told what to do in named SQL and in columns."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
import psycopg

from facevalue.kit import postgres_copy, sqlite_image
from facevalue.kit.columns import Column, Columns
from facevalue.kit.errors import FacevalueError, StorageUnavailable
from facevalue.kit.gate import WriteGate, gate_of
from facevalue.kit.sql import Query, Stage

Engine = Literal["sqlite", "postgres"]
Row = tuple[Any, ...]
_POSTGRES_TYPES = {1: "smallint", 2: "smallint", 4: "integer", 8: "bigint"}
_BUSY_TIMEOUT_MS = 10_000
_REFUSALS = ("disk is full", "readonly", "disk I/O error", "unable to open", "is locked")


class Preempted(FacevalueError):
    """The transaction was rolled back because another writer waits; do it again, in smaller pieces."""

    code = "preempted"
    status = 503


class Database:
    """A connection that one thread uses at a time. Rooms take it as a parameter; faces open and commit."""

    def __init__(self, raw: "sqlite3.Connection | psycopg.Connection[Any]", gate: WriteGate | None = None) -> None:
        self.raw = raw
        self.engine: Engine = "sqlite" if isinstance(raw, sqlite3.Connection) else "postgres"
        self.gate = gate
        self._staged: set[str] = set()
        self._temporary: set[str] = set()
        self._attached: list[str] = []
        self._fillings: dict[str, int] = {}
        self._column_names: dict[str, list[str]] = {}

    # Statements

    def run(self, query: Query, **parameters: Any) -> int:
        """Executes a statement; the number of rows that it wrote."""
        with translated():
            return int(self._execute(query, parameters).rowcount)

    def rows(self, query: Query, **parameters: Any) -> list[Row]:
        """All rows of a query whose size has a limit."""
        with translated():
            return cast(list[Row], self._execute(query, parameters).fetchall())

    def row(self, query: Query, **parameters: Any) -> Row | None:
        """The first row of a query, or None."""
        with translated():
            return cast(Row | None, self._execute(query, parameters).fetchone())

    def columns(self, query: Query, **parameters: Any) -> Columns:
        """A query of integer columns, none NULL, as int64 columns by name."""
        with translated():
            if isinstance(self.raw, sqlite3.Connection):
                return self._columns_sqlite(self.raw, query, parameters)
            return self._columns_postgres(self.raw, query, parameters)

    def _columns_sqlite(self, raw: sqlite3.Connection, query: Query, parameters: Mapping[str, Any]) -> Columns:
        if query.sqlite not in self._column_names:
            described = raw.execute(f"SELECT * FROM ({query.sqlite}) LIMIT 0", parameters).description
            self._column_names[query.sqlite] = [column[0] for column in described]
        names = self._column_names[query.sqlite]
        # One long row of text is read in a third of the time of many short ones, and without the interpreter lock.
        texts = ", ".join(f"group_concat({name})" for name in names)
        lists = raw.execute(f"SELECT count(*), {texts} FROM ({query.sqlite})", parameters).fetchone()
        columns = {name: np.fromstring(text or "", np.int64, sep=",") for name, text in zip(names, lists[1:], strict=True)}
        if any(len(column) != lists[0] for column in columns.values()):
            raise ValueError(f"{query.name}: a NULL among the columns")
        return columns

    def _columns_postgres(self, raw: "psycopg.Connection[Any]", query: Query, parameters: Mapping[str, Any]) -> Columns:
        # Not raw.cursor(), which is Django's own kind where Django opened the connection: that one knows text alone.
        with psycopg.Cursor(raw) as cursor:
            cursor.format = psycopg.pq.Format.BINARY
            if query.postgres not in self._column_names:
                cursor.execute(cast(Any, f"SELECT * FROM ({query.postgres}) described LIMIT 0"), parameters)
                self._column_names[query.postgres] = [column.name for column in cursor.description or ()]
            names = self._column_names[query.postgres]
            # One row of arrays costs a fifteenth of COPY, which hands over each row by itself.
            arrays = ", ".join(f"array_agg({name})" for name in names)
            cursor.execute(cast(Any, f"SELECT {arrays} FROM ({query.postgres}) listed"), parameters)
            assert cursor.pgresult is not None
            values = [cursor.pgresult.get_value(0, place) for place in range(len(names))]
        return {name: postgres_copy.decode_array(value) for name, value in zip(names, values, strict=True)}

    def script(self, text: str) -> None:
        """Executes the statements of a schema."""
        with translated():
            if isinstance(self.raw, sqlite3.Connection):
                self.raw.executescript(text)
            else:
                self.raw.execute(cast(Any, text))

    def pragma(self, setting: str) -> list[Row]:
        """An SQLite PRAGMA; its rows."""
        assert isinstance(self.raw, sqlite3.Connection)
        with translated():
            return self.raw.execute(f"PRAGMA {setting}").fetchall()

    def _execute(self, query: Query, parameters: Mapping[str, Any]) -> Any:
        if isinstance(self.raw, sqlite3.Connection):
            return self.raw.execute(query.sqlite, parameters)
        return self.raw.execute(cast(Any, query.postgres), parameters)

    # Staging

    def stage(self, stage: Stage, columns: Mapping[str, Column]) -> int:
        """Fills a staging table with columns of equal length, instead of what it held. Returns the number of this filling.

        On SQLite this takes 0.05 µs a row outside a transaction, where the ten tables filled last are kept; inside one it is
        meant for a few rows.
        """
        if columns.keys() != stage.widths.keys():
            raise ValueError(f"{stage.name} has the columns {list(stage.widths)}, not {list(columns)}")
        with translated():
            if isinstance(self.raw, psycopg.Connection):
                self._stage_postgres(self.raw, stage, dict(columns))
            elif self.raw.in_transaction:
                self._stage_temporary(self.raw, stage, columns)
            else:
                self._stage_image(self.raw, stage, dict(columns))
        self._fillings[stage.name] = self.filling(stage) + 1
        return self._fillings[stage.name]

    def filling(self, stage: Stage) -> int:
        """The number of a staging table's latest filling, 0 before the first: it tells whether somebody filled it since."""
        return self._fillings.get(stage.name, 0)

    def _stage_image(self, raw: sqlite3.Connection, stage: Stage, columns: Columns) -> None:
        if stage.name in self._temporary:
            raw.execute(f"DROP TABLE IF EXISTS temp.{stage.name}")
            self._temporary.discard(stage.name)
        if stage.name not in self._attached:
            if len(self._attached) == raw.getlimit(sqlite3.SQLITE_LIMIT_ATTACHED):
                raw.execute(f"DETACH {self._attached.pop(0)}")
            raw.execute(f"ATTACH ':memory:' AS {stage.name}")
        else:
            self._attached.remove(stage.name)
        self._attached.append(stage.name)
        raw.deserialize(sqlite_image.build(stage.name, stage.widths, columns), name=stage.name)

    def _stage_temporary(self, raw: sqlite3.Connection, stage: Stage, columns: Mapping[str, Column]) -> None:
        names = ["n", *stage.widths]
        raw.execute(f"CREATE TEMP TABLE IF NOT EXISTS {stage.name} ({', '.join(f'{name} INTEGER' for name in names)})")
        self._temporary.add(stage.name)
        raw.execute(f"DELETE FROM temp.{stage.name}")
        values = [columns[name].tolist() for name in stage.widths]
        places = ", ".join("?" * len(names))
        numbered = zip(range(len(values[0])), *values, strict=True)
        raw.executemany(f"INSERT INTO temp.{stage.name} VALUES ({places})", numbered)

    def _stage_postgres(self, raw: "psycopg.Connection[Any]", stage: Stage, columns: Columns) -> None:
        widths = {"n": 4, **{name: max(2, width) for name, width in stage.widths.items()}}
        numbers = np.arange(len(next(iter(columns.values()))), dtype=np.int64)
        with nullcontext() if self.in_transaction else raw.transaction(), raw.cursor() as cursor:
            if stage.name not in self._staged:
                shape = ", ".join(f"{name} {_POSTGRES_TYPES[width]} NOT NULL" for name, width in widths.items())
                cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS {stage.name} ({shape})")
                self._staged.add(stage.name)
            cursor.execute(f"TRUNCATE {stage.name}")
            with cursor.copy(f"COPY {stage.name} FROM STDIN (FORMAT BINARY)") as copy:
                copy.write(postgres_copy.encode(widths, {"n": numbers, **columns}))

    # Transactions

    @property
    def in_transaction(self) -> bool:
        """Whether what is written now is committed, or not, together with something else."""
        if isinstance(self.raw, sqlite3.Connection):
            return self.raw.in_transaction
        return not self.raw.autocommit or self.raw.info.transaction_status != psycopg.pq.TransactionStatus.IDLE

    @contextmanager
    def transaction(self, *, gives_way: bool = False, patient: bool = False) -> Iterator[None]:
        """One transaction, committed at the end of the block and rolled back by any error.

        On SQLite writers of this process take turns; with `gives_way` the block raises Preempted, rolled back, when
        another one has to wait for longer than the gate's patience. Who is `patient` hurries nobody and lets others pass.
        """
        with translated():
            if isinstance(self.raw, psycopg.Connection):
                try:
                    with self.raw.transaction():
                        yield
                except BaseException:
                    self._staged.clear()  # tables made in the transaction went with it
                    raise
                return
            if self.gate is None:
                with self._sqlite_transaction(self.raw):
                    yield
                return
            give_way = self.raw.interrupt if gives_way else None
            with self.gate.turn(give_way, patient=patient), self._sqlite_transaction(self.raw):
                yield

    @contextmanager
    def _sqlite_transaction(self, raw: sqlite3.Connection) -> Iterator[None]:
        raw.execute("BEGIN IMMEDIATE")
        try:
            yield
            raw.execute("COMMIT")
        except BaseException:
            if raw.in_transaction:
                raw.execute("ROLLBACK")
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Whatever is read within the block is of one moment, while others go on writing. It may fill staging tables."""
        with translated():
            if isinstance(self.raw, psycopg.Connection):
                try:
                    with self.raw.transaction(force_rollback=True):
                        self.raw.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                        yield
                finally:
                    self._staged.clear()  # tables made in the transaction went with it
                return
            self.raw.execute("BEGIN")
            try:
                self.raw.execute("SELECT 1 FROM sqlite_schema LIMIT 1")  # a transaction begins to see when it first reads
                yield
            finally:
                self.raw.execute("ROLLBACK")

    def close(self) -> None:
        """Closes the connection."""
        self.raw.close()


@contextmanager
def translated() -> Iterator[None]:
    """Turns a refusal of the storage into our words; what a constraint says is the room's to translate."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "interrupted" in str(error):
            raise Preempted("Another writer waits") from error
        if any(words in str(error) for words in _REFUSALS):
            text = str(error)
            raise StorageUnavailable(text[:1].upper() + text[1:]) from error
        raise
    except (psycopg.errors.DiskFull, psycopg.errors.ReadOnlySqlTransaction) as error:
        raise StorageUnavailable(str(error)) from error
    except psycopg.errors.DeadlockDetected as error:
        raise Preempted("Another writer goes first") from error
    except psycopg.OperationalError as error:
        if error.sqlstate is None or error.sqlstate.startswith(("08", "57P")):
            raise StorageUnavailable("The database server cannot be reached") from error
        raise


def connect(target: str | Path, *, cache_mib: int = 64, checkpoints: bool = True) -> Database:
    """Opens a `postgresql://` address or the path of an SQLite file, durable: a commit is on the disk when it returns.

    Without `checkpoints` somebody else has to run them (`kit.checkpoint`), and no commit here does.
    """
    if str(target).startswith(("postgresql://", "postgres://")):
        with translated():
            return Database(psycopg.connect(str(target), autocommit=True))
    path = Path(target).resolve()
    with translated():
        raw = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=_BUSY_TIMEOUT_MS / 1000)
        raw.execute("PRAGMA page_size = 4096")
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute(f"PRAGMA cache_size = {-cache_mib * 1024}")
        raw.execute("PRAGMA temp_store = MEMORY")
        if not checkpoints:
            raw.execute("PRAGMA wal_autocheckpoint = 0")
        raw.execute("PRAGMA foreign_keys = ON")
    return Database(raw, gate_of(str(path)))


def wrap(raw: "sqlite3.Connection | psycopg.Connection[Any]") -> Database:
    """A connection that somebody else opened and commits, such as Django's inside `transaction.atomic()`.

    It may have been wrapped before: the staging tables that are still there are known.
    """
    db = Database(raw)
    if isinstance(raw, sqlite3.Connection):
        with translated():
            db._attached = [name for _, name, _ in raw.execute("PRAGMA database_list") if name.startswith("stage_")]
            db._temporary = {name for (name,) in raw.execute("SELECT name FROM temp.sqlite_schema WHERE type = 'table'")}
    return db
