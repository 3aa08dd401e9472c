"""The pages that nobody wants to see."""

import re

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory

from facevalue.faces.ui.problems import Problems
from facevalue.identity.errors import NotAllowed, NotFound


def _page(error: Exception) -> HttpResponse | None:
    request = RequestFactory().get("/")
    return Problems(lambda _: HttpResponse()).process_exception(request, error)


def test_what_is_not_there_looks_like_any_unknown_address() -> None:
    page = _page(NotFound("There is no campaign 7 of Siam Glow"))
    assert page is not None
    assert page.status_code == 404
    assert "There is no such page here" in page.content.decode()
    assert "Siam Glow" not in page.content.decode()


def test_an_error_of_a_room_says_what_is_wrong() -> None:
    page = _page(NotAllowed("Your role does not allow to fund here"))
    assert page is not None
    assert page.status_code == 403
    assert "Your role does not allow to fund here" in page.content.decode()


def test_other_errors_are_not_ours() -> None:
    assert _page(ValueError("a mistake")) is None


@pytest.mark.parametrize("status", ["403", "403_csrf", "404", "500"])
def test_dead_ends_need_nothing_but_their_template(status: str) -> None:
    """Django renders 500.html without a context, and an error page must not fail in turn."""
    text = render_to_string(f"{status}.html")
    assert re.search(r"<h1>[^<]+</h1>", text)
    assert 'href="/"' in text
    assert f'<p class="muted small">{status[:3]}</p>' in text
