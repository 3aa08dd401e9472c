"""The pages of two apps over a fresh database."""

import pytest
from django.test import Client

from tests import cast
from tests.faces.creator import apps


@pytest.fixture
def everybody(models: None) -> None:
    """The cast, and the apps as their operators made them."""
    cast.enter()
    apps.publish_themes()


@pytest.fixture
def senyum() -> Client:
    """A browser at Senyum, without a session."""
    return Client(SERVER_NAME="senyum.localhost")


@pytest.fixture
def sabai() -> Client:
    """A browser at Sabai, without a session."""
    return Client(SERVER_NAME="sabai.localhost")
