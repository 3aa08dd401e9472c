"""A deployment in order is found in order; whatever somebody changes behind its back is found and named."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest
from django.db import connections

from facevalue.config import audits, report
from facevalue.config.cli import main
from facevalue.kit import facts
from facevalue.kit.columns import unpack
from facevalue.kit.db import Database, connect
from facevalue.kit.findings import Finding
from facevalue.settlement.queries import Outcome
from facevalue.social.ingest import Log, open_log
from tests import cast
from tests.config.story import tell
from tests.config.tamperings import TAMPERINGS, named
from tests.conftest import point_django_at, template_of

Posts = dict[str, int]


class Told(NamedTuple):
    """Where a story was told, and its posts."""

    target: str
    log: str
    posts: Posts


@pytest.fixture(scope="module")
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
            with psycopg.connect(server, autocommit=True) as admin:
                admin.execute("CREATE DATABASE story TEMPLATE template_facevalue")
            target = log_target = server.replace("/postgres?", "/story?")
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


def test_there_must_be_something(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["verify", "--data", str(tmp_path / "nowhere")]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"facevalue: {tmp_path}/nowhere/state.sqlite is not there\n")
    assert not (tmp_path / "nowhere").exists()
    for name in ("state.sqlite", "log.sqlite"):
        (tmp_path / name).write_text("Dear diary, today was a day like any other. " * 100)
    monkeypatch.setenv("FACEVALUE_DATA", str(tmp_path))
    assert main(["verify"]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == (
        "",
        f"facevalue: {tmp_path}/state.sqlite holds nothing of Facevalue's: file is not a database\n",
    )


def test_of_many_findings_the_first_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    def audit(tell: audits.Tell) -> Iterator[Finding]:
        yield Finding("balance", "account 16384", "is wrong")
        for number in range(1_000):
            tell(1)
            yield Finding("post", f"social_post {number}", "is wrong")
        raise ValueError("no such table")

    assert report.print_findings({"posts": audit}, 1_000) == 1_002
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "balance: ledger_account 16384 of slot 1: is wrong"
    assert lines[-2:] == ["audit: posts: cannot go on: ValueError('no such table')", "post: and 950 more"]
    assert len(lines) == 1 + 50 + 2
