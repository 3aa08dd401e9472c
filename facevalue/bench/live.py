"""`facevalue bench live`: how long after its acknowledgement an engagement stands on the live stream of `facevalue up`."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import numpy as np

from facevalue.bench import sender, town, up_process
from facevalue.kit.clock import now_ms
from facevalue.kit.errors import FacevalueError

_TICK_S = 0.02
_AT = "2026-01-05T09:30:00.250+07:00"
_PATIENCE_S = 30


class NeverVisible(FacevalueError):
    """Acknowledged engagements did not reach the stream."""

    code = "never_visible"
    status = 504
    title = "The live stream did not follow"


@dataclass(slots=True)
class Sightings:
    """When so many engagements were acknowledged, and when the stream first counted so many; in the order of time."""

    acknowledged: list[tuple[int, float]] = field(default_factory=list)
    seen: list[tuple[int, float]] = field(default_factory=list)

    def waits_ms(self) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        """Acknowledged → visible, for each batch: when as many were counted as were acknowledged with it. One connection sends
        them in turn; which settler is a little ahead of the other is not told apart."""
        counts, seen_s = (np.array(column) for column in zip(*self.seen, strict=True))
        ends, acknowledged_s = (np.array(column) for column in zip(*self.acknowledged, strict=True))
        waits: np.ndarray[tuple[int], np.dtype[np.float64]] = (seen_s[np.searchsorted(counts, ends)] - acknowledged_s) * 1000
        return waits


def run(database_url: str, people: int, rate: int, seconds: float) -> dict[str, Any]:
    """Sends `rate` engagements a second for `seconds`, while a brand watches. Raises NeverVisible."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="facevalue-bench-")))
        made, stream = town.build(folder, database_url, people)
        from facevalue.bench import brand  # its models want Django to be ready

        app_key, brand_key = brand.app_key(made.app), brand.live_key(made.db, made.campaign)
        per_tick = max(1, round(rate * _TICK_S))
        written = sender.lines(stream.window(per_tick * max(1, round(seconds / _TICK_S)), now_ms()), _AT)
        batches = [b"\n".join(written[start : start + per_tick]) for start in range(0, len(written), per_tick)]
        made.close()
        url, process = stack.enter_context(up_process.up(made.folder))
        sightings = asyncio.run(_watch(f"{url}/v1", made.campaign, brand_key, app_key, batches))
        memory_mb = up_process.peak_memory_mb(process)
    waits_ms = sightings.waits_ms()
    span_s = sightings.acknowledged[-1][1] - sightings.acknowledged[0][1]
    return {
        "engine": "postgres" if database_url else "sqlite",
        "visible_p50_ms": round(float(np.median(waits_ms)), 1),
        "visible_p99_ms": round(float(np.quantile(waits_ms, 0.99)), 1),
        "visible_max_ms": round(float(waits_ms.max()), 1),
        "events_per_second": round((len(batches) - 1) * per_tick / span_s) if len(batches) > 1 else 0,
        "peak_memory_mb": round(memory_mb),
        "events": len(written),
        "people": people,
    }


async def _watch(url: str, campaign: int, brand_key: str, app_key: str, batches: list[bytes]) -> Sightings:
    sightings = Sightings()
    async with httpx.AsyncClient(base_url=url, timeout=_PATIENCE_S) as client:
        headers = {"Authorization": f"Bearer {brand_key}"}
        async with client.stream("GET", f"/campaigns/{campaign}/live", headers=headers) as response:
            counts = _counts(response)
            first = await anext(counts)
            sending = asyncio.ensure_future(_send(client, app_key, batches, first, sightings))
            wanted = first + sum(batch.count(b"\n") + 1 for batch in batches)
            try:
                async with asyncio.timeout(None) as limit:
                    sending.add_done_callback(lambda _: limit.reschedule(asyncio.get_running_loop().time() + _PATIENCE_S))
                    async for count in counts:
                        sightings.seen.append((count, time.perf_counter()))
                        if count >= wanted:
                            break
            except TimeoutError:
                raise NeverVisible(f"The stream counts {sightings.seen[-1][0] - first:,} of {wanted - first:,}") from None
            await sending
    return sightings


async def _counts(response: httpx.Response) -> AsyncIterator[int]:
    """How many engagements each event of the stream counts."""
    async for line in response.aiter_lines():
        if line.startswith("data: "):
            yield sum(json.loads(line.removeprefix("data: "))["outcomes"].values())


async def _send(client: httpx.AsyncClient, key: str, batches: list[bytes], before: int, sightings: Sightings) -> None:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/x-ndjson"}
    count, began_s = before, time.perf_counter()
    for tick, batch in enumerate(batches):
        await asyncio.sleep(max(0.0, began_s + tick * _TICK_S - time.perf_counter()))
        response = await client.post("/engagements", content=batch, headers=headers)
        if response.status_code != 202:
            raise sender.Refused(f"The gateway said: {response.text}")
        count += response.json()["accepted"]
        sightings.acknowledged.append((count, time.perf_counter()))
