"""The demo's apps: sound, readable, and nothing alike."""

import pytest

from facevalue.demo.script import APPS
from facevalue.demo.themes import THEMES
from facevalue.identity import contrast, themes


@pytest.mark.parametrize("name", [app.name for app in APPS])
def test_a_theme_could_be_published(name: str) -> None:
    themes.check(THEMES[name])
    assert contrast.failures(THEMES[name].colours) == []


def test_they_look_nothing_alike() -> None:
    one, other = THEMES.values()
    for (token, colour), (_, rival) in zip(one.colours.items(), other.colours.items(), strict=True):
        if token not in ("good", "bad"):
            assert contrast.distance(colour, rival) > 0.1, token
    assert (one.typeface, one.radius_px) != (other.typeface, other.radius_px)
