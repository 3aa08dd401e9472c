"""Errors as problem details (RFC 9457)."""

import math
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from starlette.exceptions import HTTPException
from starlette.responses import Response

from facevalue.faces.gateway.errors import MethodNotAllowed, NotFound, Unexpected
from facevalue.kit.errors import FacevalueError

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "/v1/docs#"
RETRY_AFTER_S = 1


class Problem(msgspec.Struct):
    """Problem details (RFC 9457). Some problems have further members, such as `rejected` or `retry_after_s`."""

    type: Annotated[str, Meta(description="Where this kind of problem is explained.")]
    title: Annotated[str, Meta(description="The kind of problem, always the same words.")]
    status: Annotated[int, Meta(ge=400, le=599, description="The HTTP status.")]
    code: Annotated[str, Meta(description="The kind of problem, for programs.")]
    detail: Annotated[str, Meta(description="This very problem in one sentence.")]
    request_id: Annotated[str, Meta(description="Quote it when you ask for support.")]


def is_expected(error: Exception) -> bool:
    """Whether it is an error of ours or of the router."""
    return isinstance(error, FacevalueError | HTTPException)


def respond(error: Exception, request_id: str) -> Response:
    """The answer to an error of ours or of the router; any other one tells nothing about itself."""
    if isinstance(error, HTTPException):
        error = _of_router(error)
    elif not isinstance(error, FacevalueError):
        error = Unexpected("The request id helps us to find out what happened")
    members: dict[str, Any] = msgspec.to_builtins(
        Problem(TYPE_PREFIX + error.code, error.title, error.status, error.code, error.detail, request_id)
    )
    return Response(msgspec.json.encode(error.extra | members), error.status, _headers(error), MEDIA_TYPE)


def _of_router(error: HTTPException) -> FacevalueError:
    if error.status_code == 405:
        return MethodNotAllowed("The path exists, the method does not", allow=(error.headers or {})["Allow"])
    return NotFound("No such path")


def _headers(error: FacevalueError) -> dict[str, str]:
    headers = {"Cache-Control": "no-store"}
    if error.status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="facevalue"'
    if error.status == 405:
        headers["Allow"] = error.extra["allow"]
    if error.status in (429, 503):
        headers["Retry-After"] = str(math.ceil(error.extra.get("retry_after_s", RETRY_AFTER_S)))
    return headers
