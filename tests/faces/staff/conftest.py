"""The desk over a fresh database, with one campaign and what people submitted to it."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from facevalue.identity.models import Person
from tests.faces.brand.people import HASHERS
from tests.faces.staff import scene
from tests.faces.staff.scene import Scene

ClientOf = Callable[[int], Client]


@pytest.fixture
def desk(models: None) -> Iterator[Scene]:
    """Everybody, able to log in, and the scene."""
    with override_settings(PASSWORD_HASHERS=HASHERS):
        cache.clear()
        yield scene.build()
    cache.clear()


@pytest.fixture
def client_of() -> ClientOf:
    """A browser in which a person is logged in."""

    def log_in(person: int) -> Client:
        browser = Client(SERVER_NAME="localhost")
        browser.force_login(Person.objects.get(id=person))
        return browser

    return log_in
