"""One door for all threads of a process that writes to the log now and then, such as the pages."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from facevalue.kit.db import Database
from facevalue.kit.errors import FacevalueError, StorageUnavailable
from facevalue.social.errors import Busy
from facevalue.social.log import Log

WAIT_S_MAX = 5.0


class Network:
    """A state and a log, opened when they are first needed and lent to one thread after another."""

    def __init__(self, open_state: Callable[[], Database], open_log: Callable[[], Log]) -> None:
        self._open_state, self._open_log = open_state, open_log
        self._turn = threading.Lock()
        self._opened: tuple[Database, Log] | None = None

    @contextmanager
    def lent(self) -> Iterator[tuple[Database, Log]]:
        """State and log, for what the `actions` of this room do; never within a transaction of Django's, which would wait for
        itself. Raises Busy, StorageUnavailable."""
        if not self._turn.acquire(timeout=WAIT_S_MAX):
            raise Busy("Too much is going on: try again in a moment")
        try:
            try:
                yield self._open()
            except FacevalueError as error:
                if isinstance(error, StorageUnavailable):
                    self._close()
                raise
            except BaseException:
                # Whatever it was, the next one begins with connections that nothing has happened to.
                self._close()
                raise
        finally:
            self._turn.release()

    def close(self) -> None:
        """Closes what is open. Who comes later opens it again."""
        with self._turn:
            self._close()

    def _open(self) -> tuple[Database, Log]:
        if self._opened is None:
            db = self._open_state()
            try:
                self._opened = db, self._open_log()
            except BaseException:
                db.close()
                raise
        return self._opened

    def _close(self) -> None:
        opened, self._opened = self._opened, None
        for each in opened or ():
            each.close()
