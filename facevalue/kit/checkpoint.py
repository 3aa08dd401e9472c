"""Moves what SQLite wrote ahead into the database file, beside the writers instead of within their commits."""

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from facevalue.kit.db import connect
from facevalue.kit.errors import StorageUnavailable
from facevalue.kit.gate import gate_of

# About so much is moved at a time: more would save pages that are written again and again, less keeps the disk free.
PASS_BYTES = 16 << 20
# So long may the write-ahead log become before it begins anew: the longer it is, the longer it takes to find a page in it.
LAP_BYTES = 128 << 20
_WAIT_S_MIN, _WAIT_S_MAX = 0.05, 2.0
_READERS_WAIT_MS_MAX = 500
_logger = logging.getLogger(__name__)


class Checkpointer:
    """A thread that checkpoints one SQLite file. Writers must not do it themselves: `connect(..., checkpoints=False)`.

    A checkpoint beside writers never quite catches up with them, so the write-ahead log grows. When it is long, the rest is
    moved in a turn of its own at the gate: little, and to a file that is synced already. The next writer then begins at the
    log's start again; the file keeps its length, for writing over takes half as long as appending.
    """

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._wal = path.with_name(path.name + "-wal")
        self._db = connect(path, cache_mib=1, checkpoints=False)
        self._db.pragma(f"busy_timeout = {_READERS_WAIT_MS_MAX}")
        self._page_bytes = int(self._db.pragma("page_size")[0][0])
        self._gate = gate_of(str(path.resolve()))
        # Never closed: closing any descriptor of a file takes all locks from it that this process has, SQLite's too (POSIX).
        self._file = os.open(path, os.O_RDONLY)
        self._stop = threading.Event()
        self._moved_bytes = 0
        self._refused = ""
        self._thread = threading.Thread(target=self._run, name=f"checkpoint-{path.name}", daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def stop(self) -> None:
        """Ends, leaving an empty write-ahead log behind unless somebody still reads from it."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()
        with self._refusals_told():
            self._checkpoint("TRUNCATE")
        self._db.close()

    def _run(self) -> None:
        wait_s, seen_ns = _WAIT_S_MIN, 0
        while not self._stop.wait(wait_s):
            with self._refusals_told():
                written_ns = self._wal.stat().st_mtime_ns
                fresh_bytes = self._pass() if written_ns != seen_ns else 0
                seen_ns = written_ns
                wait_s = max(_WAIT_S_MIN, wait_s / 2) if fresh_bytes > PASS_BYTES else min(_WAIT_S_MAX, wait_s * 2)
                if self._moved_bytes > LAP_BYTES:
                    self._lap()

    def _lap(self) -> None:
        self._pass()
        with self._gate.turn(patient=True):
            self._pass()
        self._moved_bytes = 0

    def _pass(self) -> int:
        """Moves what is there by now, and syncs it. How much that was."""
        before = self._moved_bytes
        self._moved_bytes = self._checkpoint("PASSIVE") * self._page_bytes
        os.fdatasync(self._file)
        return self._moved_bytes - before if self._moved_bytes >= before else self._moved_bytes

    def _checkpoint(self, mode: str) -> int:
        """How many pages at the log's start are in the database file."""
        return int(self._db.pragma(f"wal_checkpoint({mode})")[0][2])

    @contextmanager
    def _refusals_told(self) -> Iterator[None]:
        """A full disk: the writers are told by their own statements, and the next time may go better."""
        try:
            yield
            self._refused = ""
        except (StorageUnavailable, OSError) as error:
            if str(error) != self._refused:
                self._refused = str(error)
                _logger.warning("checkpoint of %s: %s", self._name, error)
