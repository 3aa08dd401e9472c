"""One poller for many readers, each of which gets the newest."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing

import pytest

from facevalue.faces.gateway import feeds
from facevalue.faces.gateway.feeds import Feeds, Snapshot

CAMPAIGN = 7


class Source:
    """Figures that a test changes; `loads` counts how often they were read."""

    def __init__(self) -> None:
        self.value = 1
        self.loads = 0
        self.failure: Exception | None = None
        self.loaded = asyncio.Event()

    async def load(self, campaign: int) -> Snapshot:
        assert campaign == CAMPAIGN
        self.loads += 1
        self.loaded.set()
        if self.failure:
            raise self.failure
        return Snapshot(b"%d at read %d" % (self.value, self.loads), b"%d" % self.value)

    async def wait_for_loads(self, count: int) -> None:
        for _ in range(count):
            self.loaded.clear()
            await self.loaded.wait()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "INTERVAL_S", 0.001)


def run(test: Callable[[Source, Feeds], Awaitable[None]]) -> None:
    async def main() -> None:
        source = Source()
        await asyncio.wait_for(test(source, Feeds(source.load)), timeout=20)

    asyncio.run(main())


def test_many_readers_share_one_poller() -> None:
    async def test(source: Source, all_feeds: Feeds) -> None:
        readers = [all_feeds.watch(CAMPAIGN) for _ in range(50)]
        assert {await anext(reader) for reader in readers} == {(1, b"1 at read 1")}
        loads = source.loads
        await source.wait_for_loads(3)
        assert source.loads - loads < 50
        source.value = 2
        assert len({await anext(reader) for reader in readers}) == 1
        assert all_feeds.watchers == 50
        for reader in readers:
            await reader.aclose()
        assert all_feeds.watchers == 0
        loads = source.loads
        await asyncio.sleep(0.02)
        assert source.loads <= loads + 1, "nobody watches, so nobody polls"

    run(test)


def test_the_same_figures_are_not_sent_again() -> None:
    async def test(source: Source, all_feeds: Feeds) -> None:
        async with aclosing(all_feeds.watch(CAMPAIGN)) as reader:
            await anext(reader)
            later = asyncio.ensure_future(anext(reader))
            await source.wait_for_loads(5)
            assert not later.done()
            source.value = 2
            assert (await later)[0] == 2

    run(test)


def test_a_slow_reader_gets_the_newest_and_skips_the_rest() -> None:
    async def test(source: Source, all_feeds: Feeds) -> None:
        async with aclosing(all_feeds.watch(CAMPAIGN)) as slow:
            await anext(slow)
            for value in range(2, 7):
                source.value = value
                await source.wait_for_loads(2)
            version, body = await anext(slow)
            assert version == 6
            assert body.startswith(b"6 ")

    run(test)


def test_the_first_reader_hears_that_loading_failed_and_the_next_may_try() -> None:
    async def test(source: Source, all_feeds: Feeds) -> None:
        source.failure = OSError("gone")
        with pytest.raises(OSError, match="gone"):
            await anext(all_feeds.watch(CAMPAIGN))
        source.failure = None
        async with aclosing(all_feeds.watch(CAMPAIGN)) as reader:
            assert await anext(reader) == (1, b"1 at read 2")

    run(test)


def test_later_failures_only_delay(caplog: pytest.LogCaptureFixture) -> None:
    async def test(source: Source, all_feeds: Feeds) -> None:
        async with aclosing(all_feeds.watch(CAMPAIGN)) as reader:
            await anext(reader)
            source.failure = OSError("gone")
            await source.wait_for_loads(2)
            source.failure, source.value = None, 2
            assert (await anext(reader))[0] == 2

    run(test)
    assert "could not be read" in caplog.text


def test_silence_is_broken_by_heartbeats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "HEARTBEAT_S", 0.01)

    async def test(_source: Source, all_feeds: Feeds) -> None:
        async with aclosing(all_feeds.watch(CAMPAIGN)) as reader:
            await anext(reader)
            assert await anext(reader) == (0, b"")

    run(test)


def test_closing_ends_every_reader_and_lets_no_new_one_in() -> None:
    async def test(_source: Source, all_feeds: Feeds) -> None:
        reader = all_feeds.watch(CAMPAIGN)
        await anext(reader)
        waiting = asyncio.ensure_future(_rest(reader))
        await asyncio.sleep(0)
        all_feeds.close()
        assert [version for version, _ in await waiting if version] == []
        assert [each async for each in all_feeds.watch(CAMPAIGN)] == []
        assert all_feeds.closed

    run(test)


async def _rest(reader: feeds.News) -> list[tuple[int, bytes]]:
    return [each async for each in reader]
