"""Moves what SQLite wrote ahead into the database file, beside the writers instead of within their commits."""

import logging
import sqlite3
import threading
from pathlib import Path

from facevalue.kit.db import connect
from facevalue.kit.gate import gate_of

PASSIVE_BYTES = 32 << 20
RESTART_BYTES = 512 << 20
_PERIOD_S = 0.25
_logger = logging.getLogger(__name__)


class Checkpointer:
    """A thread that checkpoints one SQLite file whenever its write-ahead log has grown by PASSIVE_BYTES.

    A checkpoint beside writers never catches up with them, so the write-ahead log grows; past RESTART_BYTES it takes a
    turn at the gate and starts the log over. Writers must not checkpoint themselves: `connect(..., checkpoints=False)`.
    """

    def __init__(self, path: Path) -> None:
        self._wal = path.with_name(path.name + "-wal")
        self._db = connect(path, cache_mib=4, checkpoints=False)
        self._gate = gate_of(str(path.resolve()))
        self._stop = threading.Event()
        self._done_bytes = 0
        self._thread = threading.Thread(target=self._run, name=f"checkpoint-{path.name}", daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def stop(self) -> None:
        """Ends, leaving an empty write-ahead log behind."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()
        self._checkpoint("TRUNCATE")
        self._db.close()

    def _run(self) -> None:
        while not self._stop.wait(_PERIOD_S):
            size = self._wal.stat().st_size if self._wal.exists() else 0
            if size > RESTART_BYTES:
                with self._gate.turn(patient=True):
                    self._checkpoint("TRUNCATE")
            elif size - self._done_bytes > PASSIVE_BYTES or size < self._done_bytes:
                self._checkpoint("PASSIVE")
                self._done_bytes = size

    def _checkpoint(self, mode: str) -> None:
        try:
            self._db.pragma(f"wal_checkpoint({mode})")
        except sqlite3.OperationalError as error:
            # A full disk: the writers are told by their own statements, and the next period tries again.
            _logger.warning("checkpoint of %s: %s", self._wal, error)
        if mode == "TRUNCATE":
            self._done_bytes = 0
