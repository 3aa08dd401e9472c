"""Which pages a host name has."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import cast

pytestmark = pytest.mark.usefixtures("everybody")


@pytest.fixture
def everybody(models: None) -> None:
    cast.enter()


def _page(host: str, path: str = "/") -> tuple[int, str]:
    answer = Client(SERVER_NAME=host).get(path)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(("host", "name"), [("senyum.localhost", "Senyum"), ("SABAI.localhost:8000", "Sabai")])
def test_an_app_answers_at_its_own_host(host: str, name: str) -> None:
    status, page = _page(host)
    assert status == 200
    assert name in page
    assert "Facevalue" not in page


def test_which_app_it_is_is_asked_once() -> None:
    with CaptureQueriesContext(connection) as asked:
        _page("senyum.localhost")
    assert [query["sql"].count('FROM "identity_app"') for query in asked].count(1) == 1


@pytest.mark.parametrize("host", ["localhost", "nobody.localhost", "127.0.0.1"])
def test_any_other_host_has_the_brands_pages(host: str) -> None:
    assert 'href="/login/"' in _page(host)[1]


def test_an_app_does_not_show_the_pages_of_brands() -> None:
    assert _page("senyum.localhost", "/brand/campaigns/")[0] == 404


def test_a_host_that_nobody_listed_is_refused() -> None:
    assert _page("senyum.localhost.evil.example")[0] == 400
