"""The story, told once on each engine, and what the audits find in it."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from typing import NamedTuple

import pytest
from django.db import connections

from facevalue.config import audits
from facevalue.kit.db import Database, connect
from facevalue.kit.findings import Finding
from facevalue.social.ingest import Log, open_log
from tests import cast, servers
from tests.config.story import tell
from tests.conftest import point_django_at, template_of

Posts = dict[str, int]


class Told(NamedTuple):
    """Where a story was told, and its posts."""

    target: str
    log: str
    posts: Posts


@pytest.fixture(scope="session")
def told() -> dict[str, Told]:
    """The story on each engine, told once; tests change what it left in transactions that they roll back."""
    return {}


@pytest.fixture
def place(engine: str, told: dict[str, Told], request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Told:
    if engine not in told:
        template = template_of(engine, request)
        if engine == "sqlite":
            folder = tmp_path_factory.mktemp("story")
            target, log_target = shutil.copy(template, folder / "state.sqlite"), str(folder / "log.sqlite")
        else:
            server = request.getfixturevalue("postgres_server")
            target = log_target = servers.create_database(server, "story", "template_facevalue")
        point_django_at(str(target))
        with closing(connect(target)) as db, closing(open_log(log_target)) as log:
            told[engine] = Told(str(target), log_target, tell(db, log).posts)
        connections["default"].close()
    return told[engine]


@pytest.fixture
def opened(place: Told) -> Iterator[tuple[Database, Log]]:
    """Both on one connection where they are in one database, so that one transaction sees everything."""
    with closing(connect(place.target)) as db:
        if db.engine == "postgres":
            yield db, Log(db)
            return
        with closing(open_log(place.log)) as log:
            yield db, log


def found(db: Database, log: Log, name: str = "") -> list[Finding]:
    every = audits.by_name(db, log, cast.NOW, deep=True)
    chosen = [(name, every[name])] if name else list(every.items())
    return [finding for name, audit in chosen for finding in audits.findings(name, audit, lambda rows: None)]
