"""The measurements of settlement: everything that was brought is settled, whatever the speed."""

import json
from collections.abc import Callable

import pytest

from tests.bench.conftest import Command


def test_settle(facevalue: Command, engine: str, request: pytest.FixtureRequest) -> None:
    words: list[object] = ["--engine", engine, "--people", 400, "--events", 3_000, "--latency-seconds", 1, "--json"]
    if engine == "postgres":
        make: Callable[[], str] = request.getfixturevalue("empty_databases")
        words += ["--database", make()]
    ran = facevalue("bench", "settle", *words)
    assert ran.returncode == 0, ran.stderr
    figures = json.loads(ran.stdout)
    assert (figures["engine"], figures["events"], figures["people"], figures["settlers"]) == (engine, 3_000, 400, 2)
    assert figures["ratio"] == pytest.approx(figures["events_per_second"] / figures["floor_events_per_second"], abs=0.01)
    assert 0 < figures["first_counted"] < 3_000
    assert 0 < figures["latency_p50_ms"] <= figures["latency_p99_ms"]


def test_contention(facevalue: Command) -> None:
    ran = facevalue("bench", "contention", "--people", 400, "--events", 20_000, "--json")
    assert ran.returncode == 0, ran.stderr
    figures = json.loads(ran.stdout)
    assert figures["events_per_second"] > 0
    assert 0 < figures["write_p50_ms"] <= figures["write_p99_ms"] <= figures["write_max_ms"]


@pytest.mark.parametrize("words", [("settle", "--people", 0), ("settle", "--events", 0), ("contention", "--writes", 0)])
def test_senseless_numbers_are_refused(facevalue: Command, words: tuple[object, ...]) -> None:
    ran = facevalue("bench", *words)
    assert ran.returncode == 1
    assert "--" in ran.stderr
