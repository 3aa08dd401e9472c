"""The API reference: the OpenAPI document, and a page of the same content for people."""

from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.resources import files
from re import sub
from string import Template
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from facevalue.faces.gateway import openapi
from facevalue.faces.gateway.engagements import REJECTIONS
from facevalue.faces.gateway.errors import NothingAccepted
from facevalue.faces.gateway.limits import Rates
from facevalue.kit.ids import ID_MAX

_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_SCHEMAS = {
    "reportEngagements": ("Engagement", "Accepted", "Rejection"),
    "watchCampaign": ("Totals", "Second", "Creator", "App"),
}

Json = dict[str, Any]
Row = tuple[str, ...]


async def document(request: Request) -> Response:
    """The OpenAPI document as JSON."""
    return Response(_document(request.app.rates), media_type="application/json")


async def page(request: Request) -> Response:
    """The reference as a page, with examples that name the host that was asked."""
    text = Template(_page(request.app.rates)).substitute(host=escape(f"{request.url.scheme}://{request.url.netloc}"))
    return Response(text, media_type="text/html", headers={"Content-Security-Policy": _POLICY})


async def stylesheet(_request: Request) -> Response:
    """The stylesheet of all faces, and the little that only this page needs."""
    return Response(_stylesheet(), media_type="text/css", headers={"Cache-Control": "max-age=3600"})


@cache
def _document(rates: Rates) -> bytes:
    return msgspec.json.encode(openapi.document(rates))


@cache
def _stylesheet() -> str:
    return files("facevalue.faces.ui").joinpath("static", "ui", "ui.css").read_text() + _template("reference.css").template


@cache
def _page(rates: Rates) -> str:
    document = openapi.document(rates)
    operations = [
        (method, path, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if "operationId" in operation
    ]
    schemas = document["components"]["schemas"]
    kinds = sorted(openapi.ALL_ERRORS, key=lambda kind: kind.status)
    problems = ((kind.code, str(kind.status), escape(kind.title)) for kind in kinds)
    return _template("reference.html").substitute(
        host="$host",
        version=document["info"]["version"],
        id_max=ID_MAX,
        ndjson=escape(openapi.NDJSON),
        links=" ".join(f'<a href="#{each["operationId"]}">{escape(each["summary"])}</a>' for _, _, each in operations),
        operations="\n".join(_operation(method, path, each, schemas) for method, path, each in operations),
        limits=_table(("limit", "value"), ((_text(what), how_much) for what, how_much in openapi.limits(rates))),
        problems=_table(("code", "status", "meaning"), problems, identified=True),
        problem=_pretty(openapi.example(NothingAccepted)),
    )


def _operation(method: str, path: str, operation: Json, schemas: Json) -> str:
    parameters = ((f"<code>{each['name']}</code>", each["in"], _text(each["description"])) for each in operation["parameters"])
    responses = ((status, _text(each["description"])) for status, each in operation["responses"].items())
    answer = next(iter(operation["responses"].values()))
    example = next(iter(answer["content"].values()))["example"]
    return _template("operation.html").substitute(
        id=operation["operationId"],
        summary=escape(operation["summary"]),
        method=method.upper(),
        path=escape(path),
        description=_text(operation["description"]),
        access=_access(operation["security"]),
        request=f"curl -N $host{escape(path)} \\\n  -H 'Authorization: Bearer fv_…'"
        if method == "get"
        else escape(openapi.NDJSON),
        parameters=_table(("name", "in", "meaning"), parameters),
        schemas="\n".join(_schema(name, schemas) for name in _SCHEMAS[operation["operationId"]]),
        responses=_table(("status", "meaning"), responses),
        example=escape(example) if isinstance(example, str) else _pretty(example),
    )


def _access(security: list[Json]) -> str:
    scope = security[0]["key"][0]
    token = ", or a `token` in the address that was signed for this campaign" if len(security) > 1 else ""
    return _text(f"Needs an API key with the scope `{scope}`{token}.")


def _schema(name: str, schemas: Json) -> str:
    required = schemas[name].get("required", [])
    rows = (
        (f"<code>{field}</code>", _type(schema) + ("" if field in required else ", optional"), _text(_meaning(schema)))
        for field, schema in schemas[name]["properties"].items()
    )
    codes = _table(("code", "meaning"), _coded(REJECTIONS.items()), identified=True) if name == "Rejection" else ""
    return f"<h3>{name}</h3>\n<p>{_text(schemas[name]['description'])}</p>\n{_table(('field', 'type', 'meaning'), rows)}{codes}"


def _type(schema: Json) -> str:
    """A schema in a few words."""
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_type(each) for each in schema["anyOf"] if each != {"type": "null"}))
    if "enum" in schema:
        return (
            " or ".join(f"<code>{escape(word)}</code>" for word in schema["enum"]) if len(schema["enum"]) < 5 else "code, below"
        )
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[1])
    if schema["type"] == "array":
        return f"array of {_type(schema['items'])}"
    if schema["type"] == "object":
        return f"object of {_type(schema['additionalProperties'])}"
    return str(schema.get("format", schema["type"]))


def _meaning(schema: Json) -> str:
    return str(
        schema.get("description")
        or next((each["description"] for each in schema.get("anyOf", []) if "description" in each), "")
    )


def _coded(rows: Iterable[tuple[str, ...]]) -> Iterable[Row]:
    return ((code, *(escape(cell) for cell in cells)) for code, *cells in rows)


def _table(headings: Row, rows: Iterable[Row], *, identified: bool = False) -> str:
    """A table of cells that are HTML already. `identified`: the first cell is a code, and the row's anchor."""
    head = "".join(f'<th scope="col">{heading}</th>' for heading in headings)
    lines = []
    for first, *cells in rows:
        anchor, name = (f' id="{first}"', f"<code>{first}</code>") if identified else ("", first)
        lines.append(f'<tr{anchor}><th scope="row">{name}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>')
    body = "\n".join(lines)
    return f'<table class="table table--fields"><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>'


def _text(plain: str) -> str:
    """Plain text as HTML, with `code` marked."""
    return sub(r"`([^`]+)`", r"<code>\1</code>", escape(plain, quote=False))


def _pretty(value: Json) -> str:
    return escape(msgspec.json.format(msgspec.json.encode(value)).decode(), quote=False)


@cache
def _template(name: str) -> Template:
    return Template(files("facevalue.faces.gateway").joinpath("templates", name).read_text())
