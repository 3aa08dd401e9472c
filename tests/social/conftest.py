"""A town on a fresh state and log."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from facevalue.kit.db import Database
from facevalue.social import ingest
from facevalue.social.ingest import Log
from tests.social.town import Town


@pytest.fixture
def log_target(engine: str, target: str, tmp_path: Path) -> str:
    return target if engine == "postgres" else str(tmp_path / "log.sqlite")


@pytest.fixture
def log(log_target: str) -> Iterator[Log]:
    opened = ingest.open_log(log_target)
    yield opened
    opened.close()


@pytest.fixture
def town(db: Database, log: Log) -> Town:
    return Town(db, log)
