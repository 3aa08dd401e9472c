"""A real server on a real socket, one for each module and engine."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from facevalue.insight.actions import open_store
from tests.conftest import ENGINES, fresh_targets
from tests.faces.gateway.world import World, make_world, ndjson, serving


@pytest.fixture(scope="module", params=ENGINES)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The cast and its databases, shared by a module's tests."""
    folder = tmp_path_factory.mktemp("world")
    with fresh_targets(request.param, request, folder) as make:
        store = open_store(folder / "insight.duckdb")
        target = make()
        yield make_world(target, target if request.param == "postgres" else str(folder / "log.sqlite"), store)
        store.close()


@pytest.fixture(scope="module")
def url(world: World) -> Iterator[str]:
    """The address of a gateway over the module's world."""
    with serving(world.state()) as address:
        yield address


@pytest.fixture
def client(url: str) -> Iterator[httpx.Client]:
    """Somebody who sends requests there."""
    with httpx.Client(base_url=url, timeout=10) as made:
        yield made


@pytest.fixture
def report(client: httpx.Client, world: World) -> Callable[..., httpx.Response]:
    """Sends a body, or lines as NDJSON, with a key of the world."""

    def send(*lines: dict[str, object], key: str = "senyum", body: bytes | None = None, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        media = {"content-type": "application/x-ndjson", "authorization": f"Bearer {world.keys.get(key, key)}"}
        content = ndjson(*lines) if body is None else body
        return client.post("/v1/engagements", content=content, headers=media | named)

    return send
