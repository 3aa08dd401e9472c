"""What the composer's scripts ask of the server, on both engines: every step once, however often it is asked for."""

from typing import Any
from uuid import uuid4

from django.test import Client

from facevalue.campaigns.models import Campaign
from facevalue.faces.creator import compose_who
from facevalue.identity.models import Person
from facevalue.studio.models import Composition, Upload
from facevalue.trust.models import Submission
from tests import cast
from tests.faces.creator import compose_world
from tests.faces.creator.compose_world import World


class Phone:
    """A phone on which a person is logged in."""

    def __init__(self, person: int, host: str = "senyum.localhost", app: int = cast.SENYUM) -> None:
        self.client = Client(SERVER_NAME=host)
        self.client.force_login(Person.objects.get(id=person))
        self.headers: dict[str, str] = {"Facevalue-Account": compose_who.account(app, person)}

    def ask(self, method: str, path: str, body: bytes = b"", type_: str = "application/json", **headers: str) -> Any:
        named = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(method, path, body, type_, headers=named)

    def begin(self, size: int, key: str = "") -> Any:
        return self.ask("POST", "/compose/uploads", Idempotency_Key=key or f"{uuid4()}.0", Upload_Length=str(size))

    def append(self, where: str, offset: int, chunk: bytes) -> Any:
        return self.ask("PATCH", where, chunk, "application/offset+octet-stream", Upload_Offset=str(offset))

    def send(self, photo: bytes) -> str:
        """The id of a photo's upload, all of which is there."""
        where = self.begin(len(photo)).headers["Location"]
        assert self.append(where, 0, photo).status_code == 204
        return str(where.rsplit("/", 1)[1])

    def post(self, chosen: dict[str, Any]) -> Any:
        return self.client.post("/compose/posts", chosen, content_type="application/json", headers=self.headers)


def chosen(world: World, upload: str, **other: Any) -> dict[str, Any]:
    sticker = {"asset": str(world["sticker"]), "x": 0.7, "y": 0.75, "scale": 0.3, "rotation": 12.5}
    kept = {"key": str(uuid4()), "campaign": str(world["campaign"]), "upload": upload, "frame": str(world["frame"])}
    return kept | {"stickers": [sticker], "caption": "Selamat pagi", "alt": "Me with a cup"} | other


def test_a_photo_arrives_in_pieces(world: World) -> None:
    ayu, photo = Phone(cast.AYU), compose_world.photo()
    begun = ayu.begin(len(photo), "one-photo.0")
    where = begun.headers["Location"]
    assert (begun.status_code, begun.headers["Upload-Offset"]) == (201, "0")
    assert ayu.append(where, 0, photo[:1000]).headers["Upload-Offset"] == "1000"
    head = ayu.ask("HEAD", where)
    assert (head.headers["Upload-Offset"], head.headers["Upload-Length"]) == ("1000", str(len(photo)))
    again = ayu.begin(len(photo), "one-photo.0")
    assert (again.headers["Location"], again.headers["Upload-Offset"]) == (where, "1000")
    gap = ayu.append(where, 5000, photo[5000:])
    assert (gap.status_code, gap.headers["Upload-Offset"], gap.json()["code"]) == (409, "1000", "upload_conflict")
    assert ayu.append(where, 500, photo[500:]).headers["Upload-Offset"] == str(len(photo))
    assert ayu.append(where, 0, photo[:300]).headers["Upload-Offset"] == str(len(photo))


def test_a_post_is_made_once(world: World) -> None:
    ayu = Phone(cast.AYU)
    wanted = chosen(world, ayu.send(compose_world.photo()))
    first, second = ayu.post(wanted), ayu.post(wanted)
    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()
    assert Submission.objects.get().caption == "Selamat pagi"
    other = ayu.post(wanted | {"stickers": []})
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_conflict")


def test_half_a_photo_makes_no_post(world: World) -> None:
    ayu, photo = Phone(cast.AYU), compose_world.photo()
    where = ayu.begin(len(photo)).headers["Location"]
    ayu.append(where, 0, photo[:500])
    answer = ayu.post(chosen(world, where.rsplit("/", 1)[1]))
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, "500")


def test_what_is_no_photo_is_told_so(world: World) -> None:
    ayu = Phone(cast.AYU)
    answer = ayu.post(chosen(world, ayu.send(b"<svg onload=alert(1)>" * 100)))
    assert (answer.status_code, answer.json()["code"]) == (422, "not_a_picture")
    assert not Upload.objects.exists()


WRONG: list[tuple[dict[str, Any], int]] = [
    ({"key": "short"}, 422),
    ({"key": "x" * 100}, 422),
    ({"campaign": "1; DROP TABLE"}, 422),
    ({"upload": "12345"}, 410),
    ({"frame": "999999"}, 422),
    ({"caption": "long " * 200}, 422),
    ({"caption": "null\x00byte"}, 422),
    ({"alt": "\u202e\x07"}, 422),
    ({"stickers": [{"asset": "1", "x": "left", "y": 0, "scale": 1, "rotation": 0}]}, 422),
    ({"stickers": "many"}, 422),
    ({"unknown": 1}, 422),
]
PLACES: list[dict[str, float]] = [{"x": 1.5}, {"y": -0.1}, {"scale": 5}, {"scale": 0}, {"rotation": 9999}]


def test_what_cannot_be_is_refused(world: World) -> None:
    ayu = Phone(cast.AYU)
    sound = chosen(world, ayu.send(compose_world.photo()))
    places = [({"stickers": [sound["stickers"][0] | place]}, 422) for place in PLACES]
    for wrong, status in WRONG + places:
        answer = ayu.post(sound | wrong)
        assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json"), wrong
    assert not Composition.objects.exists()


def test_a_campaign_that_is_over_takes_nothing(world: World) -> None:
    ayu = Phone(cast.AYU)
    wanted = chosen(world, ayu.send(compose_world.photo()))
    assert ayu.post(wanted | {"campaign": "77"}).status_code == 409
    Campaign.objects.update(status="paused")
    assert ayu.post(wanted).status_code == 409
    assert not Submission.objects.exists()
    Campaign.objects.update(status="live")
    first = ayu.post(wanted)
    assert first.status_code == 200
    Campaign.objects.update(status="paused")
    assert ayu.post(wanted).json() == first.json()


def test_a_picture_has_something_of_the_campaigns(world: World) -> None:
    ayu = Phone(cast.AYU)
    plain = chosen(world, ayu.send(compose_world.photo()), frame="", stickers=[])
    assert (ayu.post(plain).status_code, ayu.post(plain).json()["code"]) == (409, "not_publishable")


def test_too_much_is_refused(world: World) -> None:
    ayu = Phone(cast.AYU)
    assert ayu.begin(11 * 1024 * 1024).status_code == 413
    assert ayu.begin(0).status_code == 413
    where = ayu.begin(1024 * 1024).headers["Location"]
    assert ayu.append(where, 0, bytes(300 * 1024)).status_code == 413
    huge = ayu.ask("POST", "/compose/posts", b"[" * 100_000)
    assert (huge.status_code, huge.json()["code"]) == (422, "unreadable")
    for length in ("many", "-1", ""):
        assert ayu.ask("POST", "/compose/uploads", Idempotency_Key="a-key-of-mine", Upload_Length=length).status_code == 422
    assert ayu.ask("POST", "/compose/uploads", Upload_Length="10", Idempotency_Key="'; --").status_code == 422


def test_what_is_another_persons_is_not_there(world: World) -> None:
    ayu, budi, photo = Phone(cast.AYU), Phone(cast.BUDI), compose_world.photo()
    where = ayu.begin(len(photo)).headers["Location"]
    for answer in (budi.ask("HEAD", where), budi.append(where, 0, photo), budi.post(chosen(world, where.rsplit("/", 1)[1]))):
        assert answer.status_code == 410
    draft = ayu.post(chosen(world, ayu.send(photo))).json()["url"]
    assert ayu.client.get(draft).status_code == 200
    assert budi.client.get(draft).status_code == 404


def test_only_the_apps_own_scripts_are_heard(world: World) -> None:
    ayu = Phone(cast.AYU)
    headers = ayu.headers
    for foreign in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "same-site"}):
        ayu.headers = headers | foreign
        assert (ayu.begin(10).status_code, ayu.begin(10).json()["code"]) == (403, "foreign_page")
    ayu.headers = {}
    assert ayu.begin(10).status_code == 403
    ayu.headers = headers | {"Origin": "http://senyum.localhost", "Sec-Fetch-Site": "same-origin"}
    assert ayu.begin(10).status_code == 201
    assert ayu.ask("GET", "/compose/posts").status_code == 405


def test_a_post_waits_for_its_own_account(world: World) -> None:
    ayu, budi = Phone(cast.AYU), Phone(cast.BUDI)
    budi.headers = ayu.headers
    assert (budi.begin(10).status_code, budi.begin(10).json()["code"]) == (401, "other_account")
    budi.client.logout()
    assert (budi.begin(10).status_code, budi.begin(10).json()["code"]) == (401, "not_logged_in")
    sabai = Phone(cast.AYU, "sabai.localhost", cast.SABAI)
    assert sabai.headers != ayu.headers
    sabai.headers = ayu.headers
    assert sabai.begin(10).status_code == 401
