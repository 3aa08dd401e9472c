"""Whatever somebody changes behind the house's back is found and named."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

import pytest

from facevalue.kit.db import Database
from facevalue.social.ingest import Log
from tests.config.conftest import Told, found
from tests.config.tamperings import TAMPERINGS, named


@contextmanager
def rolled_back(*databases: Database) -> Iterator[None]:
    """Whatever is done in the block has not happened."""
    with suppress(KeyboardInterrupt), ExitStack() as stack:
        for db in {id(db): db for db in databases}.values():
            stack.enter_context(db.transaction())
        yield
        raise KeyboardInterrupt


@pytest.mark.parametrize(("audit", "what"), [(audit, what) for audit, changes in TAMPERINGS.items() for what in changes])
def test_what_somebody_changes_is_found(audit: str, what: str, place: Told, opened: tuple[Database, Log]) -> None:
    db, log = opened
    change, rule, where = TAMPERINGS[audit][what]
    with rolled_back(db, log.db):
        if db.engine == "sqlite":
            db.raw.execute("DROP TRIGGER ledger_transfer_is_not_changed")
        if isinstance(change, str):
            for statement in named(change, place.posts).split(";"):
                changed: Any = (log.db if "social_log" in statement else db).raw
                assert changed.execute(statement).rowcount
        else:
            change(db, log.db)
        findings = found(db, log, audit)
    assert any(finding.rule == rule and named(where, place.posts) in finding.where for finding in findings), findings
