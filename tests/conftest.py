"""Both engines for every test that asks for a database; one PostgreSQL server for each process that runs tests."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import django
import pytest
from django.core.management import call_command
from django.db import connections

from facevalue.config import databases, schema
from facevalue.config.environment import use_django_settings
from facevalue.kit.db import Database, connect
from tests import servers

ENGINES = ("sqlite", "postgres")
_numbers = count()

# Tests import models, so Django has to be ready before them; it must not make its secret key in the working directory.
os.environ["FACEVALUE_DATA"] = tempfile.mkdtemp(prefix="fv-data-")
# Where pytest makes the folders of tests: processes are killed in them, machines are not, so nothing has to reach a disk.
if found := servers.memory():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(found))
use_django_settings()
django.setup()


def point_django_at(target: str) -> None:
    """From now on the default connection leads to `target`."""
    connections["default"].close()
    connections.settings["default"] = connections.configure_settings({"default": databases.database(target)})["default"]
    del connections["default"]


def pytest_unconfigure() -> None:
    """Leaves nothing behind."""
    shutil.rmtree(os.environ["FACEVALUE_DATA"], ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server of this process."""
    with servers.server() as address:
        yield address


@pytest.fixture(scope="session")
def templates() -> dict[str, str]:
    """The target of an empty database with all tables, made once for each engine that is asked for."""
    return {}


def template_of(engine: str, request: pytest.FixtureRequest) -> str:
    """An empty database with the tables of every room."""
    templates: dict[str, str] = request.getfixturevalue("templates")
    if engine not in templates:
        if engine == "sqlite":
            target = str(Path(tempfile.mkdtemp(prefix="fv-sqlite-")) / "template.sqlite")
        else:
            target = servers.create_database(request.getfixturevalue("postgres_server"), "template_facevalue")
        database = connect(target)
        schema.create(database)
        point_django_at(target)
        call_command("migrate", verbosity=0)
        connections.close_all()
        if engine == "sqlite":
            database.raw.execute("PRAGMA journal_mode = DELETE")
        database.close()
        templates[engine] = target
    return templates[engine]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """The engine's name; a test that uses it runs once on each."""
    return str(request.param)


@contextmanager
def fresh_targets(engine: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Callable[[], str]]:
    """Makes fresh databases with the tables of every room, one for each call: their addresses, or paths in `folder`."""
    template, made = template_of(engine, request), list[str]()

    def make() -> str:
        number = next(_numbers)
        if engine == "sqlite":
            return shutil.copy(template, str(folder / f"state_{number}.sqlite"))
        made.append(f"test_{number}")
        return servers.create_database(request.getfixturevalue("postgres_server"), made[-1], "template_facevalue")

    yield make
    if made:
        servers.run(request.getfixturevalue("postgres_server"), *(f"DROP DATABASE {name} WITH (FORCE)" for name in made))


@pytest.fixture
def make_target(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """`fresh_targets` that are gone after the test."""
    with fresh_targets(engine, request, tmp_path) as make:
        yield make


@pytest.fixture
def target(make_target: Callable[[], str]) -> str:
    """The address or path of a fresh database with the tables of every room."""
    return make_target()


@pytest.fixture
def db(target: str) -> Iterator[Database]:
    """A connection to a fresh database."""
    database = connect(target)
    yield database
    database.close()


@pytest.fixture
def models(target: str) -> Iterator[None]:
    """Django's models on the fresh database that `db` leads to."""
    point_django_at(target)
    yield
    connections.close_all()
