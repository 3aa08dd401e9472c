"""A live stream that says what a test tells it to say; needs Django ready."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.core.cache import cache
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from facevalue.identity.ingest import verify_live
from facevalue.kit.clock import now_ms


class Stage:
    """What is told, and who listens."""

    def __init__(self) -> None:
        self.totals: dict[int, dict[str, Any] | None] = {}
        self.ticket_status = 200
        self.watchers = 0
        self.changed = asyncio.Condition()

    async def change(self, **what: Any) -> Response:
        async with self.changed:
            for name, value in what.items():
                setattr(self, name, value)
            self.changed.notify_all()
        return JSONResponse({})

    async def reset(self, _request: Request) -> Response:
        cache.clear()
        return await self.change(totals={}, ticket_status=200)

    async def tell(self, request: Request) -> Response:
        return await self.change(totals=self.totals | {request.path_params["campaign"]: await request.json()})

    async def cut(self, request: Request) -> Response:
        return await self.change(ticket_status=request.path_params["status"])

    async def wait(self, request: Request) -> Response:
        async with self.changed:
            await self.changed.wait_for(lambda: self.watchers == request.path_params["count"])
        return JSONResponse({})

    async def live(self, request: Request) -> Response:
        campaign = request.path_params["campaign"]
        if verify_live(settings.SECRET_KEY.encode(), request.query_params["token"], campaign, now_ms()) is None:
            return Response(status_code=401)
        return StreamingResponse(self._events(campaign), media_type="text/event-stream")

    async def _events(self, campaign: int) -> AsyncIterator[str]:
        await self.change(watchers=self.watchers + 1)
        try:
            told: Any = object()
            while self.ticket_status == 200:
                if self.totals.get(campaign) not in (None, told):
                    told = self.totals[campaign]
                    yield f"event: totals\ndata: {json.dumps(told)}\n\n"
                async with self.changed:
                    await self.changed.wait()
        finally:
            await asyncio.shield(self.change(watchers=self.watchers - 1))

    def over(self, pages: Any) -> Starlette:
        """The pages, the stream beside them, and what a test steers both with."""
        routes = [
            Route("/stage/reset", self.reset, methods=["POST"]),
            Route("/stage/totals/{campaign:int}", self.tell, methods=["POST"]),
            Route("/stage/cut/{status:int}", self.cut, methods=["POST"]),
            Route("/stage/watchers/{count:int}", self.wait),
            Route("/v1/campaigns/{campaign:int}/live", self.live),
            Mount("/", _refuse_tickets(self, WSGIMiddleware(pages))),
        ]
        return Starlette(routes=routes)


def _refuse_tickets(stage: Stage, pages: Any) -> Any:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        if stage.ticket_status != 200 and scope["path"].endswith("/stream/"):
            await Response(status_code=stage.ticket_status)(scope, receive, send)
        else:
            await pages(scope, receive, send)

    return app
