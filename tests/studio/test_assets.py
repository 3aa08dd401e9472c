"""What brands upload: made small for phones, and told at once what is wrong with it."""

from io import BytesIO
from random import Random

import pytest
import segno
from PIL import Image, ImageDraw

from facevalue.studio import actions, asset_checks, assets, media
from facevalue.studio.errors import AssetUnfit, NotAPicture, PictureTooLarge
from facevalue.studio.rules import AssetKind, Check
from tests import cast
from tests.studio.conftest import FRAME, STICKER, drawing, jpeg, png


def banner(text_px: int, ink: str = "white") -> Image.Image:
    """A frame with a banner below, full of lines of text."""
    frame = Image.new("RGBA", (1080, 1080))
    pen = ImageDraw.Draw(frame)
    pen.rectangle((0, 820, 1080, 1080), fill="#802040")
    for line in range(max(1, 200 // text_px)):
        text = "Kopi Nusantara, the best coffee of the islands since 1974"[: 1900 // text_px]
        pen.text((30, 830 + line * text_px * 1.3), text, fill=ink, font_size=text_px)
    return frame


def checks(kind: AssetKind, data: bytes) -> dict[str, Check]:
    found = asset_checks.check(kind, assets.make(kind, data))
    assert all(0 <= check.score <= 1 and check.reason.endswith(".") for check in found)
    return {check.name: check for check in found}


@pytest.mark.parametrize(("kind", "data"), [(AssetKind.FRAME, FRAME), (AssetKind.STICKER, STICKER)])
def test_a_clean_drawing_passes_everything(kind: AssetKind, data: bytes) -> None:
    assert {name for name, check in checks(kind, data).items() if check.score < 1} == set()


@pytest.mark.parametrize(("text_px", "legible"), [(10, False), (18, False), (24, False), (40, True), (90, True)])
def test_text_that_is_too_small_for_phones_is_found(text_px: int, legible: bool) -> None:
    assert (checks(AssetKind.FRAME, png(banner(text_px)))["legible"].score >= 0.5) is legible


def test_text_that_hardly_stands_out_is_found() -> None:
    assert "stands out" in checks(AssetKind.FRAME, png(banner(40, "#903050")))["legible"].reason


def test_frames_leave_room_for_faces_and_the_label() -> None:
    frame = banner(60)
    ImageDraw.Draw(frame).rectangle((400, 300, 700, 600), fill="red")
    for line in range(6):
        ImageDraw.Draw(frame).text((20, 10 + line * 16), "A logo in the corner", fill="white", font_size=20)
    ImageDraw.Draw(frame).rectangle((0, 0, 300, 140), fill="#802040")
    ImageDraw.Draw(frame).text((30, 30), "KOPI 1974", fill="white", font_size=40)
    found = checks(AssetKind.FRAME, png(frame))
    assert found["face_zone"].score < 0.5
    assert found["label_zone"].score < 0.5


def test_codes_and_rectangles_are_told() -> None:
    code = BytesIO()
    segno.make("https://kopi.example").save(code, kind="png", scale=12)
    found = checks(AssetKind.STICKER, png(Image.open(code).convert("RGB")))
    assert found["code"].details == {"codes": ["https://kopi.example"]}
    assert found["alpha"].score < 0.5


def test_small_copies_are_light() -> None:
    dice = Random(3)
    frame = Image.new("RGBA", (1080, 1080))
    pen = ImageDraw.Draw(frame)
    for _ in range(4_000):
        x, y = dice.randrange(1080), dice.choice((dice.randrange(120), 960 + dice.randrange(120)))
        pen.line((x, y, x + 20, y + dice.randrange(-20, 20)), fill=(dice.randrange(256), dice.randrange(256), 90, 255), width=3)
    made = assets.make(AssetKind.FRAME, png(frame))
    assert len(made.small_file) <= 30 * 1024
    assert Image.open(BytesIO(made.small_file)).mode == "RGBA"
    assert checks(AssetKind.FRAME, png(frame))["weight"].details["bytes"] == len(made.small_file)


@pytest.mark.parametrize(
    ("kind", "data", "error"),
    [
        (AssetKind.FRAME, png(Image.new("RGBA", (1080, 800))), AssetUnfit),
        (AssetKind.FRAME, png(Image.new("RGB", (1080, 1080))), AssetUnfit),
        (AssetKind.FRAME, png(Image.new("RGBA", (500, 500))), NotAPicture),
        (AssetKind.STICKER, png(Image.new("RGBA", (300, 300))), AssetUnfit),
        (AssetKind.STICKER, jpeg(drawing()), NotAPicture),
        (AssetKind.BACKGROUND, bytes(5 * 1024 * 1024), PictureTooLarge),
    ],
)
def test_what_cannot_be_an_asset_is_refused(kind: AssetKind, data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        assets.make(kind, data)


def test_margins_of_stickers_go() -> None:
    sticker = Image.new("RGBA", (400, 400))
    ImageDraw.Draw(sticker).rectangle((100, 150, 299, 249), fill="red")
    assert assets.make(AssetKind.STICKER, png(sticker)).master.size == (200, 100)


@pytest.mark.usefixtures("everybody")
def test_an_upload_keeps_what_was_found() -> None:
    version = actions.upload_asset(cast.KOPI_NUSANTARA, AssetKind.FRAME, "Pagi", png(banner(14)), cast.NOW)
    scores = {check["name"]: check["score"] for check in version.checks}
    assert scores["legible"] < 0.5 < scores["face_zone"]
    assert len(media.get(version.small_file)) <= 30 * 1024
    assert (version.width_px, version.height_px) == (1080, 1080)
