"""Runs commands as people do, in processes of their own, on folders and databases that are empty."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

CASCADES = Path(__file__).parents[3] / "shared" / "data" / "cascades"
Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def facevalue() -> Command:
    def run(*words: object, **environment: str) -> "subprocess.CompletedProcess[str]":
        line = [str(Path(sys.executable).with_name("facevalue")), *map(str, words)]
        return subprocess.run(line, capture_output=True, text=True, check=False, env=os.environ | environment)

    return run


@pytest.fixture(scope="session")
def empty_databases(postgres_server: str) -> Iterator[Callable[[], str]]:
    """Makes PostgreSQL databases without any table, one for each call: their addresses."""
    numbers, made = count(), list[str]()

    def make() -> str:
        made.append(f"empty_{next(numbers)}")
        with psycopg.connect(postgres_server, autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {made[-1]} TEMPLATE template0")
        return postgres_server.replace("/postgres?", f"/{made[-1]}?")

    yield make
    with psycopg.connect(postgres_server, autocommit=True) as admin:
        for name in made:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
