"""What the campaign page works out, without a database or a browser."""

import pytest

from facevalue.faces.brand import figures
from facevalue.faces.brand.figures import money, number, percent, width
from facevalue.settlement.rules import Outcome
from tests.faces.brand.recorded import totals


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        (0, "$0.00"),
        (1, "$0.0001"),
        (99, "$0.0099"),
        (100, "$0.01"),
        (4_050, "$0.41"),
        (10_000, "$1.00"),
        (9_999, "$1.00"),
        (123_456_789_012, "$12,345,678.90"),
        (-15_000, "-$1.50"),
        (10**22, "$1,000,000,000,000,000,000.00"),
    ],
)
def test_tokens_in_money(tokens: int, text: str) -> None:
    assert money(tokens) == text


@pytest.mark.parametrize(
    ("part", "whole", "text", "length"),
    [
        (0, 0, "0%", "0.00%"),
        (0, 9, "0%", "0.00%"),
        (1, 3, "33.3%", "33.33%"),
        (2, 3, "66.7%", "66.66%"),
        (3, 3, "100.0%", "100.00%"),
        (1, 10**6, "<0.1%", "0.00%"),
        (4, 3, "133.3%", "100.00%"),
        (-1, 3, "0%", "0.00%"),
    ],
)
def test_parts_of_a_whole(part: int, whole: int, text: str, length: str) -> None:
    assert percent(part, whole) == text
    assert width(part, whole) == length


def test_numbers_are_grouped() -> None:
    assert number(912_345_678_901) == "912,345,678,901"
    assert number(-1_000) == "-1,000"


def test_every_outcome_is_explained_once() -> None:
    words = [outcome.word for group in figures.GROUPS for outcome in group.outcomes]
    assert sorted(words) == sorted(outcome.word for outcome in Outcome)
    assert all(outcome.label and outcome.meaning.endswith(".") for group in figures.GROUPS for outcome in group.outcomes)


def test_nothing_has_happened() -> None:
    assert figures.figures(totals()).keys() >= figures.figures(figures.NOTHING).keys()
    found = figures.figures(totals())
    assert {key for key, value in found.items() if value not in (0, "")} == set()


def test_the_budget_adds_up() -> None:
    found = figures.figures(totals(funded_tokens=str(10**18), reserved_tokens="300", spent_tokens="700", paid=2, free=5))
    assert found["left_tokens"] == 10**18 - 1000
    assert found["committed_tokens"] == 1000
    assert found["engagements"] == 7
    assert (found["tokens_per_thousand"], found["tokens_per_thousand_paid"]) == (100_000, 350_000)


def test_what_came_from_far_away_is_added_up() -> None:
    found = figures.figures(totals(degrees={"1": 10, "2": 20, "5": 3, "9": 4, "31": 5}))
    assert [found[row.key] for row in figures.degrees()] == [10, 20, 0, 0, 12]
    assert found["travelled"] == 42


def test_the_minute_is_told_newest_first() -> None:
    minute = [{"at_ms": second * 1000, "paid": second, "free": 1} for second in range(60)]
    found = figures.figures(totals(last_minute=minute))
    assert found["steps.0.paid"] == 55 + 56 + 57 + 58 + 59
    assert found["steps.11.paid"] == 0 + 1 + 2 + 3 + 4
    assert [row.label for row in figures.steps()][::11] == ["0 to 5 seconds ago", "55 to 60 seconds ago"]
    assert sum(int(found[f"{row.key}.free"]) for row in figures.steps()) == 60


def test_ranks_that_nobody_holds_are_empty() -> None:
    ayu = {"creator": "101", "name": "Ayu", "tokens": "99999999999999999999", "engagements": 3}
    found = figures.figures(totals(top_creators=[ayu]))
    assert (found["creators.0.name"], found["creators.0.tokens"]) == ("Ayu", 99999999999999999999)
    assert (found["creators.1.name"], found["creators.1.engagements"], found["creators.9.tokens"]) == ("", 0, 0)


def test_more_ranks_than_shown_are_left_out() -> None:
    rows = [{"app": str(n), "name": f"app {n}", "tokens": "1", "engagements": 1} for n in range(12)]
    found = figures.figures(totals(apps=rows))
    assert found["apps.9.name"] == "app 9"
    assert "apps.10.name" not in found
