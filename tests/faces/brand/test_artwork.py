"""Uploading what goes on selfies, on both engines: its people may, others see nothing of it, and bad files are refused."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from facevalue.identity.models import Person, Role
from facevalue.studio import actions, queries
from tests import cast

PNG = "image/png"


def frame(colour: tuple[int, int, int] = (200, 40, 60), side: int = 720) -> bytes:
    image = Image.new("RGBA", (side, side), (*colour, 255))
    image.paste((0, 0, 0, 0), (60, 60, side - 60, side - 160))
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def send(client: Client, data: bytes, brand: int = cast.KOPI_NUSANTARA, name: str = "Pagi") -> int:
    file = SimpleUploadedFile("frame.png", data, PNG)
    form = {"brand": brand, "kind": "frame", "name": name, "file": file}
    return client.post("/brand/artwork/", form).status_code


def log_in(client: Client, person: int) -> None:
    client.force_login(Person.objects.get(id=person))


def approved(client: Client) -> int:
    """The version that Putri has uploaded and staff have approved."""
    log_in(client, cast.PUTRI)
    assert send(client, frame()) == 302
    (version,) = queries.assets(cast.KOPI_NUSANTARA)
    with transaction.atomic():
        actions.approve(version.pk, cast.TALA, cast.NOW)
    return version.pk


@pytest.mark.usefixtures("people")
def test_a_version_is_uploaded_offered_and_retired(client: Client) -> None:
    version = approved(client)
    page = client.get(f"/brand/artwork/{version}/").content.decode()
    assert "Offer it to creators" in page
    client.post(f"/brand/artwork/{version}/publish/")
    assert [each.pk for each in queries.published([cast.KOPI_NUSANTARA])] == [version]
    client.post(f"/brand/artwork/{version}/retire/")
    assert queries.published([cast.KOPI_NUSANTARA]) == []


@pytest.mark.usefixtures("people")
def test_what_is_not_approved_cannot_be_offered(client: Client) -> None:
    log_in(client, cast.PUTRI)
    send(client, frame())
    (version,) = queries.assets(cast.KOPI_NUSANTARA)
    page = client.post(f"/brand/artwork/{version.pk}/publish/", follow=True).content.decode()
    assert "cannot become published" in page
    assert queries.published([cast.KOPI_NUSANTARA]) == []


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    "data",
    [
        b"GIF89a" + b"\0" * 64,
        frame()[:500],
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        frame(side=240),
    ],
    ids=["another kind", "cut off", "with a script", "too small"],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_reason(client: Client, data: bytes) -> None:
    log_in(client, cast.PUTRI)
    file = SimpleUploadedFile("frame.png", data, PNG)
    answer = client.post("/brand/artwork/", {"brand": cast.KOPI_NUSANTARA, "kind": "frame", "name": "Pagi", "file": file})
    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    assert queries.assets(cast.KOPI_NUSANTARA) == []


@pytest.mark.usefixtures("people")
def test_other_brands_see_and_do_nothing(client: Client) -> None:
    version = approved(client)
    stranger = Client(SERVER_NAME="localhost")
    log_in(stranger, cast.SOMCHAI)
    assert "Pagi" not in stranger.get("/brand/artwork/").content.decode()
    assert stranger.get(f"/brand/artwork/{version}/").status_code == 404
    for step in ("publish", "retire"):
        assert stranger.post(f"/brand/artwork/{version}/{step}/").status_code == 404
    assert send(stranger, frame(), cast.KOPI_NUSANTARA) == 422


@pytest.mark.usefixtures("people")
def test_an_analyst_only_looks(client: Client) -> None:
    version = approved(client)
    looker = Client(SERVER_NAME="localhost")
    log_in(looker, cast.RIZAL)
    assert "Offer it to creators" not in looker.get(f"/brand/artwork/{version}/").content.decode()
    assert looker.post(f"/brand/artwork/{version}/publish/").status_code == 404
    assert send(looker, frame((1, 2, 3)), cast.KOPI_NUSANTARA) == 422
    assert len(queries.assets(cast.KOPI_NUSANTARA)) == 1


@pytest.mark.usefixtures("people")
def test_more_brands_take_no_more_queries(client: Client) -> None:
    approved(client)
    with CaptureQueriesContext(connection) as before:
        client.get("/brand/artwork/")
    Role.objects.create(person_id=cast.PUTRI, organisation_id=cast.SIAM_GLOW, kind="owner")
    assert send(client, frame((1, 2, 3)), cast.SIAM_GLOW, "Glow") == 302
    with CaptureQueriesContext(connection) as after:
        page = client.get("/brand/artwork/").content.decode()
    assert "Pagi" in page
    assert "Glow" in page
    assert len(after) == len(before)
