"""The pages of two apps over a fresh database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, override_settings

from tests import cast
from tests.faces.creator import apps, compose_world
from tests.faces.creator.compose_world import World
from tests.faces.creator.village import Village
from tests.faces.creator.village import village as make_village


@pytest.fixture
def everybody(models: None) -> None:
    """The cast, and the apps as their operators made them."""
    cast.enter()
    apps.publish_themes()


@pytest.fixture
def village(models: None, engine: str, target: str, tmp_path: Path) -> Iterator[Village]:
    """The same with campaigns and an engine."""
    log_target = target if engine == "postgres" else str(tmp_path / "log.sqlite")
    with make_village(target, log_target, tmp_path / "insight.duckdb") as found:
        apps.speak_english()
        yield found


@pytest.fixture
def senyum() -> Client:
    """A browser at Senyum, without a session."""
    return Client(SERVER_NAME="senyum.localhost")


@pytest.fixture
def sabai() -> Client:
    """A browser at Sabai, without a session."""
    return Client(SERVER_NAME="sabai.localhost")


@pytest.fixture
def world(everybody: None, tmp_path: Path) -> Iterator[World]:
    """A campaign and its assets; media in a folder of the test's own."""
    apps.speak_english()
    with override_settings(MEDIA_ROOT=tmp_path / "media"):
        yield compose_world.make()
