"""The simulator, against a real gateway: what it reports arrives once, whatever happens on the way."""

from collections.abc import Iterator
from itertools import count
from random import Random

import httpx
import numpy as np
import pytest
from django.db import transaction

from facevalue.campaigns import actions as campaigns
from facevalue.campaigns import ingest as outbox
from facevalue.campaigns import queries
from facevalue.demo.actions import Simulator, World
from facevalue.demo.gallery import Gallery
from facevalue.demo.market import Market
from facevalue.demo.reporter import Reporter
from facevalue.demo.simulator import TICK_S, Life, tide
from facevalue.faces.gateway.state import State
from facevalue.faces.worker.relay import deliver_to
from facevalue.insight.actions import open_store
from facevalue.kit import ids
from facevalue.kit.clock import now_ms
from facevalue.kit.db import Database
from facevalue.settlement.actions import Settler
from facevalue.settlement.queries import Outcome
from facevalue.treasury import queries as treasury
from tests.demo.conftest import Folder, findings, settled
from tests.faces.gateway.world import serving

PACE = 160.0


@pytest.fixture(scope="module")
def world(folder: Folder) -> World:
    """The world as if it had been made just now, for the simulator and the gateway live now."""
    return folder.create(now_ms())


@pytest.fixture(scope="module")
def url(folder: Folder, world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A gateway over the world."""
    store = open_store(tmp_path_factory.mktemp("store") / "insight.duckdb")
    with serving(State(folder.open_log, folder.open_state, store, b"only for tests")) as address:
        yield address
    store.close()


def _engagements(folder: Folder) -> int:
    """How many engagements are in the log."""
    log, found = folder.open_log(), 0
    for segment in log.read(0, 1 << 20):
        found += int((segment.columns["op"] < 32).sum())
    log.close()
    return found


def _settle(folder: Folder, database: Database) -> None:
    """What the worker does."""
    log = folder.open_log()
    while outbox.relay(database, deliver_to(log), now_ms(), rows_max=100):
        pass
    settler = Settler(database, log, ids.make())
    assert settler.lease(now_ms()) == ids.SLOTS
    while settler.step(10_000, now_ms()) is not None:
        pass
    settler.leave()
    log.close()


class LossyTransport(httpx.HTTPTransport):
    """A network that loses every other answer on its way back."""

    requests = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = super().handle_request(request)
        self.requests += 1
        if self.requests % 2:
            answer.close()
            raise httpx.ReadError("the answer was lost", request=request)
        return answer


def test_engagements_arrive_once_over_a_lossy_network(folder: Folder, world: World, url: str) -> None:
    before, app = _engagements(folder), world.apps[0]
    posts = [post.id for post in world.posts if post.app == app.app]
    with httpx.Client(base_url=url, transport=LossyTransport()) as client:
        reporter = Reporter(client, world.apps)
        for post in posts[:5]:
            lines = [{"post": str(post), "kind": "like", "actor": str(person)} for person in world.people[:20]]
            reporter.add(app.app, lines)
        tries = 1
        while reporter.send():
            tries += 1
    assert tries == 6
    assert _engagements(folder) - before == 5 * 20


def test_it_waits_for_a_gateway_that_is_away_and_gives_up_what_is_refused(world: World, url: str) -> None:
    app = world.apps[0]
    with httpx.Client(base_url="http://127.0.0.1:1") as away:
        reporter = Reporter(away, world.apps)
        reporter.add(app.app, [{"post": "1", "kind": "like", "actor": "1"}])
        waits = [reporter.send() for _ in range(8)]
    assert waits == sorted(waits)
    assert 0 < waits[0] < waits[-1] <= 10
    with httpx.Client(base_url=url) as client:
        reporter = Reporter(client, world.apps)
        reporter.add(app.app, [{"post": "1", "kind": "applause", "actor": "1"}])
        assert reporter.send() == 0


def test_life_goes_on(folder: Folder, world: World, db: Database, url: str) -> None:
    before, seen = _engagements(folder), len(settled(db)["post"])
    clock = count(0.0, TICK_S)
    with httpx.Client(base_url=url) as client:
        life = Life(folder, world, client, PACE, Random(5), clock_s=lambda: next(clock))
        assert [life.turn() for _ in range(30)] == [TICK_S] * 30
        arrived = _engagements(folder) - before
        assert arrived == pytest.approx(PACE * 30 * TICK_S, rel=0.35)
    _settle(folder, db)
    fresh = {name: column[seen:] for name, column in settled(db).items()}
    assert len(fresh["post"]) >= arrived
    outcomes = {Outcome(outcome) for outcome in np.unique(fresh["outcome"]).tolist()}
    assert {Outcome.PAID, Outcome.STRANGER, Outcome.SECOND_DEGREE, Outcome.DUPLICATE} <= outcomes
    assert not outcomes & {Outcome.MALFORMED, Outcome.UNKNOWN_POST, Outcome.EARLY}
    assert findings(db) == []


def test_a_campaign_without_tokens_is_funded_again(folder: Folder, world: World, db: Database) -> None:
    brand, campaign = world.brands[0], world.campaigns[0]
    payments, funded = len(treasury.payments(brand)), queries.budget(brand, campaign).funded_tokens
    left = queries.budget(brand, campaign).available_tokens
    with transaction.atomic():
        campaigns.defund(brand, campaign, left, "the rest", now_ms())
    market = Market(world, Gallery(folder.path, world.everybody, world.seed), Random(1))
    post = market.publish(0, now_ms())
    assert post is not None
    assert post.id in {known.id for known in market.known(0, now_ms())}
    assert len(treasury.payments(brand)) == payments + 1
    assert queries.budget(brand, campaign).funded_tokens > funded - left
    assert (folder.path / "media" / "posts.ndjson").read_text().count(str(post.id)) == 1
    _settle(folder, db)
    assert findings(db) == []


def test_it_starts_and_stops(folder: Folder, world: World, url: str, caplog: pytest.LogCaptureFixture) -> None:
    for address in (url, "http://127.0.0.1:1"):
        simulator = Simulator(folder, world, address, pace=1_000)
        simulator.start()
        simulator.stop()
    assert caplog.records == []


def test_waves_even_out() -> None:
    assert np.mean([tide(second) for second in range(240 * 31)]) == pytest.approx(1, abs=0.001)
    assert min(tide(second) for second in range(7_440)) > 0.3
