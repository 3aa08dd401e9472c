"""What the checks say of portraits, of drawings of screens, and of photos that came before."""

from collections.abc import Callable
from io import BytesIO
from random import Random

import numpy as np
import pytest
import segno
from django.db import transaction
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from facevalue.studio import actions, likeness, queries
from facevalue.studio.actions import AssetKind, Placement
from facevalue.studio.models import AssetVersion, Composition
from facevalue.studio.queries import Check
from tests import cast
from tests.studio.conftest import FRAME, PORTRAITS, STICKER, drawing, jpeg, portrait, take_in

pytestmark = pytest.mark.usefixtures("everybody")
Publish = Callable[..., AssetVersion]


def photo_of(number: int) -> Image.Image:
    return Image.open(BytesIO(portrait(number))).convert("RGB")


def composed(
    data: bytes, *stickers: Placement, frame: int | None = None, owner: int = cast.AYU, key: str = "photo"
) -> Composition:
    photo = take_in(owner, data, key)
    with transaction.atomic():
        return actions.compose(owner, key, photo.id, frame, stickers, None, cast.NOW)


def checks(made: Composition) -> dict[str, Check]:
    found = queries.checks(queries.composition(made.id))
    assert all(0 <= check.score <= 1 and check.version and check.reason.endswith(".") for check in found)
    return {check.name: check for check in found}


def screen(picture: Image.Image) -> Image.Image:
    """A phone's screen that shows a picture in some app."""
    shown = Image.new("RGB", (1080, 2200), "white")
    pen = ImageDraw.Draw(shown)
    pen.rectangle((0, 0, 1080, 90), fill="#eeeeee")
    pen.text((60, 20), "12:34", fill="black", font_size=44)
    pen.rectangle((0, 90, 1080, 230), fill="#3355aa")
    pen.text((60, 130), "Friends", fill="white", font_size=60)
    shown.paste(picture.resize((1080, 1080)), (0, 330))
    for row in range(4):
        pen.text((40, 1450 + row * 90), "what a nice picture of you, where was that?", fill="#333333", font_size=40)
    pen.rectangle((0, 2060, 1080, 2200), fill="#222222")
    return shown


def test_a_good_selfie_passes_everything(publish: Publish) -> None:
    sticker, frame = publish(AssetKind.STICKER, STICKER), publish(AssetKind.FRAME, FRAME)
    found = checks(composed(portrait(1), Placement(sticker.id, 0.85, 0.85, 0.2), frame=frame.id))
    assert {name for name, check in found.items() if check.score < 1} == set()
    assert found["faces"].details == {"count": 1}


def test_a_sticker_over_the_face_is_found(publish: Publish) -> None:
    sticker = publish(AssetKind.STICKER, STICKER)
    made = composed(portrait(1), Placement(sticker.id, 0.49, 0.5, 0.35))
    assert checks(made)["covered"].score < 0.7
    beside = composed(portrait(1), Placement(sticker.id, 0.9, 0.9, 0.2), key="beside")
    assert checks(beside)["covered"].score == 1


def test_no_face_is_found_where_there_is_none() -> None:
    found = checks(composed(jpeg(drawing())))
    assert (found["faces"].score, found["face_size"].score) == (0, 0)


def test_blur_and_darkness_are_found() -> None:
    blurred = checks(composed(jpeg(photo_of(1).filter(ImageFilter.GaussianBlur(9)))))
    assert blurred["blur"].score < 0.5
    dark = checks(composed(jpeg(ImageEnhance.Brightness(photo_of(1)).enhance(0.2)), key="dark"))
    assert dark["darkness"].score < 0.5


def test_screens_are_told_from_photos() -> None:
    assert checks(composed(jpeg(screen(photo_of(1)))))["screenshot"].score < 0.5
    small = screen(photo_of(9)).resize((540, 1100))
    assert checks(composed(jpeg(small, quality=80), key="small"))["screenshot"].score < 0.5


@pytest.mark.parametrize(
    ("text", "check"), [("https://evil.example/win", "address"), ("tel:+628123456789", "phone"), ("Kopi", "code")]
)
def test_codes_in_the_picture_are_read(text: str, check: str) -> None:
    image, code = photo_of(1), BytesIO()
    segno.make(text).save(code, kind="png", scale=8)
    image.paste(Image.open(code).convert("RGB"), (620, 620))
    found = checks(composed(jpeg(image)))
    assert found["code"].details == {"codes": [text]}
    assert {name for name in ("code", "address", "phone") if not found[name].score} == {"code", check}


@pytest.mark.parametrize(
    "copy",
    [
        lambda image: jpeg(image, quality=35),
        lambda image: jpeg(image.resize((400, 400))),
        lambda image: jpeg(ImageOps.mirror(image), quality=70),
        lambda image: jpeg(ImageEnhance.Contrast(image).enhance(1.3)),
    ],
    ids=["smaller file", "smaller", "mirrored", "more contrast"],
)
def test_a_copy_is_recognised_also_of_somebody_elses(copy: Callable[[Image.Image], bytes]) -> None:
    first = composed(portrait(1))
    composed(portrait(6), owner=cast.MALI)
    assert checks(first)["seen_before"].score == 1
    theirs = checks(composed(copy(photo_of(1)), owner=cast.LINH))["seen_before"]
    assert (theirs.score, theirs.details["others"]) == (0, [str(first.id)])
    again = checks(composed(copy(photo_of(1)), key="again"))["seen_before"]
    assert again.details["own"] == [str(first.id)]
    assert checks(first)["seen_before"].score == 1, "who was first stays first"


def test_no_crowd_of_alike_photos_is_compared_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    first = composed(portrait(1))
    second = composed(jpeg(photo_of(1), quality=60), owner=cast.MALI)
    third = composed(jpeg(photo_of(1), quality=35), owner=cast.LINH)
    assert checks(third)["seen_before"].details["others"] == [str(second.id), str(first.id)]
    monkeypatch.setattr(queries, "_COMPARED_MAX", 1)
    assert checks(third)["seen_before"].details["others"] == [str(second.id)], "the newest one"


def test_the_lookup_finds_what_visiting_all_would() -> None:
    """Seven bits anywhere leave one quarter of the hash with at most one."""
    dice = Random(5)
    for _ in range(300):
        hash_ = dice.getrandbits(64) - (1 << 63)
        other = hash_
        for bit in dice.sample(range(63), 7):
            other ^= 1 << bit
        pairs = zip(likeness.bands(hash_), likeness.bands(other), strict=True)
        assert any(theirs in likeness.nearby(mine) for mine, theirs in pairs)
        assert likeness.distances(hash_, [other, hash_]).tolist() == [7, 0]


def test_portraits_are_not_taken_for_each_other() -> None:
    paths = sorted(PORTRAITS.glob("*.jpg"))
    if not paths:
        pytest.skip("the portraits are not on this machine")
    pictures = [np.asarray(Image.open(path).convert("RGB")) for path in paths]
    hashes = [likeness.photo_hash(pixels) for pixels in pictures]
    mirrors = [likeness.photo_hash(pixels[:, ::-1]) for pixels in pictures]
    for number, hash_ in enumerate(hashes):
        others = hashes[:number] + hashes[number + 1 :] + mirrors
        assert likeness.distances(hash_, others).min() > likeness.DISTANCE_MAX
