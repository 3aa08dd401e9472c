"""What a picture says about itself can be read and verified by whoever has the deployment's root, without a network."""

import json
import re
import stat
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import c2pa
import pytest
from django.conf import settings
from django.db import transaction

from facevalue.studio import actions, media, provenance
from facevalue.studio.actions import AssetKind, Placement
from facevalue.studio.models import AssetVersion
from tests import cast
from tests.studio.conftest import FRAME, STICKER, drawing, jpeg, take_in


@pytest.fixture
def signed() -> bytes:
    return provenance.sign(jpeg(drawing()), 1, 2, [(3, 4)], "#ad")


def reader(data: bytes) -> c2pa.Reader:
    root = re.findall(r"-----BEGIN CERT[^$]*?-----END CERTIFICATE-----", settings.PROVENANCE_FILE.read_text())[-1]
    trust = {"trust": {"user_anchors": root}, "verify": {"verify_trust": True, "ocsp_fetch": False}}
    return c2pa.Reader("image/jpeg", BytesIO(data), context=c2pa.Context(c2pa.Settings.from_dict(trust)))


def test_a_delivered_picture_tells_who_made_it_of_what(publish: Callable[..., AssetVersion]) -> None:
    frame, sticker = publish(AssetKind.FRAME, FRAME), publish(AssetKind.STICKER, STICKER)
    photo = take_in(cast.AYU, jpeg(drawing()))
    with transaction.atomic():
        made = actions.compose(cast.AYU, "post", photo.id, frame.id, [Placement(sticker.id, 0.5, 0.5, 0.2)], None, cast.NOW)
    delivered = next(found for found in actions.render(made.id) if (found.use, found.format) == ("full", "jpg"))
    read = reader(media.get(delivered.file))
    assert read.get_validation_state() == "Trusted"
    [manifest] = json.loads(read.json())["manifests"].values()
    said = {assertion["label"]: assertion["data"] for assertion in manifest["assertions"]}
    assert said[provenance.LABEL] == {
        "creator": str(cast.AYU),
        "composition": str(made.id),
        "assets": [{"id": str(sticker.asset_id), "version": 1}, {"id": str(frame.asset_id), "version": 1}],
        "advertisement": True,
        "disclosure": "#ad",
    }


@pytest.mark.parametrize("place", [-2_000, 1_500])
def test_another_pixel_or_another_word_is_found(signed: bytes, place: int) -> None:
    changed = bytearray(signed)
    changed[place] ^= 1
    assert reader(signed).get_validation_state() == "Trusted"
    assert reader(bytes(changed)).get_validation_state() == "Invalid"


def test_the_key_is_its_owners_alone(signed: bytes) -> None:
    path: Path = settings.PROVENANCE_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text().count("PRIVATE KEY") == 2
