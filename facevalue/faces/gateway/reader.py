"""Blocking reads of a database, done beside the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Concatenate, ParamSpec, TypeVar

from facevalue.kit.db import Database
from facevalue.kit.errors import StorageUnavailable

P = ParamSpec("P")
T = TypeVar("T")


class Reader:
    """One thread with one connection, opened when it is first needed and again after the storage was gone."""

    def __init__(self, connect: Callable[[], Database]) -> None:
        self._connect = connect
        self._database: Database | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="gateway-reader")

    async def run(self, read: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`read(db, …)` on the thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: self._run(read, *args, **kwargs))

    def start(self, read: Callable[Concatenate[Database, P], None], *args: P.args, **kwargs: P.kwargs) -> None:
        """The same, without waiting for it."""
        self._thread.submit(lambda: self._run(read, *args, **kwargs))

    def _run(self, read: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        self._database = self._database or self._connect()
        try:
            return read(self._database, *args, **kwargs)
        except StorageUnavailable:
            self._drop()
            raise

    def close(self) -> None:
        """Waits for what is under way, then closes the connection."""
        self._thread.submit(self._drop).result()
        self._thread.shutdown()

    def _drop(self) -> None:
        database, self._database = self._database, None
        if database:
            database.close()
