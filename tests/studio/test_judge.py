"""An operator's own network says what it sees; the one of these tests sees how red, green and blue a picture is."""

import json
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings
from django.db import transaction
from PIL import Image

from facevalue.studio import actions, judge, queries
from facevalue.studio.errors import ModelMissing
from tests import cast
from tests.studio.conftest import jpeg, take_in

CARD = {
    "name": "colour",
    "version": 3,
    "side_px": 16,
    "labels": ["red", "green", "blue"],
    "unwanted": {"red": "It is very red."},
}


def number(value: int) -> bytes:
    """A protocol buffer's variable-length number."""
    most, least = value >> 7, value & 127
    return bytes([least | 128]) + number(most) if most else bytes([least])


def field(place: int, value: int | bytes | str) -> bytes:
    """A protocol buffer's field."""
    if isinstance(value, int):
        return number(place << 3) + number(value)
    data = value.encode() if isinstance(value, str) else value
    return number(place << 3 | 2) + number(len(data)) + data


def network() -> bytes:
    """The ONNX file of a network that averages each colour: the smallest there can be."""

    def node(kind: str, source: str, target: str) -> bytes:
        return field(1, field(1, source) + field(2, target) + field(3, target) + field(4, kind))

    def value(name: str, *sides: int) -> bytes:
        shape = b"".join(field(1, field(1, side)) for side in sides)
        return field(1, name) + field(2, field(1, field(1, 1) + field(2, shape)))

    nodes = node("GlobalAveragePool", "x", "mean") + node("Flatten", "mean", "y")
    graph = nodes + field(2, "colours") + field(11, value("x", 1, 3, 16, 16)) + field(12, value("y", 1, 3))
    return field(1, 7) + field(7, graph) + field(8, field(1, "") + field(2, 13))


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "colour.onnx"
    path.write_bytes(network())
    path.with_suffix(".json").write_text(json.dumps(CARD))
    return path


def test_a_network_of_the_operators_own_is_asked(model: Path) -> None:
    red, blue = (np.full((40, 40, 3), colour, np.uint8) for colour in ((255, 0, 0), (0, 0, 255)))
    found = judge.judge(model, red)
    assert (found.name, found.version, found.score, found.reason) == ("colour", 3, 0.0, "It is very red.")
    assert found.details == {"red": 1.0, "green": 0.0, "blue": 0.0}
    assert judge.judge(model, blue).score == 1.0


@pytest.mark.parametrize(
    "card", [{**CARD, "labels": ["red"]}, {**CARD, "unwanted": {}}, {**CARD, "unwanted": {"pink": "."}}, {"name": "colour"}]
)
def test_a_card_that_does_not_fit_is_told(model: Path, card: dict[str, object]) -> None:
    model.with_suffix(".json").write_text(json.dumps(card))
    with pytest.raises(ModelMissing):
        judge.judge(model, np.zeros((40, 40, 3), np.uint8))


def test_a_missing_network_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        judge.judge(tmp_path / "nothing.onnx", np.zeros((40, 40, 3), np.uint8))


@pytest.mark.usefixtures("models")
def test_its_check_stands_among_the_others(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    photo = take_in(cast.AYU, jpeg(Image.new("RGB", (400, 400), "red")))
    with transaction.atomic():
        made = actions.compose(cast.AYU, "post", photo.id, None, [], None, cast.NOW)
    assert "colour" not in {check.name for check in queries.checks(queries.composition(made.id))}
    monkeypatch.setattr(settings, "PICTURE_MODEL", model)
    found = {check.name: check for check in queries.checks(queries.composition(made.id))}
    assert found["colour"].score < 0.1
