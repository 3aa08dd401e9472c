"""The OpenAPI document and the page of the same content: complete, true, and good to look at."""

import inspect
import re
from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from facevalue.faces.gateway import errors, openapi
from facevalue.faces.gateway.engagements import REJECTIONS
from facevalue.faces.gateway.limits import Rates
from facevalue.faces.gateway.routes import ROUTES
from facevalue.kit.errors import FacevalueError
from tests.faces.gateway.world import World

schema = schemathesis.openapi.from_dict(openapi.document(Rates()))


@schemathesis.serializer("application/x-ndjson")
def write_lines(_context: Any, value: Any) -> bytes:
    """The document says no more of NDJSON than that it is text."""
    return value if isinstance(value, bytes) else str(value).encode()


@schema.parametrize()
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_the_document_allows_gets_an_answer_that_it_describes(case: Case[Any], url: str, world: World) -> None:
    key = world.keys["kopi" if "live" in case.path else "senyum"]
    response = case.call(base_url=url, headers={"Authorization": f"Bearer {key}"})
    # A request is taken when any of its lines is good, and no schema can say what time it is.
    case.validate_response(response, excluded_checks=[negative_data_rejection, positive_data_acceptance])


def test_the_document_is_served_with_the_limits_in_force(client: httpx.Client, world: World) -> None:
    response = client.get("/v1/openapi.json")
    assert response.headers["content-type"] == "application/json"
    assert response.json() == openapi.document(world.state().rates)


def test_every_route_is_described() -> None:
    described = set(openapi.document(Rates())["paths"])
    assert {route.path for route in ROUTES} - described == {"/v1/docs.css"}
    assert described <= {route.path for route in ROUTES}


def test_every_error_is_described() -> None:
    ours = {
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, FacevalueError) and kind is not FacevalueError
    }
    assert ours <= set(openapi.ALL_ERRORS)
    codes = [kind.code for kind in openapi.ALL_ERRORS]
    assert len(codes) == len(set(codes))


def test_every_problem_and_rejection_is_explained_where_its_type_leads(client: httpx.Client) -> None:
    page = client.get("/v1/docs").text
    anchors = re.findall(r'id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    for code in [kind.code for kind in openapi.ALL_ERRORS] + list(REJECTIONS):
        assert code in anchors
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(anchors)


def test_the_page_needs_nothing_from_elsewhere(client: httpx.Client) -> None:
    response = client.get("/v1/docs", headers={"host": 'a"><script>alert(1)</script>'})
    assert "<script" not in response.text
    page = client.get("/v1/docs")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert set(re.findall(r'(?:src|href)="([^"#]+)"', page.text)) == {"/", "/v1/docs.css", "/v1/openapi.json"}
    style = client.get("/v1/docs.css")
    assert (style.status_code, style.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert "url(" not in style.text
