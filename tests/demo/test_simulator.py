"""The simulator, against a real gateway."""

from itertools import count
from random import Random

import httpx
import numpy as np
import pytest

from facevalue.demo.actions import Simulator, World
from facevalue.demo.life import TICK_S, Life, tide
from facevalue.kit.db import Database
from facevalue.settlement.queries import Outcome
from tests.demo.worker import settle
from tests.demo.world import Folder, engagements, findings, settled

PACE = 160.0


def test_life_goes_on(home: Folder, living: World, db: Database, url: str) -> None:
    before, seen = engagements(home), len(settled(db)["post"])
    clock = count(0.0, TICK_S)
    with httpx.Client(base_url=url) as client:
        life = Life(living, client, PACE, Random(5), clock_s=lambda: next(clock))
        for _ in range(30):
            assert life.turn() == TICK_S
            settle(home, db)
        life.close()
        arrived = engagements(home) - before
        assert arrived == pytest.approx(PACE * 30 * TICK_S, rel=0.35)
    fresh = {name: column[seen:] for name, column in settled(db).items()}
    assert len(fresh["post"]) >= arrived
    outcomes = {Outcome(outcome) for outcome in np.unique(fresh["outcome"]).tolist()}
    assert {Outcome.PAID, Outcome.STRANGER, Outcome.SECOND_DEGREE, Outcome.DUPLICATE} <= outcomes
    assert not outcomes & {Outcome.MALFORMED, Outcome.UNKNOWN_POST, Outcome.EARLY}
    assert findings(db) == []


def test_it_starts_and_stops(living: World, url: str, caplog: pytest.LogCaptureFixture) -> None:
    for address in (url, "http://127.0.0.1:1"):
        simulator = Simulator(living, address, pace=1_000)
        simulator.start()
        simulator.stop()
    assert caplog.records == []


def test_waves_even_out() -> None:
    assert np.mean([tide(second) for second in range(240 * 31)]) == pytest.approx(1, abs=0.001)
    assert min(tide(second) for second in range(7_440)) > 0.3
