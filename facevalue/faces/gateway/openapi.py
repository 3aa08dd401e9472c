"""The OpenAPI 3.1 document, made of the structs, limits and errors that the code itself uses."""

from itertools import groupby
from typing import Any

import msgspec

from facevalue.faces.gateway import engagements as lines
from facevalue.faces.gateway import errors, intake, live
from facevalue.faces.gateway.bodies import BODY_BYTES_MAX
from facevalue.faces.gateway.feeds import INTERVAL_S
from facevalue.faces.gateway.limits import Rates
from facevalue.faces.gateway.problems import MEDIA_TYPE, Problem, respond
from facevalue.faces.gateway.totals import Totals
from facevalue.kit.errors import FacevalueError, StorageUnavailable
from facevalue.social.errors import DeliveryConflict

Json = dict[str, Any]
Errors = tuple[type[FacevalueError], ...]

VERSION = "1.0.0"
_BY_KEY: Errors = (errors.Unauthorized, errors.Forbidden, errors.RateLimited)
_ANYWHERE: Errors = (errors.Unexpected, errors.Overloaded, StorageUnavailable)
OF_ENGAGEMENTS: Errors = (
    errors.MalformedBody,
    errors.EmptyBody,
    errors.InvalidKey,
    *_BY_KEY,
    errors.BodyTimeout,
    DeliveryConflict,
    errors.TooManyLines,
    errors.BodyTooLarge,
    errors.UnsupportedMedia,
    errors.NothingAccepted,
    *_ANYWHERE,
)
OF_LIVE: Errors = (*_BY_KEY, errors.NotFound, *_ANYWHERE)
OF_PATHS: Errors = (errors.NotFound, errors.MethodNotAllowed)
ALL_ERRORS: Errors = tuple(dict.fromkeys((*OF_ENGAGEMENTS, *OF_LIVE, *OF_PATHS)))

LIKE: Json = {"post": "281474976710656", "kind": "like", "actor": "1200450", "at": "2026-01-04T09:30:00.250+07:00"}
SHARE: Json = {"post": "281474976710656", "kind": "share", "actor": "1200451", "via": "1200450", "at": 1767493800250}
UNDO: Json = {"post": "281474976710656", "kind": "like", "actor": "1200450", "undo": True}
NDJSON = "".join(msgspec.json.encode(line).decode() + "\n" for line in (LIKE, SHARE, UNDO))
ACCEPTED: Json = {
    "batch": "9f86d081884c-2a",
    "accepted": 2,
    "rejected": [{"line": 2, "code": "missing_field", "detail": "The engagement lacks the field `actor`"}],
}
REQUEST_ID: Json = {"description": "Quote it when you ask for support.", "schema": {"type": "string"}}
RETRY_AFTER: Json = {"description": "Seconds to wait before the next try.", "schema": {"type": "integer", "minimum": 1}}


def limits(rates: Rates) -> list[tuple[str, str]]:
    """What may be sent, as (what, how much)."""
    return [
        ("Engagements in a request", f"{lines.LINES_MAX:,}"),
        ("Bytes in a line of NDJSON", f"{lines.LINE_BYTES_MAX:,}"),
        ("Bytes in a body", f"{BODY_BYTES_MAX:,}"),
        ("How far `at` may be ahead of our clock", f"{lines.FUTURE_MS_MAX // 60_000} minutes"),
        ("Requests a second, for each API key", f"{rates.requests_per_second:,.0f}"),
        ("Engagements a second, for each API key", f"{rates.engagements_per_second:,.0f}"),
        ("What an unused rate adds up to", f"{rates.burst_s:g} seconds' worth"),
        ("Live events", f"one every {INTERVAL_S * 1000:.0f} ms at most"),
    ]


def document(rates: Rates) -> Json:
    """The whole document, as JSON values."""
    structs = (lines.Engagement, lines.Accepted, Problem, Totals)
    _, schemas = msgspec.json.schema_components(structs, ref_template="#/components/schemas/{name}")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Facevalue gateway",
            "version": VERSION,
            "description": "Report engagements, and watch what becomes of them. Errors are problem details (RFC 9457).",
        },
        "paths": {
            "/v1/engagements": {"post": _post_engagements()},
            "/v1/campaigns/{campaign}/live": {"get": _get_live()},
            "/v1/openapi.json": {"get": _get("This document", "application/json", {"type": "object"})},
            "/v1/docs": {"get": _get("This document as a page", "text/html", {"type": "string"})},
            "/healthz": {"get": _get("Whether the process answers", "application/json", {"type": "object"})},
        },
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "An API key: `Authorization: Bearer fv_…`"},
                "token": {"type": "apiKey", "in": "query", "name": "token", "description": "Signed for one campaign."},
            },
        },
        "x-limits": dict(limits(rates)),
    }


def _post_engagements() -> Json:
    engagement = {"$ref": "#/components/schemas/Engagement"}
    batch = {"type": "array", "items": engagement, "minItems": 1, "maxItems": lines.LINES_MAX}
    return {
        "operationId": "reportEngagements",
        "summary": "Report engagements",
        "description": (
            "One engagement for each line of NDJSON or element of a JSON array, or a single object. What was accepted is on "
            "the disk before the answer is sent; every other line is named in the answer with its reason. The app that the "
            "API key belongs to is the one that reports, and it speaks about its own posts alone."
        ),
        "security": [{"key": [intake.SCOPE]}],
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "description": (
                    "Your name for this request. Sent again with the same body it adds nothing and gets the first answer, "
                    "with another body it is refused. Without a key every request is a new one; what was counted before is "
                    "then settled as a duplicate, and never paid twice."
                ),
                "schema": {"type": "string", "pattern": "^[!-~]+$", "minLength": 1, "maxLength": intake.KEY_CHARACTERS_MAX},
            }
        ],
        "requestBody": {
            "required": True,
            "content": {
                intake.NDJSON_TYPES[0]: {
                    # No member `example`: tools that know no NDJSON take it as something to send, and give up.
                    "schema": {"type": "string", "description": f"An Engagement in each line, such as:\n\n{NDJSON}"},
                },
                intake.JSON_TYPES[0]: {"schema": {"anyOf": [engagement, batch]}, "example": [LIKE, SHARE]},
            },
        },
        "responses": {
            "202": {
                "description": "The accepted lines are durable and will be settled within moments.",
                "headers": {
                    "X-Request-Id": REQUEST_ID,
                    "Idempotency-Replayed": {
                        "description": "`true` if this is the answer to an earlier request with the same key.",
                        "schema": {"enum": ["true"]},
                    },
                },
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Accepted"}, "example": ACCEPTED}},
            },
            **_problems(OF_ENGAGEMENTS),
        },
    }


def _get_live() -> Json:
    return {
        "operationId": "watchCampaign",
        "summary": "Watch a campaign live",
        "description": (
            "Server-sent events. The first `totals` event comes at once, further ones whenever the figures change; each holds "
            "all figures (the schema Totals), so that a reader who missed some needs only the newest. A brand sees its own "
            "campaigns alone."
        ),
        "security": [{"key": [live.SCOPE]}, {"token": []}],
        "parameters": [
            {
                "name": "campaign",
                "in": "path",
                "required": True,
                "description": "The campaign's id.",
                "schema": {"type": "string", "pattern": "^[0-9]{1,19}$"},
            }
        ],
        "responses": {
            "200": {
                "description": "A stream that ends when either side goes; a browser's EventSource opens it again by itself.",
                "headers": {"X-Request-Id": REQUEST_ID},
                "content": {
                    "text/event-stream": {
                        "schema": {"type": "string", "contentMediaType": "text/event-stream"},
                        "example": 'retry: 2000\n\nid: 1\nevent: totals\ndata: {"at_ms":1767493800250,"campaign":"7",…}\n\n',
                    }
                },
            },
            **_problems(OF_LIVE),
        },
    }


def _get(summary: str, media: str, schema: Json) -> Json:
    headers = {"X-Request-Id": REQUEST_ID}
    return {
        "summary": summary,
        "security": [],
        "responses": {"200": {"description": summary, "headers": headers, "content": {media: {"schema": schema}}}},
    }


def _problems(kinds: Errors) -> Json:
    """The responses of an operation, one for each status, with an example of each problem that has it."""
    by_status = groupby(sorted(kinds, key=lambda kind: kind.status), key=lambda kind: kind.status)
    return {str(status): _problem(status, tuple(same)) for status, same in by_status}


def _problem(status: int, kinds: Errors) -> Json:
    headers = {"X-Request-Id": REQUEST_ID} | ({"Retry-After": RETRY_AFTER} if status in (429, 503) else {})
    examples = {kind.code: {"summary": kind.title, "value": example(kind)} for kind in kinds}
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": examples}}
    return {"description": "; ".join(kind.title for kind in kinds), "headers": headers, "content": content}


def example(kind: type[FacevalueError]) -> Json:
    """A problem as it is sent, with the class's own words for its detail."""
    extra: Json = {"rejected": ACCEPTED["rejected"]} if kind is errors.NothingAccepted else {}
    extra |= {"retry_after_s": 1} if kind is errors.RateLimited else {}
    extra |= {"allow": "POST"} if kind is errors.MethodNotAllowed else {}
    answer: Json = msgspec.json.decode(respond(kind((kind.__doc__ or "").split("\n")[0], **extra), "9f86d081884c-2a").body)
    return answer
