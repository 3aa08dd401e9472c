"""The measurements of the gateway: they run on both engines and say what they promise, however fast this machine is."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from facevalue.bench.live import Sightings
from tests.bench.conftest import Command


@pytest.fixture
def database(engine: str, request: pytest.FixtureRequest) -> list[str]:
    """The words that choose the engine."""
    if engine == "sqlite":
        return []
    make: Callable[[], str] = request.getfixturevalue("empty_databases")
    return ["--engine", "postgres", "--database", make()]


def _measured(facevalue: Command, *words: object) -> dict[str, Any]:
    ran = facevalue("bench", *words, "--people", 500, "--json")
    assert ran.returncode == 0, ran.stderr
    figures: dict[str, Any] = json.loads(ran.stdout)
    return figures


def test_ingest(facevalue: Command, database: list[str], engine: str) -> None:
    figures = _measured(facevalue, "ingest", *database, "--seconds", 0.3, "--lines", 100, "--connections", 4)
    assert figures["engine"] == engine
    assert figures["batched_events_per_second"] > figures["single_requests_per_second"] > 0
    assert figures["single_cpu_us_per_request"] > figures["batched_cpu_us_per_event"] > 0


def test_live(facevalue: Command, database: list[str], engine: str) -> None:
    figures = _measured(facevalue, "live", *database, "--rate", 500, "--seconds", 1)
    assert (figures["engine"], figures["events"]) == (engine, 500)
    assert 0 < figures["visible_p50_ms"] <= figures["visible_p99_ms"] <= figures["visible_max_ms"]


def test_an_engagement_is_visible_when_the_stream_counts_it() -> None:
    sightings = Sightings([(10, 1.0), (20, 1.02), (30, 1.04)], [(10, 1.1), (25, 1.2), (30, 1.3)])
    assert sightings.waits_ms().round().tolist() == [100, 180, 260]


@pytest.mark.parametrize("words", [("ingest", "--lines", 0), ("ingest", "--seconds", 0), ("live", "--rate", 0)])
def test_senseless_numbers_are_refused(facevalue: Command, words: tuple[object, ...]) -> None:
    ran = facevalue("bench", *words)
    assert ran.returncode == 1
    assert "--" in ran.stderr
