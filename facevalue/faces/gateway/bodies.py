"""Bodies of requests, received within limits of size and time."""

import asyncio
from collections.abc import Mapping

from starlette.requests import ClientDisconnect
from starlette.types import Receive

from facevalue.faces.gateway.errors import BodyTimeout, BodyTooLarge, Overloaded

BODY_BYTES_MAX = 16 << 20
BODIES_BYTES_MAX = 64 << 20
BODY_S_MAX = 30
RETRY_AFTER_S = 1

Headers = Mapping[bytes, bytes]


class Bodies:
    """Counts what has arrived of bodies that are not complete, so that many large ones cannot fill the memory."""

    def __init__(self) -> None:
        self._held_bytes = 0

    async def receive(self, headers: Headers, receive: Receive) -> bytes:
        """The whole body. Raises BodyTooLarge, BodyTimeout, Overloaded, ClientDisconnect."""
        if int(headers.get(b"content-length", b"0")) > BODY_BYTES_MAX:
            _refuse_size()
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        first: bytes = message.get("body", b"")
        if not message.get("more_body"):
            return first
        try:
            async with asyncio.timeout(BODY_S_MAX):
                return await self._rest(first, receive)
        except TimeoutError:
            raise BodyTimeout(f"The body took more than {BODY_S_MAX} seconds") from None

    async def _rest(self, first: bytes, receive: Receive) -> bytes:
        chunks, size, more = [first], len(first), True
        self._held_bytes += size
        try:
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ClientDisconnect
                chunk, more = message.get("body", b""), message.get("more_body", False)
                chunks.append(chunk)
                size += len(chunk)
                self._held_bytes += len(chunk)
                if size > BODY_BYTES_MAX:
                    _refuse_size()
                if self._held_bytes > BODIES_BYTES_MAX:
                    raise Overloaded("Too many large bodies arrive at once", retry_after_s=RETRY_AFTER_S)
        finally:
            self._held_bytes -= size
        return b"".join(chunks)


def _refuse_size() -> None:
    raise BodyTooLarge(f"A body has at most {BODY_BYTES_MAX:,} bytes", bytes_max=BODY_BYTES_MAX)
