"""Selfies and what brands put on them: different from each other, the same for the same post, and fit for the studio."""

from hashlib import sha256
from io import BytesIO
from random import Random

import pytest
from PIL import Image

from facevalue.demo import artwork, pictures, portrait
from facevalue.demo.script import OFFERS, Offer


def _selfie(offer: Offer, number: int) -> bytes:
    rng = Random(number)
    continent: portrait.Continent = "africa" if number % 2 else "asia"
    look = portrait.look(continent, rng, woman=number % 5 != 0, covered=number % 7 == 1)
    return pictures.selfie(offer.frame, look, rng)


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.name)
def test_people_take_different_selfies(offer: Offer) -> None:
    drawn = [_selfie(offer, number) for number in range(12)]
    assert len({sha256(each).digest() for each in drawn}) == len(drawn)
    for each in drawn:
        picture = Image.open(BytesIO(each))
        assert (picture.format, picture.size) == ("JPEG", (640, 800))


def test_the_same_post_has_the_same_selfie() -> None:
    assert _selfie(OFFERS[0], 3) == _selfie(OFFERS[0], 3)


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.name)
def test_a_brand_has_a_frame_two_stickers_and_a_background(offer: Offer) -> None:
    drawn = artwork.artworks(offer.frame, offer.name)
    assert [each.kind.value for each in drawn] == ["frame", "sticker", "sticker", "background"]
    frame, sticker, motto, background = (Image.open(BytesIO(each.data)) for each in drawn)
    assert (frame.size, sticker.size, background.size) == ((1080, 1080), (480, 480), (1080, 1350))
    assert frame.getpixel((540, 400)) == sticker.getpixel((2, 2)) == motto.getpixel((2, 2)) == (0, 0, 0, 0)
