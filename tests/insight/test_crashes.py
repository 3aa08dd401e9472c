"""Exactly once, however a process ends: every fact is in the figures once, and never a part of one."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from facevalue.insight import actions, queries
from facevalue.kit.db import Database
from facevalue.settlement.queries import Outcome
from tests import cast
from tests.insight import plain
from tests.insight.plain import RAMADAN, SONGKRAN, Engagement, Told

CHILD = Path(__file__).with_name("child.py")
POINTS_MIN = 30


def run(mode: str, *arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, str(CHILD), mode, *map(str, arguments)], stdout=subprocess.PIPE, text=True)


def said(child: "subprocess.Popen[str]") -> Iterator[list[Any]]:
    assert child.stdout
    return map(json.loads, child.stdout)


def fact(number: int, rows: int) -> Told:
    both = [Engagement(price=number), Engagement(campaign=SONGKRAN, outcome=Outcome.STRANGER, price=0, degree=number % 4)]
    return cast.NOW + number, both * rows


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Database]:
    with closing(plain.source(str(tmp_path / "state.sqlite"))) as db:
        yield db


def expected(told: list[Told]) -> list[int]:
    figures = plain.count(told, RAMADAN)
    return [len(told), *[figures.engagements, figures.tokens] * 3]


def test_killed_between_any_two_statements(source: Database, tmp_path: Path) -> None:
    told = [fact(number, 2) for number in range(1, 5)]
    plain.tell(source, told)
    with run("everywhere", tmp_path / "state.sqlite", tmp_path / "insight.duckdb", 12, RAMADAN) as child:
        lines = list(said(child))
    assert child.returncode == 0
    assert lines.pop() == ["done"]
    assert len(lines) >= POINTS_MIN
    assert {found[0] for _, found, _ in lines} == {0, 2, 4}, "the places of the crashes are spread"
    for point, found, after in lines:
        assert found == expected(told[: found[0]]), f"point {point}"
        assert after == expected(told), f"point {point}"


def test_killed_at_any_moment(source: Database, tmp_path: Path) -> None:
    told = [fact(number, 500 * (number % 3)) for number in range(1, 120)]
    plain.tell(source, told)
    path, moments = tmp_path / "insight.duckdb", random.Random(7)
    for _ in range(8):
        with run("steady", tmp_path / "state.sqlite", path, 2) as child:
            lines = said(child)
            last = [next(lines)[0] for _ in range(moments.randrange(1, 8))][-1]
            child.kill()
        with closing(actions.open_store(path)) as store:
            live = queries.live(store, RAMADAN, cast.NOW)
            assert live.seq >= last, "what was committed stays"
            assert live.total == plain.count(told[: live.seq], RAMADAN)
    with closing(actions.open_store(path)) as store:
        while actions.advance(store, source):
            pass
        for campaign in (RAMADAN, SONGKRAN):
            assert queries.live(store, campaign, cast.NOW).total == plain.count(told, campaign)


def test_a_full_disk_is_refused_and_survived(source: Database, tmp_path: Path) -> None:
    told = [fact(number, 10_000) for number in range(1, 30)]
    plain.tell(source, told)
    path = tmp_path / "insight.duckdb"
    with run("full", tmp_path / "state.sqlite", path) as child:
        lines = list(said(child))
    assert child.returncode == 0
    assert lines.pop() == ["done"]
    assert lines, "the disk was full at least once"
    assert all((advanced, rows) == (1, seq * 20_000) for advanced, seq, rows in lines)
    with closing(actions.open_store(path)) as store:
        assert queries.live(store, RAMADAN, cast.NOW).total == plain.count(told, RAMADAN)
