"""The measurement of feeds tells what it measured."""

import json
from collections.abc import Callable

import pytest

from tests.bench.conftest import Command


def test_feed(facevalue: Command, engine: str, request: pytest.FixtureRequest) -> None:
    words: list[object] = ["--engine", engine, "--follows", 30, "--posts", 400, "--json"]
    if engine == "postgres":
        make: Callable[[], str] = request.getfixturevalue("empty_databases")
        words += ["--database", make()]
    ran = facevalue("bench", "feed", *words)
    assert ran.returncode == 0, ran.stderr
    figures = json.loads(ran.stdout)
    assert (figures["engine"], figures["follows"], figures["posts"], figures["reactions"]) == (engine, 30, 400, 12_000)
    for name in ("feed", "posts", "newcomer"):
        assert 0 < figures[f"{name}_p50_ms"] <= figures[f"{name}_p99_ms"]
    assert facevalue("bench", "feed", "--follows", 0).returncode == 1
