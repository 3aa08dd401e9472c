"""`POST /v1/engagements` over a real socket, on both engines."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from django.db import connections, transaction

from facevalue.faces.gateway import access, bodies, intake
from facevalue.faces.gateway.engagements import LINES_MAX
from facevalue.faces.gateway.limits import Rates
from facevalue.identity import actions as identity
from facevalue.identity.models import Credential
from facevalue.social.ingest import Segment
from tests import cast
from tests.conftest import point_django_at
from tests.faces.gateway.world import World, ndjson, serving

Report = Callable[..., httpx.Response]


def _newest(world: World) -> Segment:
    return world.segments()[-1]


def _problem(response: httpx.Response, status: int, code: str) -> dict[str, object]:
    problem: dict[str, object] = response.json()
    assert (response.status_code, problem["code"]) == (status, code)
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["status"] == status
    assert problem["request_id"] == response.headers["x-request-id"]
    assert problem["type"] == f"/v1/docs#{code}"
    return problem


def test_what_is_accepted_stands_in_the_log(report: Report, world: World) -> None:
    response = report(
        world.line(kind="share", at="2026-01-05T06:59:00+07:00"),
        world.line(actor=cast.CHIDI, via=str(cast.BUDI), undo=True),
    )
    assert response.status_code == 202
    assert response.json() == {"batch": response.headers["x-request-id"], "accepted": 2, "rejected": []}
    columns = _newest(world).columns
    assert columns["op"].tolist() == [3, 17]
    assert columns["subject"].tolist() == [world.posts[cast.AYU]] * 2
    assert columns["actor"].tolist() == [cast.BUDI, cast.CHIDI]
    assert columns["via"].tolist() == [0, cast.BUDI]
    assert columns["at"].tolist() == [cast.NOW - 60_000, cast.NOW]
    assert columns["app"].tolist() == [cast.SENYUM] * 2


def test_the_answer_names_every_bad_line_and_takes_the_rest(report: Report, world: World) -> None:
    good, theirs = json.dumps(world.line()).encode(), json.dumps(world.line(post=str(world.posts[cast.MALI]))).encode()
    lines = [good, b"", b"{", theirs, b"\xff", good[:-1] + b',"weight":1}', good[:-1] + b" " * 10_000_000 + b"}", good]
    response = report(body=b"\n".join(lines))
    answer = response.json()
    assert (response.status_code, answer["accepted"]) == (202, 2)
    assert [(each["line"], each["code"]) for each in answer["rejected"]] == [
        (3, "broken_json"),
        (4, "post_of_other_app"),
        (5, "broken_json"),
        (6, "unknown_field"),
        (7, "line_too_long"),
    ]
    assert all(each["detail"] for each in answer["rejected"])
    assert len(_newest(world).columns["op"]) == 2


@pytest.mark.parametrize("body", [b"[%s,%s]", b"\n[\n %s ,\n%s ]"])
def test_arrays_are_taken(report: Report, world: World, body: bytes) -> None:
    line = json.dumps(world.line()).encode()
    assert report(body=body % (line, line), content_type="application/json").json()["accepted"] == 2


def test_a_single_object_is_taken(report: Report, world: World) -> None:
    body = json.dumps(world.line(), indent=2).encode()
    assert report(body=body, content_type="application/json; charset=utf-8").json()["accepted"] == 1


def test_ten_thousand_lines_are_taken_and_one_more_is_not(report: Report, world: World) -> None:
    line = json.dumps(world.line()).encode() + b"\n"
    assert report(body=line * LINES_MAX).json()["accepted"] == LINES_MAX
    assert len(_newest(world).columns["op"]) == LINES_MAX
    problem = _problem(report(body=line * (LINES_MAX + 1)), 413, "too_many_lines")
    assert problem["lines_max"] == LINES_MAX


def test_nothing_but_bad_lines_is_a_problem(report: Report, world: World) -> None:
    before = len(world.segments())
    problem = _problem(report({"post": 1}, world.line(kind="love")), 422, "nothing_accepted")
    assert [each["line"] for each in problem["rejected"]] == [1, 2]  # type: ignore[attr-defined]
    assert len(world.segments()) == before


def test_a_post_that_nobody_knows_yet_is_left_to_settlement(report: Report, world: World) -> None:
    assert report(world.line(post="77"), world.line(), world.line(post="77")).json()["accepted"] == 3


def test_an_app_speaks_about_its_own_posts(report: Report, world: World) -> None:
    line = world.line(post=str(world.posts[cast.MALI]))
    assert report(line, key="sabai").json()["accepted"] == 1
    problem = _problem(report(line), 422, "nothing_accepted")
    assert "another app" in str(problem["rejected"])


class TestIdempotency:
    def test_the_same_again_adds_nothing_and_gets_the_first_answer(self, report: Report, world: World) -> None:
        lines = world.line(at=cast.NOW + 300_001), world.line()
        first = report(*lines, idempotency_key="monday-1")
        assert [each["code"] for each in first.json()["rejected"]] == ["time_in_future"]
        count = len(world.segments())
        world.clock.now_ms += 60_000  # now the first line would be good, but it was not taken
        again = report(*lines, idempotency_key="monday-1")
        assert (again.status_code, again.content) == (first.status_code, first.content)
        assert "idempotency-replayed" not in first.headers
        assert again.headers["idempotency-replayed"] == "true"
        assert len(world.segments()) == count

    def test_another_body_is_a_conflict(self, report: Report, world: World) -> None:
        report(world.line(), idempotency_key="tuesday")
        _problem(report(world.line(kind="share"), idempotency_key="tuesday"), 409, "idempotency_conflict")
        assert report(world.line(), idempotency_key="tuesday").status_code == 202

    def test_apps_do_not_share_keys(self, report: Report, world: World) -> None:
        report(world.line(), idempotency_key="wednesday")
        line = world.line(post=str(world.posts[cast.MALI]))
        assert report(line, key="sabai", idempotency_key="wednesday").json()["accepted"] == 1

    def test_a_refusal_is_repeated_too(self, report: Report, world: World) -> None:
        first = _problem(report(world.line(kind="love"), idempotency_key="thursday"), 422, "nothing_accepted")
        again = _problem(report(world.line(kind="love"), idempotency_key="thursday"), 422, "nothing_accepted")
        assert first["rejected"] == again["rejected"]
        _problem(report(world.line(), idempotency_key="thursday"), 409, "idempotency_conflict")

    def test_at_the_same_time_one_of_them_counts(self, url: str, report: Report, world: World) -> None:
        headers = {
            "authorization": f"Bearer {world.keys['senyum']}",
            "content-type": "application/x-ndjson",
            "idempotency-key": "friday",
        }
        body = ndjson(world.line())
        before = sum(len(segment.columns["op"]) for segment in world.segments())
        with ThreadPoolExecutor(16) as pool:
            sent = [pool.submit(httpx.post, f"{url}/v1/engagements", content=body, headers=headers) for _ in range(32)]
            answers = [each.result() for each in sent]
        assert len({answer.content for answer in answers}) == 1
        assert sum("idempotency-replayed" not in answer.headers for answer in answers) == 1
        assert sum(len(segment.columns["op"]) for segment in world.segments()) == before + 1

    def test_without_a_key_every_request_is_a_new_one(self, report: Report, world: World) -> None:
        assert report(world.line()).json()["batch"] != report(world.line()).json()["batch"]

    @pytest.mark.parametrize("key", ["", "two words", "x" * (intake.KEY_CHARACTERS_MAX + 1)])
    def test_an_unusable_key_is_refused(self, report: Report, world: World, key: str) -> None:
        _problem(report(world.line(), idempotency_key=key), 400, "invalid_idempotency_key")


class TestAccess:
    @pytest.mark.parametrize("key", ["-", "fv_", "fv_0000000000000001_" + "0" * 64, "Basic x"])
    def test_without_a_good_key_nobody_gets_in(self, report: Report, world: World, key: str) -> None:
        response = report(world.line(), key=key)
        _problem(response, 401, "unauthorized")
        assert response.headers["www-authenticate"].startswith("Bearer")

    @pytest.mark.parametrize("header", [None, b"Basic fv_", b"Bearer", b"Bearer fv_\xc3\xa4_\xff"])
    def test_another_header_is_no_key(self, client: httpx.Client, header: bytes | None) -> None:
        headers = {b"authorization": header} if header else {}
        _problem(client.post("/v1/engagements", content=b"{}", headers=headers), 401, "unauthorized")

    def test_the_scheme_is_read_in_any_case(self, report: Report, world: World) -> None:
        response = report(world.line(), authorization=f"bearer {world.keys['senyum']}")
        assert response.status_code == 202
        assert response.headers["x-content-type-options"] == "nosniff"

    def test_the_key_needs_the_scope(self, report: Report, world: World) -> None:
        assert _problem(report(world.line(), key="kopi"), 403, "forbidden")["scope"] == intake.SCOPE

    def test_the_key_needs_an_app(self, report: Report, world: World) -> None:
        _problem(report(world.line(), key="without app"), 403, "forbidden")

    def test_a_revoked_key_stops_working_within_seconds(self, report: Report, world: World) -> None:
        point_django_at(world.target)
        with transaction.atomic():
            made, text = identity.create_credential(
                cast.SENYUM_OPERATOR, "soon gone", [intake.SCOPE], cast.NOW, app=cast.SENYUM
            )
        assert report(world.line(), key=text).status_code == 202
        with transaction.atomic():
            identity.revoke_credential(cast.SENYUM_OPERATOR, made.id, cast.NOW)
        connections.close_all()
        world.clock.now_ms += access.REMEMBERED_MS
        _problem(report(world.line(), key=text), 401, "unauthorized")

    def test_it_is_noted_when_a_key_was_used(self, report: Report, world: World) -> None:
        world.clock.now_ms += access.NOTED_MS
        report(world.line())
        point_django_at(world.target)
        used = set(Credential.objects.filter(app=cast.SENYUM).values_list("last_used", flat=True))
        connections.close_all()
        assert used


class TestRefusals:
    @pytest.mark.parametrize("media", ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonx"])
    def test_other_media_are_refused(self, report: Report, world: World, media: str) -> None:
        _problem(report(world.line(), content_type=media), 415, "unsupported_media")

    def test_compressed_bodies_are_refused(self, report: Report, world: World) -> None:
        _problem(report(world.line(), content_encoding="gzip"), 415, "unsupported_media")

    def test_an_empty_body_is_refused(self, report: Report) -> None:
        _problem(report(body=b""), 400, "empty_body")

    def test_a_broken_array_is_refused(self, report: Report, world: World) -> None:
        body = json.dumps([world.line()] * 3).encode()[:-5]
        assert _problem(report(body=body, content_type="application/json"), 400, "malformed_body")["line"] == 3

    def test_a_body_that_says_it_is_too_large_is_refused(self, report: Report) -> None:
        _problem(report(body=b" " * (bodies.BODY_BYTES_MAX + 1)), 413, "body_too_large")

    def test_a_body_that_does_not_say_so_is_refused_too(self, client: httpx.Client, world: World) -> None:
        def endless() -> Iterator[bytes]:
            for _ in range(bodies.BODY_BYTES_MAX // 65_536 + 1):
                yield b" " * 65_536

        headers = {"authorization": f"Bearer {world.keys['senyum']}", "content-type": "application/x-ndjson"}
        _problem(client.post("/v1/engagements", content=endless(), headers=headers), 413, "body_too_large")

    @pytest.mark.parametrize("path", ["/v1/", "/v1/engagement", "/v1/engagements/", "/", "/v1/campaigns/1"])
    def test_other_paths_are_not_found(self, client: httpx.Client, path: str) -> None:
        _problem(client.get(path), 404, "not_found")

    @pytest.mark.parametrize(
        ("method", "path"), [("GET", "/v1/engagements"), ("PATCH", "/v1/engagements"), ("POST", "/healthz")]
    )
    def test_other_methods_are_not_allowed(self, client: httpx.Client, method: str, path: str) -> None:
        response = client.request(method, path)
        _problem(response, 405, "method_not_allowed")
        assert response.headers["allow"]


def test_a_streamed_body_is_taken(client: httpx.Client, world: World) -> None:
    line = ndjson(world.line()) + b"\n"
    headers = {"authorization": f"Bearer {world.keys['senyum']}", "content-type": "application/x-ndjson"}
    response = client.post(
        "/v1/engagements", content=(line[start : start + 7] for start in range(0, len(line), 7)), headers=headers
    )
    assert response.json()["accepted"] == 1


def test_the_rates_of_a_key_hold(world: World) -> None:
    rates = Rates(requests_per_second=2, engagements_per_second=5, burst_s=2)
    headers = {"content-type": "application/x-ndjson", "authorization": f"Bearer {world.keys['senyum']}"}
    with serving(world.state(rates)) as url, httpx.Client(base_url=url, headers=headers) as client:

        def send(lines: int) -> httpx.Response:
            return client.post("/v1/engagements", content=ndjson(*[world.line()] * lines))

        assert [send(3).status_code for _ in range(3)] == [202] * 3
        refused = send(2)
        _problem(refused, 429, "rate_limited")
        assert refused.headers["retry-after"] == "1"
        _problem(send(1), 429, "rate_limited")  # four requests are gone, whatever became of them
        world.clock.now_s += 0.5
        assert send(1).status_code == 202
        theirs = client.post(
            "/v1/engagements",
            content=ndjson(world.line(post=str(world.posts[cast.MALI]))),
            headers={"authorization": f"Bearer {world.keys['sabai']}"},
        )
        assert theirs.status_code == 202


def test_the_order_of_lines_is_the_order_in_the_log(report: Report, world: World) -> None:
    kinds = [False, True] * 500
    report(*(world.line(actor=n, undo=undo) for n, undo in enumerate(kinds, 1)))
    columns = _newest(world).columns
    assert columns["actor"].tolist() == list(range(1, 1_001))
    assert columns["op"].tolist() == [1 + 16 * undo for undo in kinds]


def test_health(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
