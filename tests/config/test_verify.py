"""A deployment in order is found in order; whatever somebody changes behind its back is found and named."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from facevalue.config import audits
from facevalue.kit import facts
from facevalue.kit.columns import unpack
from facevalue.kit.db import Database
from facevalue.kit.findings import Finding
from facevalue.settlement.queries import Outcome
from facevalue.social.ingest import Log, open_log
from tests import cast
from tests.config.story import Story, tell


@pytest.fixture
def log(engine: str, target: str, tmp_path: Path) -> Iterator[Log]:
    with closing(open_log(target if engine == "postgres" else str(tmp_path / "log.sqlite"))) as opened:
        yield opened


@pytest.fixture
def story(models: None, db: Database, log: Log) -> Story:
    return tell(db, log)


def found(db: Database, log: Log, *, deep: bool = True) -> list[Finding]:
    with db.snapshot():
        every = audits.by_name(db, log, cast.NOW, deep=deep)
        return [finding for name, audit in every.items() for finding in audits.findings(name, audit, lambda rows: None)]


def outcomes(db: Database) -> set[Outcome]:
    news = facts.read(db, "settled", 0, limit=1_000)
    return {Outcome(outcome) for fact in news for outcome in unpack(fact.body)["outcome"].tolist()}


def test_a_deployment_in_order(story: Story, db: Database, log: Log) -> None:
    assert outcomes(db) == set(Outcome)
    assert found(db, log) == []
    story.settle()
    assert found(db, log) == []
