"""Risks, turns and samples, without a database."""

import pytest

from facevalue.kit import ids
from facevalue.trust import rules
from facevalue.trust.errors import InvalidText
from facevalue.trust.rules import REASONS, Reason, Sampled
from tests import cast


def test_the_worst_score_makes_the_risk() -> None:
    assert rules.risk_of([]) == 0
    assert rules.risk_of([1.0, 1.0]) == 0
    assert rules.risk_of([0.9, 0.25, 1.0]) == 750


def test_the_riskiest_comes_as_early_as_one_without_risk_that_waits_for_the_whole_promise() -> None:
    assert rules.turn_at(cast.NOW + rules.PROMISE_MS, 1_000) == rules.turn_at(cast.NOW, 0)
    assert rules.turn_at(cast.NOW, 500) < rules.turn_at(cast.NOW, 400)
    assert rules.turn_at(cast.NOW, 500) < rules.turn_at(cast.NOW + 1, 500)


def test_as_many_are_sampled_as_was_asked_for() -> None:
    posts = [ids.make(slot % 256) for slot in range(20_000)]
    assert not any(rules.is_sampled(post, 0) for post in posts)
    assert all(rules.is_sampled(post, 1_000) for post in posts)
    assert 0.08 < sum(rules.is_sampled(post, 100) for post in posts) / len(posts) < 0.12


def test_an_error_is_told_with_what_it_is_at_most() -> None:
    assert Sampled(0, 0).error == 0
    assert Sampled(0, 0).error_at_most == 1
    assert Sampled(100, 2).error == pytest.approx(0.02)
    assert Sampled(100, 2).error_at_most == pytest.approx(0.0700, abs=1e-3)  # as the textbooks have it
    assert Sampled(10, 10).error_at_most == pytest.approx(1)


def test_texts_are_tidied_and_have_limits() -> None:
    assert rules.text("note", "  it is fine ", 10) == "it is fine"
    for written, needed in (("x" * 11, False), ("  ", True)):
        with pytest.raises(InvalidText):
            rules.text("note", written, 10, needed=needed)


def test_every_reason_is_said_in_words() -> None:
    assert set(REASONS) == set(Reason)
    assert len(Reason) <= 10, "each has a figure as its key"
