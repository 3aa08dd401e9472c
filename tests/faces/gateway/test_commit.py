"""Group commit: one transaction for all who wait, and a clear refusal while the disk does not play along."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import httpx
import numpy as np
import pytest

from facevalue.faces.gateway import commit
from facevalue.faces.gateway.errors import Overloaded, Unexpected
from facevalue.kit.errors import StorageUnavailable
from facevalue.social.errors import DeliveryConflict
from facevalue.social.ingest import Delivery, Log, Receipt, open_log, records
from tests import cast
from tests.faces.gateway.world import World, ndjson, serving


class Disk:
    """The log in a file whose disk a test can fill, protect, hold up or break."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.pragma = ""
        self.error: Exception | None = None
        self.free = threading.Event()
        self.free.set()
        open_log(str(path)).close()

    def open(self) -> Log:
        self.free.wait()
        if self.error:
            raise self.error
        log = open_log(str(self.path))
        if self.pragma:
            log.db.raw.execute(self.pragma)
        return log

    def segments(self) -> list[int]:
        """How many records each holds."""
        log = open_log(str(self.path))
        found = [len(segment.columns["op"]) for segment in log.read(0, 1_000_000)]
        log.close()
        return found


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    return Disk(tmp_path / "log.sqlite")


def delivery(key: str = "", digest: bytes = b"", count: int = 1) -> Delivery:
    actors = np.random.default_rng(1).integers(1, 2**62, count)  # nothing that could be compressed away
    return Delivery(cast.SENYUM, key, digest, records.make(op=[1] * count, actor=actors), b"answer" if key else b"")


def run(disk: Disk, test: Callable[[commit.GroupCommit], Awaitable[None]]) -> None:
    async def main() -> None:
        group = commit.GroupCommit(disk.open, lambda: cast.NOW)
        group.start()
        try:
            await asyncio.wait_for(test(group), timeout=20)
        finally:
            disk.free.set()
            await group.stop()

    asyncio.run(main())


async def _waiting(group: commit.GroupCommit, *deliveries: Delivery) -> list[asyncio.Task[Receipt]]:
    tasks = [asyncio.ensure_future(group.append(each)) for each in deliveries]
    await asyncio.sleep(0)
    return tasks


def test_all_who_wait_share_a_transaction(disk: Disk) -> None:
    async def test(group: commit.GroupCommit) -> None:
        disk.free.clear()
        first = await _waiting(group, delivery())
        rest = await _waiting(group, *(delivery(count=2) for _ in range(100)))
        disk.free.set()
        receipts = await asyncio.gather(*first, *rest)
        assert not any(receipt.repeated for receipt in receipts)

    run(disk, test)
    assert sum(disk.segments()) == 201
    assert len(disk.segments()) <= 2


def test_a_group_has_a_size(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commit, "GROUP_RECORDS_MAX", 10)

    async def test(group: commit.GroupCommit) -> None:
        disk.free.clear()
        tasks = await _waiting(group, *(delivery(count=4) for _ in range(9)))
        disk.free.set()
        await asyncio.gather(*tasks)

    run(disk, test)
    assert sum(disk.segments()) == 36
    assert max(disk.segments()) <= 10


def test_each_gets_its_own_answer(disk: Disk) -> None:
    async def test(group: commit.GroupCommit) -> None:
        disk.free.clear()
        deliveries = delivery("a", b"1"), delivery("a", b"1"), delivery("a", b"2"), delivery("b", b"2")
        tasks = await _waiting(group, *deliveries)
        disk.free.set()
        answers = await asyncio.gather(*tasks, return_exceptions=True)
        assert [answer.repeated for answer in answers if isinstance(answer, Receipt)] == [False, True, False]
        assert isinstance(answers[2], DeliveryConflict)

    run(disk, test)
    assert sum(disk.segments()) == 2


def test_whoever_comes_when_too_many_wait_is_sent_away(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commit, "WAITING_RECORDS_MAX", 100)
    monkeypatch.setattr(commit, "WAITING_DELIVERIES_MAX", 3)

    async def test(group: commit.GroupCommit) -> None:
        disk.free.clear()
        [first] = await _waiting(group, delivery(count=60))
        with pytest.raises(Overloaded):
            await group.append(delivery(count=41))
        rest = await _waiting(group, delivery(), delivery())
        with pytest.raises(Overloaded):
            await group.append(delivery())
        disk.free.set()
        await asyncio.gather(first, *rest)
        await group.append(delivery(count=100))

    run(disk, test)
    assert sum(disk.segments()) == 162


def test_stopping_writes_what_still_waits(disk: Disk) -> None:
    async def test(group: commit.GroupCommit) -> None:
        disk.free.clear()
        tasks = await _waiting(group, *(delivery() for _ in range(5)))
        disk.free.set()
        await group.stop()
        assert len(await asyncio.gather(*tasks)) == 5

    run(disk, test)
    assert sum(disk.segments()) == 5


def test_a_request_that_was_given_up_is_written_all_the_same(disk: Disk) -> None:
    async def test(group: commit.GroupCommit) -> None:
        disk.free.clear()
        [given_up, kept] = await _waiting(group, delivery(), delivery())
        given_up.cancel()
        disk.free.set()
        await kept

    run(disk, test)
    assert sum(disk.segments()) == 2


def test_an_error_that_nobody_foresaw_ends_no_thread(disk: Disk, caplog: pytest.LogCaptureFixture) -> None:
    async def test(group: commit.GroupCommit) -> None:
        disk.error = ZeroDivisionError("a secret")
        with pytest.raises(Unexpected) as caught:
            await group.append(delivery())
        assert "secret" not in caught.value.detail
        disk.error = None
        await group.append(delivery())

    run(disk, test)
    assert disk.segments() == [1]
    assert "a secret" in caplog.text


@pytest.mark.parametrize("pragma", ["PRAGMA max_page_count = 1", "PRAGMA query_only = 1"])
def test_a_full_or_protected_disk_is_a_refusal_and_then_it_resumes(disk: Disk, pragma: str) -> None:
    async def test(group: commit.GroupCommit) -> None:
        disk.pragma = pragma
        for _ in range(2):
            with pytest.raises(StorageUnavailable):
                await group.append(delivery(count=10_000))
        disk.pragma = ""
        await group.append(delivery(count=7))

    run(disk, test)
    assert disk.segments() == [7]


def test_over_http_it_is_a_problem_that_says_when_to_come_back(world: World, disk: Disk) -> None:
    state = replace(world.state(), open_log=disk.open)
    headers = {"authorization": f"Bearer {world.keys['senyum']}", "content-type": "application/x-ndjson"}
    actors = np.random.default_rng(1).integers(1, 2**62, 10_000).tolist()
    body = ndjson(*(world.line(actor=actor) for actor in actors))
    with serving(state) as url, httpx.Client(base_url=url, headers=headers) as client:
        disk.pragma = "PRAGMA max_page_count = 1"
        refused = client.post("/v1/engagements", content=body, headers={"idempotency-key": "monday"})
        assert (refused.status_code, refused.json()["code"]) == (503, "storage_unavailable")
        assert refused.headers["retry-after"] == "1"
        assert disk.segments() == []
        disk.pragma = ""
        taken = client.post("/v1/engagements", content=body, headers={"idempotency-key": "monday"})
        assert (taken.status_code, taken.json()["accepted"]) == (202, 10_000)
        assert "idempotency-replayed" not in taken.headers
    assert disk.segments() == [10_000]
