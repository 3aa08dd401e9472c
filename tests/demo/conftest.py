"""A small demo world on either engine, made once for each module."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connections
from django.test import override_settings

from facevalue.campaigns import queries as campaigns
from facevalue.demo import actions
from facevalue.demo.actions import World
from facevalue.kit import facts
from facevalue.kit.columns import Columns, concatenate, unpack
from facevalue.kit.db import Database, connect
from facevalue.ledger import queries as ledger
from facevalue.social.ingest import Log, open_log
from facevalue.treasury import queries as treasury
from tests import cast
from tests.conftest import ENGINES, fresh_targets, point_django_at

PEOPLE = 300
SEED = 7
HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@dataclass(frozen=True)
class Folder:
    """A data folder with its databases, and the world in it."""

    path: Path
    target: str
    log_target: str

    def open_state(self) -> Database:
        return connect(self.target)

    def open_log(self) -> Log:
        return open_log(self.log_target)

    def create(self, at_ms: int = cast.NOW) -> World:
        with override_settings(PASSWORD_HASHERS=HASHERS):
            return actions.create(self, PEOPLE, SEED, at_ms)


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
def db(folder: Folder, world: World) -> Iterator[Database]:
    """The world's database."""
    database = folder.open_state()
    yield database
    database.close()


def settled(database: Database) -> Columns:
    """Every engagement that was settled."""
    return concatenate([unpack(fact.body) for fact in facts.read(database, "settled", 0, 10_000)])


def findings(database: Database) -> list[ledger.Finding]:
    """What is wrong with the books."""
    return [*ledger.audit(database), *treasury.audit(database), *campaigns.audit(database)]
