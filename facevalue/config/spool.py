"""Bodies of requests, taken in whole before a page's thread looks at them: a slow network keeps nobody else waiting."""

from collections.abc import Callable
from tempfile import SpooledTemporaryFile

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# A photo as a phone's camera makes it, and the form around it.
BODY_BYTES_MAX = 11 * 1024 * 1024
_IN_MEMORY_BYTES = 256 * 1024
_BLOCK_BYTES = 64 * 1024


class Spool:
    """An application whose requests have arrived whole when it is called.

    What was cut off in the middle reaches nobody, unless `takes_parts` says that the path makes use of it.
    """

    def __init__(self, app: ASGIApp, takes_parts: Callable[[str], bool]) -> None:
        self._app = app
        self._takes_parts = takes_parts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with SpooledTemporaryFile(_IN_MEMORY_BYTES) as file:
            size, more = 0, True
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    break
                size += file.write(message.get("body", b""))
                more = message.get("more_body", False)
                if size > BODY_BYTES_MAX:
                    await PlainTextResponse("This is too much.", 413, {"Connection": "close"})(scope, receive, send)
                    return
            if more and not (size and self._takes_parts(scope["path"])):
                return
            file.seek(0)

            async def again() -> Message:
                nonlocal size
                if size <= 0:
                    return await receive()
                block = file.read(_BLOCK_BYTES)
                size -= len(block)
                return {"type": "http.request", "body": block, "more_body": size > 0}

            await self._app(scope, again, send)
