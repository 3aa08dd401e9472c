"""kill -9 of the real process, while a client that retries feeds it."""

import random
import threading

import numpy as np
import pytest

from facevalue.settlement.queries import Outcome
from tests.faces.worker import books
from tests.faces.worker.client import Client
from tests.faces.worker.conftest import Settle
from tests.faces.worker.running import Up, serving
from tests.faces.worker.town import requests

# Every fourth comes while it is starting, the others while it serves.
DELAY_S_MAX = 0.8
SEED = 7


@pytest.mark.parametrize(("engine", "kills"), [("sqlite", 8), ("postgres", 4)], indirect=["engine"])
def test_nothing_acknowledged_is_lost_and_nothing_is_paid_twice(new_town: Settle, kills: int) -> None:
    folder, town = new_town()
    rng, moment = random.Random(SEED), threading.Event()
    with serving(folder) as first:
        port = first.port
        client = Client(first.url, town.key, requests(town, SEED))
        client.start()
        moment.wait(rng.random() * DELAY_S_MAX)
        first.kill()
    for kill in range(1, kills):
        with Up(folder, port) as up:
            if kill % 4:
                up.wait_until_serving()
            moment.wait(rng.random() * DELAY_S_MAX)
            up.kill()
    with serving(folder, port) as last:
        client.wait_for(len(client.sent) + 5)
        client.stop()
        ended = last.stop()
    assert (ended.code, ended.said) == (0, "")
    settled = books.check(folder, town, client.sent)
    # The town is as lively as it should be for this to mean anything.
    met = set(np.unique(settled["outcome"]).tolist())
    assert {Outcome.PAID, Outcome.DUPLICATE, Outcome.UNKNOWN_VIA, Outcome.SECOND_DEGREE, Outcome.UNDONE} <= met
    assert client.repeated or not client.refusals
