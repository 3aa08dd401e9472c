"""Pictures on every host: forever in caches, and never anything but pictures."""

import pytest
from django.test import Client

from facevalue.studio import media


@pytest.mark.parametrize("host", ["localhost", "senyum.localhost"])
def test_a_picture_is_served_for_good(host: str) -> None:
    name = media.put(b"picture", "webp")
    answer = Client(SERVER_NAME=host).get(f"/media/{name}")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"picture", "image/webp")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert Client().get(f"/media/{name}", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert Client().post(f"/media/{name}").status_code == 405


def test_photos_of_people_are_not_served() -> None:
    name = media.put(b"photo", "jpg", private=True)
    assert media.get(name) == b"photo"
    assert Client().get(f"/media/{name}").status_code == 404
    assert Client().get(f"/media/{name.removeprefix('private/')}").status_code == 404


@pytest.mark.parametrize(
    "path", ["", "../state.sqlite", "aa/" + "a" * 64 + ".html", "ab/" + "a" * 64 + ".jpg", "aa/" + "a" * 64 + ".jpg"]
)
def test_other_names_lead_nowhere(path: str) -> None:
    assert Client().get(f"/media/{path}").status_code == 404
