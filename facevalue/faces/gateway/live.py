"""`GET /v1/campaigns/{id}/live`: a campaign's figures as server-sent events (HTML Living Standard, 9.2)."""

import asyncio
from collections.abc import Coroutine
from contextlib import aclosing, suppress

from starlette.requests import Request
from starlette.types import Receive, Send

from facevalue.faces.gateway.access import Access
from facevalue.faces.gateway.errors import Forbidden, NotFound, Overloaded, Unauthorized
from facevalue.faces.gateway.feeds import Feeds, News
from facevalue.faces.gateway.figures import Figures
from facevalue.faces.gateway.limits import Limiter
from facevalue.faces.gateway.reader import Reader
from facevalue.faces.gateway.state import State
from facevalue.identity.ingest import Credential, verify_live
from facevalue.kit import ids

SCOPE = "live:read"
WATCHERS_MAX = 2_000
RETRY_MS = 2_000
# A reader that stays for longer comes back by itself, and shows again that it may.
STREAM_S_MAX = 3_600
RECHECK_S = 5
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class Live:
    """Serves the streams of all campaigns."""

    def __init__(self, state: State, access: Access, limiter: Limiter) -> None:
        self._access = access
        self._limiter = limiter
        self._secret = state.secret
        self._now_ms = state.now_ms
        # Its own thread, for a look at the figures takes longer than one at a key.
        self._reader = Reader(state.connect)
        self._figures = Figures(state.store, self._reader, state.now_ms)
        self._feeds = Feeds(self._figures.load)

    def close(self) -> None:
        """Ends every stream at once; no new one begins."""
        self._feeds.close()

    def stop(self) -> None:
        """Closes the database."""
        self.close()
        self._reader.close()

    async def serve(self, request: Request, send: Send) -> None:
        """Writes events until the client or the server goes. Raises Unauthorized, Forbidden, NotFound, Overloaded."""
        campaign = _campaign(request.path_params["campaign"])
        await self._admit(request, campaign)
        if self._feeds.closed or self._feeds.watchers >= WATCHERS_MAX:
            raise Overloaded("As many streams are open as the server can serve", retry_after_s=RETRY_MS / 1000)
        async with aclosing(self._feeds.watch(campaign)) as news:
            first = await anext(news)
            await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
            await _send(send, b"retry: %d\n\n" % RETRY_MS + _event(*first))
            await _first_of(_forward(news, send), _until_disconnect(request.receive), self._until_revoked(request))
            await send({"type": "http.response.body", "body": b""})

    async def _admit(self, request: Request, campaign: int) -> None:
        token = request.query_params.get("token")
        if token is not None:
            if verify_live(self._secret, token, campaign, self._now_ms()) is None:
                raise Unauthorized("The token is not, or no longer, good for this campaign")
            return
        credential = await self._credential(request)
        self._limiter.take_request(credential.id)
        if await self._figures.brand_of(campaign) != credential.organisation:
            raise NotFound("There is no such campaign")

    async def _credential(self, request: Request) -> Credential:
        return await self._access.require(request.headers.get("authorization", "").encode("latin-1"), SCOPE)

    async def _until_revoked(self, request: Request) -> None:
        """Returns when the API key that opened the stream is good no longer; a token is only asked for at the door."""
        while "token" in request.query_params:
            await asyncio.sleep(STREAM_S_MAX)
        with suppress(Unauthorized, Forbidden):
            while True:
                await asyncio.sleep(RECHECK_S)
                await self._credential(request)


async def _first_of(*ends: Coroutine[None, None, None]) -> None:
    """Waits for the first to end, or for the longest time that a stream may take, then ends the others."""
    tasks = [asyncio.ensure_future(end) for end in ends]
    try:
        done, _ = await asyncio.wait(tasks, timeout=STREAM_S_MAX, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _forward(news: News, send: Send) -> None:
    async for version, body in news:
        await _send(send, _event(version, body))


async def _send(send: Send, chunk: bytes) -> None:
    await send({"type": "http.response.body", "body": chunk, "more_body": True})


def _event(version: int, body: bytes) -> bytes:
    """One event, or a comment that only shows that the server is there."""
    return b"id: %d\nevent: totals\ndata: %s\n\n" % (version, body) if version else b": still here\n\n"


def _campaign(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(ids.ID_MAX)) or int(text) > ids.ID_MAX:
        raise NotFound("There is no such campaign")
    return int(text)


async def _until_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
