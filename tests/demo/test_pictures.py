"""Pictures: small enough for a feed, different from each other, the same for the same post."""

from hashlib import sha256
from io import BytesIO
from random import Random

import pytest
from PIL import Image

from facevalue.demo import pictures, portrait
from facevalue.demo.script import OFFERS, Offer

BYTES_MAX = 25 << 10


def _draw(offer: Offer, number: int) -> bytes:
    rng = Random(number)
    continent: portrait.Continent = "africa" if number % 2 else "asia"
    look = portrait.look(continent, rng, woman=number % 5 != 0, covered=number % 7 == 1)
    return pictures.draw(offer.frame, look, rng)


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.name)
def test_every_frame_holds_small_and_different_pictures(offer: Offer) -> None:
    drawn = [_draw(offer, number) for number in range(24)]
    assert max(map(len, drawn)) <= BYTES_MAX
    assert len({sha256(each).digest() for each in drawn}) == len(drawn)
    for each in drawn:
        picture = Image.open(BytesIO(each))
        assert (picture.format, picture.size) == ("WEBP", (320, 400))


def test_the_same_post_has_the_same_picture() -> None:
    assert _draw(OFFERS[0], 3) == _draw(OFFERS[0], 3)
