"""A small demo world on either engine, made once for each module."""

from collections.abc import Iterator

import pytest
from django.db import connections

from facevalue.demo.actions import World
from facevalue.faces.gateway.state import State
from facevalue.insight.actions import open_store
from facevalue.kit.clock import now_ms
from facevalue.kit.db import Database
from tests.conftest import ENGINES, fresh_targets, point_django_at
from tests.demo.world import Folder
from tests.faces.gateway.world import serving


@pytest.fixture(scope="module", params=ENGINES)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    """A folder without a world, and Django's models on its database."""
    path = tmp_path_factory.mktemp("demo")
    with fresh_targets(request.param, request, path) as make:
        target = make()
        point_django_at(target)
        yield Folder(path, target, target if request.param == "postgres" else str(path / "log.sqlite"))
        connections.close_all()


@pytest.fixture(scope="module")
def world(folder: Folder) -> World:
    """The world in the module's folder."""
    return folder.create()


@pytest.fixture
def db(folder: Folder) -> Iterator[Database]:
    """The folder's database."""
    database = folder.open_state()
    yield database
    database.close()


@pytest.fixture(scope="module")
def living(folder: Folder) -> World:
    """The world as if it had been made just now, for the gateway and the simulator live now."""
    return folder.create(now_ms())


@pytest.fixture(scope="module")
def url(folder: Folder, living: World) -> Iterator[str]:
    """A gateway over the living world."""
    store = open_store(folder.path / "insight.duckdb")
    with serving(State(folder.open_log, folder.open_state, store, b"only for tests")) as address:
        yield address
    store.close()
