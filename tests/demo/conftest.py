"""A small demo world on either engine, made once for each module."""

from collections.abc import Iterator
from pathlib import Path

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


def _folder(request: pytest.FixtureRequest, path: Path) -> Iterator[Folder]:
    with fresh_targets(request.param, request, path) as make:
        target = make()
        point_django_at(target)
        yield Folder(path, target, target if request.param == "postgres" else str(path / "log.sqlite"))
        connections.close_all()


@pytest.fixture(scope="module", params=ENGINES)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    """A folder without a world, and Django's models on its database."""
    yield from _folder(request, tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def world(folder: Folder) -> World:
    """The world in the module's folder, as it was made."""
    return folder.create()


@pytest.fixture(scope="package", params=ENGINES)
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    """A folder with a world as if it had been made just now, for the gateway and the simulator live now."""
    for made in _folder(request, tmp_path_factory.mktemp("home")):
        made.create(now_ms())
        yield made


@pytest.fixture
def living(home: Folder) -> World:
    """The world in `home`, to which Django leads."""
    point_django_at(home.target)
    return home.create()


@pytest.fixture
def db(home: Folder) -> Iterator[Database]:
    """The database of `home`."""
    database = home.open_state()
    yield database
    database.close()


@pytest.fixture(scope="package")
def url(home: Folder) -> Iterator[str]:
    """A gateway over the living world."""
    store = open_store(home.path / "insight.duckdb")
    with serving(State(home.open_log, home.open_state, store, b"only for tests")) as address:
        yield address
    store.close()
