"""A selfie, a brand's frame, two stickers: the server makes the picture."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier

import numpy as np
import pytest
from django.db import connections, transaction
from PIL import Image

from facevalue.studio import actions, media, queries
from facevalue.studio.actions import AssetKind, Placement
from facevalue.studio.errors import InvalidComposition, KeyConflict, NotFound, WrongStatus
from facevalue.studio.models import AssetVersion, Composition, Rendition
from tests import cast
from tests.studio.conftest import FRAME, STICKER, drawing, jpeg, png, take_in

Publish = Callable[..., AssetVersion]


def compose(
    photo: int, frame: int | None = None, *stickers: Placement, background: int | None = None, now: int = cast.NOW
) -> Composition:
    with transaction.atomic():
        return actions.compose(cast.AYU, "post", photo, frame, stickers, background, now)


def opened(rendition: Rendition) -> Image.Image:
    return Image.open(BytesIO(media.get(rendition.file))).convert("RGB")


def test_the_asset_is_certainly_in_the_picture(publish: Publish) -> None:
    frame, sticker = publish(AssetKind.FRAME, FRAME), publish(AssetKind.STICKER, STICKER)
    photo = take_in(cast.AYU, jpeg(drawing()))
    made = compose(photo.id, frame.id, Placement(sticker.id, 0.7, 0.6, 0.3, 90.0), Placement(sticker.id, 1.0, 0.5, 0.2))
    at_once = actions.render(made.id)
    every = {(use, format_) for use in ("full", "feed") for format_ in ("avif", "jpg", "webp")}
    assert {(rendition.use, rendition.format) for rendition in at_once} == {("full", "jpg"), ("feed", "jpg"), ("feed", "webp")}
    assert (actions.render_rest(10), actions.render_rest(10)) == (1, 0)
    renditions = queries.renditions([made.id, 5])[made.id]
    assert {(rendition.use, rendition.format) for rendition in renditions} == every
    for rendition in renditions:
        image = opened(rendition)
        assert image.size == (rendition.side_px, rendition.side_px)
        assert rendition.size_bytes == len(media.get(rendition.file))
        if rendition.use == "feed":
            assert rendition.size_bytes <= 25 * 1024
        pixels = np.asarray(image.resize((1080, 1080)), np.int16)
        assert np.abs(pixels[1000, 540] - (232, 98, 43)).max() < 24, "the frame"
        assert np.abs(pixels[648, 756] - (0, 136, 204)).max() < 24, "the middle of the sticker"
        assert np.abs(pixels[648 - 130, 756] - (0, 136, 204)).max() < 24, "it stands upright, turned by a quarter"
        assert np.abs(pixels[540, 1030] - (247, 150, 34)).max() < 24, "the frame lies above the stickers"
        assert pixels[30:90, 30:140].min() < 60 < 180 < pixels[30:90, 30:140].max(), "the disclosure is burnt in"
    assert {rendition.id for rendition in actions.render(made.id)} == {rendition.id for rendition in renditions}
    assert actions.render_rest(10) == 0
    assert queries.renditions([5]) == {5: []}


def test_the_same_inputs_give_the_same_bytes(publish: Publish) -> None:
    made = compose(take_in(cast.AYU, jpeg(drawing())).id, publish(AssetKind.FRAME, FRAME).id)
    first = actions.render(made.id)
    Rendition.objects.all().delete()
    for before, after in zip(first, actions.render(made.id), strict=True):
        if (after.use, after.format) == ("full", "jpg"):
            # Each signature is another one.
            assert opened(before).tobytes() == opened(after).tobytes()
        else:
            assert before.file == after.file


def test_a_key_stands_for_one_composition(publish: Publish) -> None:
    sticker = publish(AssetKind.STICKER, STICKER)
    photo = take_in(cast.AYU, jpeg(drawing()))
    made = compose(photo.id, None, Placement(sticker.id, 0.5, 0.5, 0.2))
    assert compose(photo.id, None, Placement(sticker.id, 0.5, 0.5, 0.2)) == made
    with pytest.raises(KeyConflict):
        compose(photo.id, None, Placement(sticker.id, 0.5, 0.5, 0.21))
    found = queries.composition(made.id)
    assert [placed.asset_version.asset.name for placed in found.stickers.all()] == ["Pagi"]


def test_of_the_same_that_is_asked_for_at_once_one_is_composed(publish: Publish) -> None:
    sticker, photo = publish(AssetKind.STICKER, STICKER), take_in(cast.AYU, jpeg(drawing()))
    all_here = Barrier(4, timeout=60)

    def ask(_: int) -> int:
        all_here.wait()
        try:
            return compose(photo.id, None, Placement(sticker.id, 0.5, 0.5, 0.2)).id
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as phones:
        assert len(set(phones.map(ask, range(4)))) == 1
    assert Composition.objects.get().stickers.count() == 1


@pytest.mark.parametrize(
    ("x", "y", "scale", "rotation"),
    [
        (-0.1, 0.5, 0.2, 0),
        (0.5, 1.1, 0.2, 0),
        (0.5, 0.5, 0.01, 0),
        (0.5, 0.5, 2, 0),
        (0.5, 0.5, 0.2, 400),
        (float("nan"), 0.5, 0.2, 0),
    ],
)
def test_placements_have_limits(publish: Publish, x: float, y: float, scale: float, rotation: float) -> None:
    sticker = publish(AssetKind.STICKER, STICKER)
    photo = take_in(cast.AYU, jpeg(drawing()))
    with pytest.raises(InvalidComposition):
        compose(photo.id, None, Placement(sticker.id, x, y, scale, rotation))


def test_only_what_is_published_can_be_used(publish: Publish) -> None:
    photo = take_in(cast.AYU, jpeg(drawing()))
    frame = publish(AssetKind.FRAME, FRAME)
    draft = actions.upload_asset(cast.KOPI_NUSANTARA, AssetKind.FRAME, "Malam", FRAME, cast.NOW)
    for wrong in (draft.id, 12345):
        with pytest.raises(InvalidComposition):
            compose(photo.id, wrong)
    with pytest.raises(InvalidComposition):
        compose(photo.id, None, Placement(frame.id, 0.5, 0.5, 0.5))
    with transaction.atomic():
        actions.retire(cast.KOPI_NUSANTARA, frame.id, cast.NOW)
    with pytest.raises(InvalidComposition):
        compose(photo.id, frame.id, now=cast.NOW + 8 * 24 * 3600 * 1000)
    # Composed without signal, brought in late.
    assert compose(photo.id, frame.id, now=cast.TOMORROW).frame_id == frame.id


def test_nobody_composes_with_the_photo_of_another(publish: Publish) -> None:
    photo = take_in(cast.LINH, jpeg(drawing()))
    with pytest.raises(NotFound):
        compose(photo.id)


def test_versions_follow_each_other(publish: Publish) -> None:
    first = publish(AssetKind.FRAME, FRAME)
    assert actions.upload_asset(cast.KOPI_NUSANTARA, AssetKind.FRAME, "Pagi", FRAME, cast.TOMORROW).id == first.id
    second = actions.upload_asset(cast.KOPI_NUSANTARA, AssetKind.FRAME, "Pagi", FRAME.replace(b"#d33", b"#3d3"), cast.NOW)
    assert (second.number, second.asset_id) == (2, first.asset_id)
    with pytest.raises(WrongStatus), transaction.atomic():
        actions.publish(cast.KOPI_NUSANTARA, second.id, cast.NOW)
    with pytest.raises(NotFound), transaction.atomic():
        actions.retire(cast.SIAM_GLOW, second.id, cast.NOW)
    with transaction.atomic():
        actions.approve(second.id, cast.TALA, cast.NOW)
        actions.publish(cast.KOPI_NUSANTARA, second.id, cast.NOW)
    assert [version.number for version in queries.published([cast.KOPI_NUSANTARA])] == [2]
    assert [version.status for version in queries.assets(cast.KOPI_NUSANTARA)] == ["published", "retired"]
    assert queries.version(second.id).asset.name == "Pagi"


def test_a_background_stands_behind(publish: Publish) -> None:
    background = publish(AssetKind.BACKGROUND, png(Image.new("RGB", (1200, 900), "#00ff00")))
    made = compose(take_in(cast.AYU, jpeg(drawing())).id, None, background=background.id)
    full = next(rendition for rendition in actions.render(made.id) if (rendition.use, rendition.format) == ("full", "jpg"))
    assert np.abs(np.asarray(opened(full), np.int16)[1060, 1060] - (0, 255, 0)).max() < 24
