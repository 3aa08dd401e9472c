"""A network between browser and server that fails when it is told to, at a byte: deterministic, and no clock is involved."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

READ_BYTES = 1_024


class BadNetwork:
    """Forwards a port of its own to the server's. `fail_after` bytes in either direction, `then` is called, and every
    connection is torn; while `is_down`, new ones are too."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._left: int | None = None
        self._then: Callable[[], None] = lambda: None
        self._open: set[asyncio.StreamWriter] = set()
        self._flows = asyncio.Event()
        self._flows.set()
        self.is_down = False
        self.failures = 0
        # In a thread of its own, for Playwright runs a loop in the test's.
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._wait(asyncio.start_server(self._meet, "127.0.0.1", 0))
        self.port: int = self._server.sockets[0].getsockname()[1]

    def fail_after(self, count: int, then: Callable[[], None] = lambda: None) -> None:
        """Arms it."""
        self._call(self._arm, count, then)

    def down(self) -> None:
        """No signal from now on."""
        self._call(self._set_down, True)

    def hold(self) -> None:
        """From now on nothing comes through, and nobody is told."""
        self._call(self._flows.clear)

    def up(self) -> None:
        """A network as it should be, and no failure to come."""
        self._call(self._set_down, False)
        self._call(self._flows.set)

    def close(self) -> None:
        """Puts it away."""
        self._call(self._set_down, True)
        self._call(self._flows.set)
        self._wait(self._put_away())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _put_away(self) -> None:
        self._server.close()
        # Their connections are torn, so they end by themselves.
        await asyncio.gather(*(asyncio.all_tasks() - {asyncio.current_task()}), return_exceptions=True)

    def _call(self, act: Callable[..., None], *arguments: object) -> None:
        async def run() -> None:
            act(*arguments)

        self._wait(run())

    def _wait(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _arm(self, count: int, then: Callable[[], None]) -> None:
        self._left, self._then = count, then

    def _set_down(self, is_down: bool) -> None:
        self.is_down, self._left = is_down, None
        if is_down:
            self._tear()

    def _tear(self) -> None:
        for writer in self._open:
            writer.transport.abort()
        self._open.clear()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_down:
            writer.transport.abort()
            return
        with suppress(OSError):
            server_reader, server_writer = await asyncio.open_connection("127.0.0.1", self._server_port)
            both = {writer, server_writer}
            self._open |= both
            try:
                await asyncio.gather(self._pump(reader, server_writer), self._pump(server_reader, writer))
            finally:
                self._open -= both
                for end in both:
                    end.transport.abort()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while block := await reader.read(READ_BYTES):
                await self._flows.wait()
                passing = block if self._left is None else block[: self._left]
                writer.write(passing)
                await writer.drain()
                if self._left is not None:
                    self._left -= len(passing)
                    if not self._left:
                        self._left = None
                        self.failures += 1
                        await self._loop.run_in_executor(None, self._then)
                        self._tear()
                        return
            writer.write_eof()
