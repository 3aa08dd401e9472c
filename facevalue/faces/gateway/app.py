"""The gateway as an ASGI application."""

import logging
import secrets
from itertools import count

from starlette.requests import ClientDisconnect
from starlette.routing import Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from facevalue.faces.gateway import problems
from facevalue.faces.gateway.access import Access
from facevalue.faces.gateway.commit import GroupCommit
from facevalue.faces.gateway.intake import Intake
from facevalue.faces.gateway.limits import Limiter
from facevalue.faces.gateway.live import Live
from facevalue.faces.gateway.reader import Reader
from facevalue.faces.gateway.routes import ROUTES
from facevalue.faces.gateway.state import State

_NO_SNIFFING = (b"x-content-type-options", b"nosniff")
_logger = logging.getLogger(__name__)


class Gateway:
    """Answers `/healthz` and everything below `/v1`; whatever else comes goes to `pages`, if there are any.

    A server that speaks the lifespan protocol starts and stops it; who has no such server calls `start` and `stop`.
    """

    def __init__(self, state: State, pages: ASGIApp | None = None) -> None:
        self.rates = state.rates
        self._pages = pages
        # A counter behind random digits: asking the system for more of them would hand the interpreter to another thread.
        self._process, self._numbers = secrets.token_hex(6), count(1)
        self._router = Router(ROUTES, redirect_slashes=False)
        self._reader = Reader(state.connect)
        self._commit = GroupCommit(state.open_log, state.now_ms)
        access, limiter = Access(self._reader, state.now_ms), Limiter(state.rates, state.clock_s)
        self.intake = Intake(access, limiter, self._reader, self._commit, state.now_ms)
        self.live = Live(state, access, limiter)

    async def start(self) -> None:
        """Starts the threads that read and write."""
        self._commit.start()

    async def stop(self) -> None:
        """Ends the streams, makes durable what still waits, and closes the databases."""
        self.live.stop()
        await self._commit.stop()
        self._reader.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif self._pages and not (scope["path"].startswith("/v1/") or scope["path"] == "/healthz"):
            await self._pages(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = scope["request_id"] = f"{self._process}-{next(self._numbers):x}"
        started = False

        async def send_with_id(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode()), _NO_SNIFFING]
            await send(message)

        # The router raises, instead of answering in plain text, when it belongs to an application.
        scope["app"] = self
        try:
            await self._router(scope, receive, send_with_id)
        except ClientDisconnect:
            return
        except Exception as error:
            if not problems.is_expected(error):
                _logger.exception("request %s failed", request_id)
            if started:
                raise
            await problems.respond(error, request_id)(scope, receive, send_with_id)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self.start()
        except Exception as error:
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            raise
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.stop()
        await send({"type": "lifespan.shutdown.complete"})


def create(state: State, pages: ASGIApp | None = None) -> Gateway:
    """The gateway over `state`, with the application that answers everything that is not its own."""
    return Gateway(state, pages)
