"""A small town on each engine, made once and copied for each test."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from facevalue.config.folder import Folder
from tests.faces.worker.town import Town

HOME = Path(__file__).parents[3]
_numbers = count()

Settle = Callable[[], tuple[Folder, Town]]


@pytest.fixture(scope="session")
def towns() -> dict[str, tuple[Folder, Town]]:
    """By engine, the town that the others are copies of."""
    return {}


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """SQLite, unless a test says otherwise by a parameter."""
    return str(getattr(request, "param", "sqlite"))


def _made(engine: str, request: pytest.FixtureRequest, path: Path) -> tuple[Folder, Town]:
    towns: dict[str, tuple[Folder, Town]] = request.getfixturevalue("towns")
    if engine not in towns:
        url = ""
        if engine == "postgres":
            url = _database(request.getfixturevalue("postgres_server"), "town", "template0")
        folder = Folder(path / engine, url)
        command = [sys.executable, "-m", "tests.faces.worker.town", str(folder.path), url]
        made = subprocess.run(command, cwd=HOME, check=True, capture_output=True, text=True).stdout
        towns[engine] = folder, Town(**json.loads(made))
    return towns[engine]


def _database(server: str, name: str, template: str) -> str:
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="session")
def shelf() -> Iterator[Path]:
    """A place in memory, where there is one: processes die here, machines do not, so nothing has to reach a disk."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="fv-town-", dir=memory if memory.is_dir() else None) as path:
        yield Path(path)


@pytest.fixture
def new_town(engine: str, request: pytest.FixtureRequest, shelf: Path) -> Settle:
    """Makes towns, each in a folder and a database of its own."""
    folder, town = _made(engine, request, shelf)

    def make() -> tuple[Folder, Town]:
        name = f"town_{next(_numbers)}"
        path = Path(shutil.copytree(folder.path, shelf / name))
        if engine == "sqlite":
            return Folder(path), town
        # It goes with the server: to drop it now would take a second.
        return Folder(path, _database(request.getfixturevalue("postgres_server"), name, "town")), town

    return make
