"""Reading bodies: what is good arrives, what is bad is named, whatever else is in the request."""

import json
import re
from typing import Any, get_args

import msgspec
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from facevalue.faces.gateway import engagements
from facevalue.faces.gateway.engagements import ID_MAX, LINE_BYTES_MAX, LINES_MAX, REJECTIONS, Reading, read
from facevalue.faces.gateway.errors import EmptyBody, MalformedBody, TooManyLines
from tests.cast import BUDI, CHIDI, NOW

POST = 281_474_976_710_656
GOOD = b'{"post":"281474976710656","kind":"like","actor":"201"}'

# Nobody can tell where such an element of an array ends.
BREAKING_LINES = (
    b"{",
    GOOD + b" x",
    b"{'post':'1','kind':'like','actor':'201'}",
    b"\xef\xbb\xbf" + GOOD,
    b"\x00",
)

# What no line may look like, and the code that says so.
BAD_LINES: list[tuple[bytes, str]] = [
    *((line, "broken_json") for line in BREAKING_LINES),
    (b'{"post":NaN,"kind":"like","actor":"201"}', "broken_json"),
    (b'{"post":"1","kind":"like","actor":Infinity}', "broken_json"),
    (b'{"post":"1","kind":"like","actor":"\\ud800"}', "broken_json"),
    (b'{"post":"1","kind":"l\xffke","actor":"201"}', "broken_utf8"),
    (b'{"p\xc3\x28st":"1"}', "broken_utf8"),
    (GOOD[:-1] + b" " * LINE_BYTES_MAX + b"}", "line_too_long"),
    (b'{"post":"' + b"1" * 10_000_000 + b'"}', "line_too_long"),
    (GOOD[:-1] + b',"weight":2}', "unknown_field"),
    (b'{"kind":"like","actor":"201"}', "missing_field"),
    (b"{}", "missing_field"),
    (b"[]", "wrong_type"),
    (b'"like"', "wrong_type"),
    (b"null", "wrong_type"),
    (b"17", "wrong_type"),
    (b'{"post":[1],"kind":"like","actor":"201"}', "wrong_type"),
    (b'{"post":true,"kind":"like","actor":"201"}', "wrong_type"),
    (b'{"post":null,"kind":"like","actor":"201"}', "wrong_type"),
    (b'{"post":1.5,"kind":"like","actor":"201"}', "wrong_type"),
    (b'{"post":1.0,"kind":"like","actor":"201"}', "wrong_type"),
    (GOOD[:-1] + b',"undo":1}', "wrong_type"),
    (GOOD[:-1] + b',"undo":"true"}', "wrong_type"),
    (GOOD[:-1] + b',"at":true}', "wrong_type"),
    (GOOD[:-1] + b',"at":1767571200000.5}', "wrong_type"),
    (GOOD[:-1] + b',"at":1e400}', "wrong_value"),
    (b'{"post":"1","kind":"love","actor":"201"}', "wrong_value"),
    (b'{"post":"0","kind":"like","actor":"201"}', "wrong_value"),
    (b'{"post":-1,"kind":"like","actor":"201"}', "wrong_value"),
    (b'{"post":"","kind":"like","actor":"201"}', "wrong_value"),
    (b'{"post":" 1","kind":"like","actor":"201"}', "wrong_value"),
    (b'{"post":"+1","kind":"like","actor":"201"}', "wrong_value"),
    (b'{"post":"1_0","kind":"like","actor":"201"}', "wrong_value"),
    (b'{"post":"1e3","kind":"like","actor":"201"}', "wrong_value"),
    (b'{"post":"\xef\xbc\x91","kind":"like","actor":"201"}', "wrong_value"),  # a full-width 1
    ('{"post":"²","kind":"like","actor":"201"}'.encode(), "wrong_value"),
    (b'{"post":"9223372036854775808","kind":"like","actor":"201"}', "wrong_value"),
    (b'{"post":9223372036854775808,"kind":"like","actor":"201"}', "wrong_value"),
    (b'{"post":' + b"9" * 3000 + b',"kind":"like","actor":"201"}', "wrong_value"),
    (b'{"post":"' + b"0" * 19 + b'1","kind":"like","actor":"201"}', "wrong_value"),
    (GOOD[:-1] + b',"via":"0"}', "wrong_value"),
    (GOOD[:-1] + b',"via":""}', "wrong_value"),
    (GOOD[:-1] + b',"at":"yesterday"}', "wrong_value"),
    (GOOD[:-1] + b',"at":"2026-01-05T00:00:00"}', "wrong_value"),
    (GOOD[:-1] + b',"at":"2026-02-30T00:00:00Z"}', "wrong_value"),
    (GOOD[:-1] + b',"at":"2026-01-05T00:05:00.001Z"}', "time_in_future"),
    (GOOD[:-1] + b',"at":"9999-12-31T23:59:59Z"}', "time_in_future"),
    (GOOD[:-1] + b',"at":99999999999999999999999}', "time_in_future"),
    (GOOD[:-1] + b',"at":1767571200}', "time_too_old"),
    (GOOD[:-1] + b',"at":"0001-01-01T00:00:00+07:00"}', "time_too_old"),
]


def _ndjson(*lines: bytes) -> Reading:
    return read(b"\n".join(lines), NOW, is_ndjson=True)


def _rows(reading: Reading) -> list[dict[str, int]]:
    table = {name: column.tolist() for name, column in reading.columns.items()}
    return [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]


def test_every_field_arrives() -> None:
    body = (
        b'{"post":"281474976710656","kind":"share","actor":"201","via":202,"at":"2026-01-05T06:59:59.789+07:00"}\n'
        b'{"undo":true,"at":1767571200001,"kind":"comment","actor":9223372036854775807,"post":1,"via":null}\n'
        b'{"post":"007","kind":"like","actor":"201"}\n'
    )
    nothing = {"via": 0, "at": NOW}
    assert _rows(read(body, NOW, is_ndjson=True)) == [
        {"line": 1, "post": POST, "actor": BUDI, "via": CHIDI, "at": NOW - 211, "op": 3},
        nothing | {"line": 2, "post": 1, "actor": ID_MAX, "at": NOW + 1, "op": 2 + 16},
        nothing | {"line": 3, "post": 7, "actor": BUDI, "op": 1},
    ]


@pytest.mark.parametrize(("line", "code"), BAD_LINES, ids=lambda value: str(value)[:40])
def test_a_bad_line_is_named_and_the_others_are_taken(line: bytes, code: str) -> None:
    reading = _ndjson(GOOD, b"", line, GOOD)
    assert [(rejection.line, rejection.code) for rejection in reading.rejected] == [(3, code)]
    assert [row["line"] for row in _rows(reading)] == [1, 4]
    assert 0 < len(reading.rejected[0].detail) <= engagements.DETAIL_CHARACTERS_MAX


@pytest.mark.parametrize(("line", "code"), BAD_LINES, ids=lambda value: str(value)[:40])
def test_a_bad_element_is_named_or_breaks_its_array(line: bytes, code: str) -> None:
    body = b"[" + b" ,\n".join((GOOD, line, GOOD)) + b" ]\n"
    if line in BREAKING_LINES:
        with pytest.raises(MalformedBody) as caught:
            read(body, NOW, is_ndjson=False)
        assert caught.value.extra["line"] in (1, 2)
        return
    reading = read(body, NOW, is_ndjson=False)
    if code == "line_too_long":
        assert reading.lines == 3  # only the whole body's length counts
        return
    assert [(rejection.line, rejection.code) for rejection in reading.rejected] == [(2, code)]
    assert [row["line"] for row in _rows(reading)] == [1, 3]


def test_an_array_and_a_single_object_are_read() -> None:
    assert _rows(read(b" [" + GOOD + b"," + GOOD + b"] ", NOW, is_ndjson=False))[1]["line"] == 2
    assert _rows(read(msgspec.json.format(GOOD), NOW, is_ndjson=False))[0]["actor"] == BUDI
    assert read(b"5", NOW, is_ndjson=False).rejected[0].line == 1


@pytest.mark.parametrize("body", [b"", b"\n\r\n \n", b"\t"])
def test_an_empty_body_is_refused(body: bytes) -> None:
    for is_ndjson in (True, False):
        with pytest.raises(EmptyBody):
            read(body, NOW, is_ndjson=is_ndjson)


@pytest.mark.parametrize(
    "body",
    [b"[]x", b"[", b"[" + GOOD, b"[" + GOOD + b",", b"[" + GOOD + b",]", b"[,]", b"[" + GOOD + GOOD + b"]", b"[" * 100_000],
)
def test_a_broken_array_is_refused(body: bytes) -> None:
    with pytest.raises((MalformedBody, EmptyBody)):
        read(body, NOW, is_ndjson=False)


@pytest.mark.parametrize("line", [GOOD, b"{}", b"0"])
def test_too_many_lines_are_refused(line: bytes) -> None:
    assert _ndjson(*[GOOD] * LINES_MAX).lines == LINES_MAX
    for body, is_ndjson in (
        (b"\n".join([line] * (LINES_MAX + 1)), True),
        (b"[" + b",".join([line] * (LINES_MAX + 1)) + b"]", False),
    ):
        with pytest.raises(TooManyLines):
            read(body, NOW, is_ndjson=is_ndjson)


@pytest.mark.parametrize("element", [b"{}", b"0", b'"\\u0000"'])
def test_an_element_cannot_hold_what_fills_the_memory(element: bytes) -> None:
    inner = b"[" + b",".join([element] * 100_000) + b"]"
    with pytest.raises(TooManyLines):
        read(b"[" + inner + b"]", NOW, is_ndjson=False)
    with pytest.raises(TooManyLines):
        read(b'[{"weight":' + inner + b"}]", NOW, is_ndjson=False)


def test_ten_thousand_full_engagements_fit_into_an_array() -> None:
    line = b'{"post":"1","kind":"like","actor":"2","via":"3","at":1767571200000,"undo":false}'
    assert read(b"[" + b",".join([line] * LINES_MAX) + b"]", NOW, is_ndjson=False).lines == LINES_MAX


def test_rows_can_be_rejected_later() -> None:
    reading = _ndjson(GOOD, b"{}", GOOD, GOOD)
    reading.reject(np.array([True, False, True]), "post_of_other_app", "It was published elsewhere")
    assert [rejection.line for rejection in reading.rejected] == [1, 2, 4]
    assert (reading.columns["line"].tolist(), reading.lines) == ([3], 4)


def test_every_code_is_explained() -> None:
    assert set(REJECTIONS) == set(get_args(engagements.Code))


ids = st.one_of(
    st.integers(-2, 2**64), st.integers(1, ID_MAX).map(str), st.text(max_size=25), st.sampled_from(["0", "", None, 1.5, True])
)
times = st.one_of(
    st.none(),
    st.integers(-1, 2**45),
    st.datetimes().map(str),
    st.datetimes().map(lambda time: f"{time.isoformat()}Z"),
    st.booleans(),
)
things = st.one_of(
    st.fixed_dictionaries(
        {"post": ids, "kind": st.sampled_from(["like", "comment", "share", "Like", None, 3]), "actor": ids},
        optional={"via": ids, "at": times, "undo": st.sampled_from([True, False, None, 1]), "weight": st.none()},
    ),
    st.fixed_dictionaries({"post": st.just(str(POST)), "kind": st.just("share"), "actor": st.integers(1, ID_MAX).map(str)}),
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    ),
)
texts = st.one_of(things.map(lambda thing: json.dumps(thing).encode()), st.binary(max_size=60)).filter(
    lambda line: b"\n" not in line
)


@given(st.lists(texts, max_size=12), st.integers(0, 12))
def test_the_fate_of_a_line_depends_on_nothing_but_itself(lines: list[bytes], cut: int) -> None:
    """Read together, or each alone, or after a good line: the same lines are accepted, as the same rows."""

    def fates(part: list[bytes]) -> list[Any]:
        try:
            reading = _ndjson(*part)
        except EmptyBody:
            return []
        accepted: list[tuple[int, Any]] = [(row.pop("line"), row) for row in _rows(reading)]
        rejected = [(each.line, (each.code, each.detail)) for each in reading.rejected]
        return [fate for _, fate in sorted(accepted + rejected, key=lambda fate: fate[0])]

    together = fates(lines)
    assert together == [fate for line in lines for fate in fates([line])]
    assert together == fates(lines[:cut]) + fates(lines[cut:])
    assert together == fates([GOOD, *lines])[1:]


@given(st.lists(things, min_size=1, max_size=8))
def test_an_array_is_read_like_lines(objects: list[Any]) -> None:
    """What is JSON, that is, without NaN and infinity, which only a line can survive; and no longer than a line may be."""
    written = [text for text in map(json.dumps, objects) if len(text) <= LINE_BYTES_MAX]
    texts = [text for text in written if not {"NaN", "Infinity"} & set(re.findall(r"\w+", text))]
    assume(texts)
    by_line = _ndjson(*(text.encode() for text in texts))
    by_element = read(f"[{','.join(texts)}]".encode(), NOW, is_ndjson=False)
    assert _rows(by_line) == _rows(by_element)
    assert by_line.rejected == by_element.rejected
