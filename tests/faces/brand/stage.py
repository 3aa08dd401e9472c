"""The real pages beside a live stream that says what a test tells it to say: `python -m tests.faces.brand.stage FOLDER`.

Prints one line of JSON when it is ready: its address and the ids of its two campaigns.
"""

import asyncio
import json
import os
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import uvicorn
from a2wsgi import WSGIMiddleware
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from facevalue.config import schema
from facevalue.config.environment import use_django_settings
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
        from django.core.cache import cache

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
        from django.conf import settings

        from facevalue.identity.ingest import verify_live

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


def _refuse_tickets(stage: Stage, pages: Any) -> Any:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        if stage.ticket_status != 200 and scope["path"].endswith("/stream/"):
            await Response(status_code=stage.ticket_status)(scope, receive, send)
        else:
            await pages(scope, receive, send)

    return app


def main(folder: Path) -> None:
    os.environ["FACEVALUE_DATA"] = str(folder)
    use_django_settings()
    schema.prepare(str(folder / "state.sqlite"))

    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    from facevalue.faces.brand import live
    from tests import cast
    from tests.faces.brand import people, recorded

    settings.PASSWORD_HASHERS = people.HASHERS
    people.enter()
    campaigns = {
        "kopi": people.plan_campaign(cast.KOPI_NUSANTARA, "Ramadan frames"),
        "glow": people.plan_campaign(cast.SIAM_GLOW, "Songkran stickers"),
    }
    pages: Any = get_wsgi_application()
    stage = Stage()
    live.provider = lambda campaign, _now_ms: stage.totals.get(campaign, recorded.totals())
    routes = [
        Route("/stage/reset", stage.reset, methods=["POST"]),
        Route("/stage/totals/{campaign:int}", stage.tell, methods=["POST"]),
        Route("/stage/cut/{status:int}", stage.cut, methods=["POST"]),
        Route("/stage/watchers/{count:int}", stage.wait),
        Route("/v1/campaigns/{campaign:int}/live", stage.live),
        Mount("/", _refuse_tickets(stage, WSGIMiddleware(pages))),
    ]
    listener = socket.create_server(("127.0.0.1", 0))
    print(json.dumps({"url": f"http://localhost:{listener.getsockname()[1]}", **campaigns}), flush=True)
    uvicorn.Server(uvicorn.Config(Starlette(routes=routes), log_level="error")).run(sockets=[listener])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
