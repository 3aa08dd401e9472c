"""Rate limits, with a clock that stands still until it is moved."""

from dataclasses import dataclass

import pytest

from facevalue.faces.gateway import limits
from facevalue.faces.gateway.errors import RateLimited
from facevalue.faces.gateway.limits import Limiter, Rates

SENYUM_KEY, SABAI_KEY = 1, 2


@dataclass
class Clock:
    now_s: float = 1_000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limiter(clock: Clock) -> Limiter:
    return Limiter(Rates(requests_per_second=10, engagements_per_second=10_000, burst_s=2), clock)


def _requests_let_through(limiter: Limiter, credential: int) -> int:
    for taken in range(1_000):
        try:
            limiter.take_request(credential)
        except RateLimited:
            return taken
    raise AssertionError("there is no limit")


def test_what_was_saved_up_goes_through_at_once_and_then_the_rate_holds(limiter: Limiter, clock: Clock) -> None:
    assert _requests_let_through(limiter, SENYUM_KEY) == 20
    clock.now_s += 1
    assert _requests_let_through(limiter, SENYUM_KEY) == 10
    clock.now_s += 3_600
    assert _requests_let_through(limiter, SENYUM_KEY) == 20


def test_each_key_has_its_own(limiter: Limiter) -> None:
    _requests_let_through(limiter, SENYUM_KEY)
    assert _requests_let_through(limiter, SABAI_KEY) == 20


def test_the_answer_says_when_to_come_back(limiter: Limiter, clock: Clock) -> None:
    limiter.take_engagements(SENYUM_KEY, 15_000)
    with pytest.raises(RateLimited) as caught:
        limiter.take_engagements(SENYUM_KEY, 10_000)
    clock.now_s += caught.value.extra["retry_after_s"]
    limiter.take_engagements(SENYUM_KEY, 10_000)
    with pytest.raises(RateLimited):
        limiter.take_engagements(SENYUM_KEY, 1)


def test_what_was_refused_costs_nothing(limiter: Limiter) -> None:
    limiter.take_engagements(SENYUM_KEY, 15_000)
    for _ in range(3):
        with pytest.raises(RateLimited):
            limiter.take_engagements(SENYUM_KEY, 10_000)
    limiter.take_engagements(SENYUM_KEY, 5_000)


def test_it_remembers_a_bounded_number_of_keys(limiter: Limiter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CREDENTIALS_MAX", 3)
    for credential in range(1, 5):
        assert _requests_let_through(limiter, credential) == 20
    assert _requests_let_through(limiter, 4) == 0
    assert _requests_let_through(limiter, 1) == 20
