"""A client that costs little: requests written beforehand, sent over connections that stay open."""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import cast

import msgspec
import numpy as np
import uvloop

from facevalue.kit.columns import Columns
from facevalue.kit.errors import FacevalueError
from facevalue.social.ingest import records

PATIENCE_S = 60
_KINDS = {code: kind for kind, code in records.KINDS.items()}
_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = b"content-length: "
_ACCEPTED = b"HTTP/1.1 202 "


class Refused(FacevalueError):
    """The gateway did not accept what it was sent."""

    code = "refused"
    status = 502
    title = "The gateway refused a request"


@dataclass(slots=True)
class Sent:
    """How many requests were answered in how many seconds, and how long each waited."""

    seconds: float = 0.0
    waits_s: list[float] = field(default_factory=list)

    @property
    def requests_per_second(self) -> float:
        """Answers of 202."""
        return len(self.waits_s) / self.seconds

    def wait_ms(self, quantile: float) -> float:
        """How long that part of the requests waited at most."""
        return float(np.quantile(self.waits_s, quantile)) * 1000


def lines(engagements: Columns, at: str) -> list[bytes]:
    """NDJSON lines of an app that says when (RFC 3339), without their ends."""
    rows = zip(*(engagements[name].tolist() for name in ("subject", "op", "actor", "via")), strict=True)
    return [
        msgspec.json.encode(
            {"post": str(post), "kind": _KINDS[op], "actor": str(actor), **({"via": str(via)} if via else {}), "at": at}
        )
        for post, op, actor, via in rows
    ]


def request(key: str, body: bytes) -> bytes:
    """`POST /v1/engagements` with an API key, as it goes over the wire."""
    head = (
        "POST /v1/engagements HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
        f"Authorization: Bearer {key}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class _Connection(asyncio.Protocol):
    """Sends the next request as soon as the one before is answered."""

    def __init__(self, following: Callable[[], bytes | None], sent: Sent) -> None:
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._following = following
        self._sent = sent
        self._answer = b""
        self._began_s = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._go_on()

    def data_received(self, data: bytes) -> None:
        self._answer += data
        head_end = self._answer.find(_END_OF_HEAD)
        if head_end < 0:
            return
        start = self._answer.index(_LENGTH) + len(_LENGTH)
        length = int(self._answer[start : self._answer.index(b"\r", start)])
        if len(self._answer) < head_end + len(_END_OF_HEAD) + length:
            return
        if not self._answer.startswith(_ACCEPTED):
            self._fail(self._answer[-length:].decode())
            return
        self._sent.waits_s.append(time.perf_counter() - self._began_s)
        self._answer = b""
        self._go_on()

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail("the connection was lost")

    def _go_on(self) -> None:
        following = self._following()
        if following is None:
            self.closed.set_result(None)
            self._transport.close()
            return
        self._began_s = time.perf_counter()
        self._transport.write(following)

    def _fail(self, what: str) -> None:
        if not self.closed.done():
            self.closed.set_exception(Refused(f"The gateway said: {what}"))
            self._transport.close()


def send(port: int, requests: Iterator[bytes], connections: int, seconds: float) -> Sent:
    """Sends request after request over so many connections, for so long. Raises Refused, OSError."""
    return uvloop.run(_send(port, requests, connections, seconds))


async def _send(port: int, requests: Iterator[bytes], connections: int, seconds: float) -> Sent:
    loop, sent = asyncio.get_running_loop(), Sent()
    began_s = time.perf_counter()

    def following() -> bytes | None:
        return next(requests) if time.perf_counter() < began_s + seconds else None

    opened = [await loop.create_connection(lambda: _Connection(following, sent), "127.0.0.1", port) for _ in range(connections)]
    async with asyncio.timeout(seconds + PATIENCE_S):
        await asyncio.gather(*(connection.closed for _, connection in opened))
    sent.seconds = time.perf_counter() - began_s
    return sent
