"""Every route of the gateway. An endpoint finds the gateway that it works for in `scope["app"]`."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from facevalue.faces.gateway.reference import document, page, stylesheet


class _Engagements:
    """Straight ASGI, for the body is received within limits of our own; request and response objects would cost 5 µs more."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer, repeated = await scope["app"].intake.take(dict(scope["headers"]), receive, scope["request_id"])
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(answer))]
        if repeated:
            headers.append((b"idempotency-replayed", b"true"))
        await send({"type": "http.response.start", "status": 202, "headers": headers})
        await send({"type": "http.response.body", "body": answer})


class _Live:
    """A stream is written as long as somebody reads it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await scope["app"].live.serve(Request(scope, receive), send)


async def _health(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


ROUTES = [
    Route("/healthz", _health, methods=["GET"]),
    Route("/v1/engagements", _Engagements(), methods=["POST"]),
    Route("/v1/campaigns/{campaign}/live", _Live(), methods=["GET"]),
    Route("/v1/openapi.json", document, methods=["GET"]),
    Route("/v1/docs", page, methods=["GET"]),
    Route("/v1/docs.css", stylesheet, methods=["GET"]),
]
