"""The connection that Django's setting ENGINE leads to."""

from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base

from facevalue.kit.gate import WriteGate, gate_of

_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP")


class DatabaseWrapper(base.DatabaseWrapper):
    """A transaction holds the gate from BEGIN IMMEDIATE to its end, a single statement that writes as long as it runs.

    Without it a page would poll for a lock that settlement takes again as soon as it has let go of it.
    """

    gate: WriteGate
    holds_gate = False

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Opens the file whose gate this connection goes through."""
        self.gate = gate_of(str(Path(conn_params["database"]).resolve()))
        return super().get_new_connection(conn_params)

    def create_cursor(self, name: Any = None) -> Any:
        """A cursor that stops at the gate."""
        return self.connection.cursor(factory=lambda raw: _Cursor(raw, self))

    def enter(self) -> None:
        """Waits for the turn."""
        self.gate.acquire()
        self.holds_gate = True

    def leave(self) -> None:
        """Ends the turn, if there was one and nothing is left to commit."""
        if self.holds_gate and not self.connection.in_transaction:
            self.holds_gate = False
            self.gate.release()

    def commit(self) -> None:
        """Ends the turn with the transaction."""
        try:
            super().commit()
        finally:
            self.leave()

    def rollback(self) -> None:
        """Ends the turn with the transaction."""
        try:
            super().rollback()
        finally:
            self.leave()

    def close(self) -> None:
        """Whoever goes in the middle of a transaction ends the turn too."""
        try:
            super().close()
        finally:
            if self.holds_gate:
                self.holds_gate = False
                self.gate.release()


class _Cursor(base.SQLiteCursorWrapper):
    def __init__(self, raw: Any, wrapper: DatabaseWrapper) -> None:
        super().__init__(raw)
        self._wrapper = wrapper

    def execute(self, query: str, params: Any = None) -> Any:
        return self._at_the_gate(query, lambda: super(_Cursor, self).execute(query, params))

    def executemany(self, query: str, param_list: Any) -> Any:
        return self._at_the_gate(query, lambda: super(_Cursor, self).executemany(query, param_list))

    def _at_the_gate(self, query: str, execute: Any) -> Any:
        first = query[:16].lstrip().upper()
        if self._wrapper.holds_gate or not (first.startswith("BEGIN") or first.startswith(_WRITES)):
            return execute()
        self._wrapper.enter()
        try:
            return execute()
        finally:
            self._wrapper.leave()
