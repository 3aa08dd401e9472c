"""The live stream of a campaign, over a real socket."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from django.db import connections, transaction

from facevalue.faces.gateway import live
from facevalue.identity import actions as identity
from facevalue.identity.ingest import sign_live
from facevalue.settlement.queries import Outcome
from tests import cast
from tests.conftest import point_django_at
from tests.faces.gateway.campaign import FUNDED, plan, settle
from tests.faces.gateway.world import SECRET, World, serving

Events = Iterator[dict[str, Any]]
Watch = Callable[..., Any]


@pytest.fixture(scope="module")
def campaign(world: World) -> int:
    return plan(world)


@pytest.fixture
def watch(client: httpx.Client, world: World, campaign: int) -> Watch:
    """Opens the stream with a key of the world, or with a token in the address."""

    @contextmanager
    def opened(key: str = "kopi", query: str = "", of: int | str = campaign) -> Iterator[httpx.Response]:
        headers = {} if query else {"authorization": f"Bearer {world.keys.get(key, key)}"}
        with client.stream("GET", f"/v1/campaigns/{of}/live{query}", headers=headers) as response:
            yield response

    return opened


def events(response: httpx.Response) -> Events:
    """The data of each `totals` event."""
    name = ""
    for line in response.iter_lines():
        field, _, value = line.partition(": ")
        name = value if field == "event" else name
        if field == "data":
            assert name == "totals"
            yield json.loads(value)


def _refusal(watch: Watch, status: int, **how: Any) -> None:
    with watch(**how) as response:
        response.read()
        assert response.status_code == status
        assert response.headers["content-type"] == "application/problem+json"


def test_the_whole_picture_comes_at_once(watch: Watch, world: World, campaign: int) -> None:
    paid, second_degree = Outcome.PAID, Outcome.SECOND_DEGREE
    settle(
        world,
        campaign,
        ("share", paid, 1, 120),
        ("like", paid, 1, 50),
        ("like", second_degree, 2, 0),
        ("like", Outcome.SELF, 1, 0),
    )
    with watch() as response:
        assert response.status_code == 200
        assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert response.headers["cache-control"] == "no-store"
        totals = next(events(response))
    minute = totals.pop("last_minute")
    assert totals == {
        "at_ms": world.clock.now_ms,
        "campaign": str(campaign),
        "name": "Ramadan",
        "funded_tokens": str(FUNDED),
        "reserved_tokens": "0",
        "spent_tokens": "170",
        "fee_tokens": "0",
        "outcomes": {"self": 1, "second_degree": 1, "paid": 2},
        "degrees": {"1": 2, "2": 1},
        "kinds": {"like": 2, "share": 1},
        "paid": 2,
        "free": 1,
        "top_creators": [{"creator": str(cast.AYU), "name": "Ayu", "tokens": "170", "engagements": 3}],
        "apps": [{"app": str(cast.SENYUM), "name": "Senyum", "tokens": "170", "engagements": 3}],
    }
    assert len(minute) == 60
    assert minute[-1] == {"at_ms": world.clock.now_ms, "paid": 2, "free": 1}
    assert not any(second["paid"] or second["free"] for second in minute[:-1])


def test_changes_come_by_themselves(watch: Watch, world: World, campaign: int) -> None:
    with watch() as response:
        stream = events(response)
        before = next(stream)
        for _ in range(3):
            settle(world, campaign, ("comment", Outcome.PAID, 1, 80))
            after = next(stream)
            assert after["paid"] == before["paid"] + 1
            assert int(after["spent_tokens"]) == int(before["spent_tokens"]) + 80
            before = after


def test_time_goes_on_when_nothing_else_does(watch: Watch, world: World) -> None:
    with watch() as response:
        stream = events(response)
        first = next(stream)
        world.clock.now_ms += 2_000
        assert next(stream)["at_ms"] == first["at_ms"] + 2_000


class TestTenancy:
    def test_another_brand_finds_nothing(self, watch: Watch) -> None:
        _refusal(watch, 404, key="glow")

    @pytest.mark.parametrize("other", ["1", "0", "-1", "x", "9" * 30, "9223372036854775808", "\u0661"])
    def test_an_unknown_campaign_looks_the_same(self, watch: Watch, other: str) -> None:
        _refusal(watch, 404, of=other)

    def test_without_a_key_nobody_gets_in(self, watch: Watch) -> None:
        _refusal(watch, 401, key="fv_no")

    def test_the_key_needs_the_scope(self, watch: Watch) -> None:
        _refusal(watch, 403, key="senyum")


class TestTokens:
    def test_a_token_opens_its_campaign(self, watch: Watch, world: World, campaign: int) -> None:
        token = sign_live(SECRET, campaign, cast.RIZAL, world.clock.now_ms + 1)
        with watch(query=f"?token={token}") as response:
            assert next(events(response))["campaign"] == str(campaign)

    def test_no_other_token_does(self, watch: Watch, world: World, campaign: int) -> None:
        tomorrow = world.clock.now_ms + 86_400_000
        good = sign_live(SECRET, campaign, cast.RIZAL, tomorrow)
        tokens = [
            "",
            "x",
            good[:-1],
            good + "0",
            "%ff" + good,
            sign_live(b"another secret", campaign, cast.RIZAL, tomorrow),
            sign_live(SECRET, campaign + 1, cast.RIZAL, tomorrow),
            sign_live(SECRET, campaign, cast.RIZAL, world.clock.now_ms),
        ]
        for token in tokens:
            _refusal(watch, 401, query=f"?token={token}")


def test_a_revoked_key_closes_its_streams(watch: Watch, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "RECHECK_S", 0.01)
    point_django_at(world.target)
    with transaction.atomic():
        made, text = identity.create_credential(cast.KOPI_NUSANTARA, "soon gone", [live.SCOPE], cast.NOW)
    with watch(key=text) as response:
        stream = events(response)
        next(stream)
        with transaction.atomic():
            identity.revoke_credential(cast.KOPI_NUSANTARA, made.id, cast.NOW)
        connections.close_all()
        world.clock.now_ms += 3_000
        assert len(list(stream)) < 10


def test_a_stream_ends_after_its_time(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "STREAM_S_MAX", 0.05)
    with watch() as response:
        assert list(events(response))


def test_so_many_streams_and_no_more(watch: Watch, world: World, campaign: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "WATCHERS_MAX", 2)
    with serving(world.state()) as url, httpx.Client(base_url=url) as client:
        headers = {"authorization": f"Bearer {world.keys['kopi']}"}
        path = f"/v1/campaigns/{campaign}/live"
        with client.stream("GET", path, headers=headers) as one, client.stream("GET", path, headers=headers) as two:
            streams = events(one), events(two)
            assert all(next(stream) for stream in streams)
            refused = client.get(path, headers=headers)
            assert (refused.status_code, refused.json()["code"]) == (503, "overloaded")
            assert refused.headers["retry-after"] == "2"


def test_stopping_the_server_ends_the_streams(world: World, campaign: int) -> None:
    headers = {"authorization": f"Bearer {world.keys['kopi']}"}
    with httpx.Client(timeout=10) as client:
        with serving(world.state()) as url:
            request = client.build_request("GET", f"{url}/v1/campaigns/{campaign}/live", headers=headers)
            response = client.send(request, stream=True)
            stream = events(response)
            next(stream)
        assert list(stream) == []
        response.close()
