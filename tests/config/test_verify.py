"""A deployment in order is found in order, also while it goes on."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.db import connections

from facevalue.config import audits
from facevalue.kit import facts
from facevalue.kit.columns import unpack
from facevalue.kit.db import Database, connect
from facevalue.settlement.queries import Outcome
from facevalue.social.ingest import Log, open_log
from tests import cast
from tests.config.conftest import found
from tests.config.story import tell
from tests.conftest import point_django_at


def outcomes(db: Database) -> set[Outcome]:
    news = facts.read(db, "settled", 0, limit=1_000)
    return {Outcome(outcome) for fact in news for outcome in unpack(fact.body)["outcome"].tolist()}


def test_a_deployment_in_order(opened: tuple[Database, Log]) -> None:
    db, log = opened
    assert outcomes(db) == set(Outcome)
    with db.snapshot():
        assert found(db, log) == []


def test_it_goes_on_meanwhile(engine: str, make_target: Callable[[], str], tmp_path: Path) -> None:
    """What is settled while the audits run does not disturb them: they look at one moment."""
    target = make_target()
    point_django_at(target)
    log_target = target if engine == "postgres" else str(tmp_path / "log.sqlite")
    with closing(connect(target)) as writing, closing(connect(target)) as db, closing(open_log(log_target)) as log:
        story = tell(writing, log)
        with db.snapshot():
            every = audits.by_name(db, log, cast.NOW, deep=True)
            assert list(audits.findings("ledger", every.pop("ledger"), lambda rows: None)) == []
            story.goes_on()
            for name, audit in every.items():
                assert list(audits.findings(name, audit, lambda rows: None)) == []
        with db.snapshot():
            assert found(db, log) == []
    connections["default"].close()
