"""Contrast as WCAG counts it, and the nearest colour that passes."""

from math import atan2, hypot

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facevalue.identity import contrast
from facevalue.identity.queries import Colours

colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")
themes = st.builds(Colours, **dict.fromkeys(Colours.__struct_fields__, colours))


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),  # the well-known grey that just fails
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_ratios_are_those_of_the_standard(one: str, other: str, ratio: float) -> None:
    assert contrast.ratio(one, other) == pytest.approx(ratio, abs=0.005)


@given(one=colours, other=colours)
def test_a_ratio_has_no_direction_and_stays_in_its_range(one: str, other: str) -> None:
    assert contrast.ratio(one, other) == contrast.ratio(other, one)
    assert 1 <= contrast.ratio(one, other) <= 21


@settings(max_examples=60, deadline=None)
@given(colour=colours, ground=colours)
def test_there_is_a_colour_for_every_ground(colour: str, ground: str) -> None:
    """For black or white has a ratio of 4.58 at least on any ground."""
    found = contrast.nearest(colour, [(ground, contrast.TEXT_MIN)])
    assert found is not None
    assert contrast.ratio(found, ground) >= contrast.TEXT_MIN


@settings(max_examples=60, deadline=None)
@given(colour=colours, ground=colours)
def test_the_hue_stays(colour: str, ground: str) -> None:
    found = contrast.nearest(colour, [(ground, contrast.TEXT_MIN)])
    assert found
    (_, a, b), (_, found_a, found_b) = contrast._oklab(colour), contrast._oklab(found)
    if hypot(a, b) > 0.04 and hypot(found_a, found_b) > 0.04:  # greys have no hue
        turn = abs(atan2(b, a) - atan2(found_b, found_a))
        # Eight bits a channel cannot say every hue of a pale or dark colour.
        assert min(turn, 6.2832 - turn) < 0.15


@settings(max_examples=30, deadline=None)
@given(colour=colours, ground=colours)
def test_nothing_of_the_hue_lies_clearly_nearer(colour: str, ground: str) -> None:
    found = contrast.nearest(colour, [(ground, contrast.TEXT_MIN)])
    assert found
    _, a, b = contrast._oklab(colour)
    shades = (contrast._shown(step / 100, hypot(a, b), atan2(b, a)) for step in range(101))
    rivals = [shade for shade in shades if contrast.ratio(shade, ground) >= contrast.TEXT_MIN]
    just_seen = 0.02
    assert all(contrast.distance(colour, found) <= contrast.distance(colour, rival) + just_seen for rival in rivals)
    assert (found == colour) == (contrast.ratio(colour, ground) >= contrast.TEXT_MIN)


@settings(max_examples=8, deadline=None)
@given(theme=themes)
def test_whatever_is_offered_heals_its_pair(theme: Colours) -> None:
    for failure in contrast.failures(theme):
        assert failure.ratio < failure.pair.ratio_min
        assert failure.offers
        for offer in failure.offers:
            healed = dict(theme.items()) | {offer.token: offer.colour}
            assert contrast.ratio(healed[failure.pair.front], healed[failure.pair.ground]) >= failure.pair.ratio_min


def test_the_smaller_change_comes_first() -> None:
    theme = Colours(accent="#5e7ce0", on_accent="#ffffff")
    failure = next(each for each in contrast.failures(theme) if each.pair.front == "on_accent")
    assert [offer.token for offer in failure.offers] == ["accent", "on_accent"]


def test_an_offer_suits_the_other_pairs_of_its_token_too() -> None:
    theme = Colours(accent="#ff9d62")
    failure = next(each for each in contrast.failures(theme) if each.pair.front == "accent")
    offer = next(offer for offer in failure.offers if offer.token == "accent")
    assert not [
        each for each in contrast.failures(msgspec.structs.replace(theme, accent=offer.colour)) if "accent" in each.pair[:2]
    ]


def test_the_default_can_be_read() -> None:
    assert contrast.failures(Colours()) == []
