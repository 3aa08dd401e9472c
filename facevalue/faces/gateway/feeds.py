"""One poller for each campaign that somebody watches, however many watch it."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import NamedTuple

INTERVAL_S = 0.2
HEARTBEAT_S = 15.0
_logger = logging.getLogger(__name__)


class Snapshot(NamedTuple):
    """What is sent, and what tells whether it differs from the one before."""

    body: bytes
    state: bytes


News = AsyncGenerator[tuple[int, bytes], None]
Load = Callable[[int], Awaitable[Snapshot]]


class Feed:
    """The newest snapshot of one campaign. Readers take it when they can: whoever is slow misses some, never waits for all."""

    def __init__(self, load: Load, campaign: int) -> None:
        self.watchers = 0
        self.version = 0
        self.snapshot: Snapshot | None = None
        self._load = load
        self._campaign = campaign
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Loads the first snapshot, then begins to poll. Raises whatever loading raises."""
        await self._update()
        if self.watchers:
            self._task = asyncio.ensure_future(self._poll())

    def stop(self) -> None:
        """Ends the polling and wakes whoever waits."""
        if self._task:
            self._task.cancel()
        self._news.set()

    async def news(self, seen: int) -> bool:
        """Waits for a version after `seen`; False if there was none for so long that a heartbeat is due."""
        if self.version != seen:
            return True
        try:
            await asyncio.wait_for(self._news.wait(), HEARTBEAT_S)
        except TimeoutError:
            return False
        return self.version != seen

    async def _poll(self) -> None:
        loop = asyncio.get_running_loop()
        due_s = loop.time() + INTERVAL_S
        while True:
            await asyncio.sleep(due_s - loop.time())
            due_s = loop.time() + INTERVAL_S
            try:
                await self._update()
            except Exception:
                _logger.exception("the figures of campaign %d could not be read", self._campaign)

    async def _update(self) -> None:
        snapshot = await self._load(self._campaign)
        if self.snapshot is None or snapshot.state != self.snapshot.state:
            self.snapshot, self.version = snapshot, self.version + 1
            self._news.set()
            self._news = asyncio.Event()


class Feeds:
    """The feeds that are being watched."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._feeds: dict[int, tuple[Feed, asyncio.Task[None]]] = {}
        self._closed = False

    @property
    def closed(self) -> bool:
        """Whether no reader is let in any more."""
        return self._closed

    @property
    def watchers(self) -> int:
        """How many readers there are in all."""
        return sum(feed.watchers for feed, _ in self._feeds.values())

    def close(self) -> None:
        """Ends every reader at once."""
        self._closed = True
        for feed, _ in self._feeds.values():
            feed.stop()

    async def watch(self, campaign: int) -> News:
        """(version, body) of the newest snapshot now and after each change, (0, b"") as a heartbeat.

        Raises, before the first, whatever loading raises.
        """
        if campaign not in self._feeds:
            feed = Feed(self._load, campaign)
            self._feeds[campaign] = feed, asyncio.ensure_future(feed.start())
        feed, started = self._feeds[campaign]
        feed.watchers += 1
        try:
            await asyncio.shield(started)
            seen = 0
            while not self._closed:
                if not await feed.news(seen):
                    yield 0, b""
                elif feed.snapshot:
                    seen = feed.version
                    yield seen, feed.snapshot.body
        finally:
            feed.watchers -= 1
            if not feed.watchers:
                feed.stop()
                if self._feeds.get(campaign, (None,))[0] is feed:
                    del self._feeds[campaign]
