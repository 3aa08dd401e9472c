"""The pages over a fresh database, and over a stage whose stream says what a test tells it to say."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from tests.faces.brand import people as house

HOME = Path(__file__).parents[3]


@pytest.fixture
def people(models: None) -> Iterator[None]:
    """The cast, able to log in, with no try to log in remembered."""
    with override_settings(PASSWORD_HASHERS=house.HASHERS):
        house.enter()
        cache.clear()
        yield
    cache.clear()


@pytest.fixture
def client() -> Client:
    """A browser without a session."""
    return Client(SERVER_NAME="localhost")


class Stage(NamedTuple):
    """The address of the stage, and the ids of two campaigns: one of Kopi Nusantara, one of Siam Glow."""

    url: str
    kopi: int
    glow: int

    def tell(self, campaign: int, totals: dict[str, Any] | None) -> None:
        """What pages and streams say from now on of a campaign; None: its figures cannot be read."""
        httpx.post(f"{self.url}/stage/totals/{campaign}", content=json.dumps(totals)).raise_for_status()

    def cut(self, status: int) -> None:
        """Cuts all streams. Until it is 200, no stream opens, and who asks where one is gets `status`."""
        httpx.post(f"{self.url}/stage/cut/{status}").raise_for_status()

    def wait_for_watchers(self, count: int) -> None:
        """Returns as soon as so many streams are open."""
        httpx.get(f"{self.url}/stage/watchers/{count}", timeout=20).raise_for_status()


@pytest.fixture(scope="session")
def stage_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A process of its own, for other tests lead this one's Django to other databases."""
    command = [sys.executable, "-m", "tests.faces.brand.stage", str(tmp_path_factory.mktemp("stage"))]
    with subprocess.Popen(command, cwd=HOME, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield Stage(**json.loads(process.stdout.readline()))
        finally:
            process.terminate()


@pytest.fixture
def stage(stage_process: Stage) -> Stage:
    """The stage, as if nothing had been told yet."""
    httpx.post(f"{stage_process.url}/stage/reset").raise_for_status()
    return stage_process
