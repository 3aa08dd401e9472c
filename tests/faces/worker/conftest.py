"""A small town on each engine, made once and copied for each test."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from facevalue.config.folder import Folder
from tests import servers
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
            url = servers.create_database(request.getfixturevalue("postgres_server"), "town", "template0")
        folder = Folder(path / engine, url)
        command = [sys.executable, "-m", "tests.faces.worker.town", str(folder.path), url]
        made = subprocess.run(command, cwd=HOME, check=True, capture_output=True, text=True).stdout
        towns[engine] = folder, Town(**json.loads(made))
    return towns[engine]


@pytest.fixture(scope="session")
def shelf() -> Iterator[Path]:
    """A place in memory, where there is one: processes die here, machines do not, so nothing has to reach a disk."""
    with tempfile.TemporaryDirectory(prefix="fv-town-", dir=servers.memory()) as path:
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
        return Folder(path, servers.create_database(request.getfixturevalue("postgres_server"), name, "town")), town

    return make
