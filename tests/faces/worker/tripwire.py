"""Death before a given commit."""

import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any

import psycopg

from facevalue.insight.store import Session


class Tripwire:
    """Counts commits, and kills the process before one of them."""

    def __init__(self, dies_before: int) -> None:
        self.commits = 0
        self._dies_before = dies_before

    def touch(self) -> None:
        self.commits += 1
        if self.commits == self._dies_before:
            os.kill(os.getpid(), signal.SIGKILL)

    def lay(self) -> None:
        """In front of every COMMIT of SQLite, PostgreSQL and DuckDB in this process."""
        wire = self

        class Connection(sqlite3.Connection):
            def execute(self, statement: str, *parameters: Any) -> sqlite3.Cursor:
                if statement == "COMMIT":
                    wire.touch()
                return super().execute(statement, *parameters)

        sqlite3.connect = partial(sqlite3.connect, factory=Connection)  # type: ignore[assignment]
        for kind in (psycopg.Connection, Session):
            kind.transaction = _tripped(kind.transaction, wire)  # type: ignore[method-assign]


def _tripped(transaction: Callable[..., AbstractContextManager[Any]], wire: Tripwire) -> Callable[..., Any]:
    @contextmanager
    def tripped(*given: Any, **named: Any) -> Iterator[Any]:
        with transaction(*given, **named) as entered:
            yield entered
            wire.touch()

    return tripped
