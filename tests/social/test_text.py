"""What is left of what people write."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevalue.social import text
from facevalue.social.errors import InvalidText


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Hei\u202e dlrow\u202c", "Hei dlrow"),
        ("\u2066isolate\u2069", "isolate"),
        ("a\x00b\x1b[31mc\x7f", "ab[31mc"),
        ("e\u0301", "\u00e9"),
        ("\u0e01\u0e33\u0e49", "\u0e01\u0e33\u0e49"),
        ("\U0001f469\u200d\U0001f373", "\U0001f469\u200d\U0001f373"),
        ("Z" + "\u0335" * 40, "Z" + "\u0335" * 6),
        ("one\r\n\r\n\r\n\r\ntwo", "one\n\ntwo"),
        ("\ufeff \t ends \u3164", "ends"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
    ],
)
def test_what_is_kept(written: str, kept: str) -> None:
    assert text.clean(written, 100, "comment") == kept


def test_how_long_it_may_be() -> None:
    assert text.clean("x" * 10, 10, "comment") == "x" * 10
    for long in ("x" * 11, "x" * 10_000_000):
        with pytest.raises(InvalidText) as refused:
            text.clean(long, 10, "comment")
        assert refused.value.extra == {"characters_max": 10}


@given(st.text(max_size=60))
def test_cleaning_is_done_once(written: str) -> None:
    try:
        once = text.clean(written, 200, "comment")
    except InvalidText:
        return
    assert text.clean(once, 200, "comment") == once
    assert unicodedata.normalize("NFC", once) == once
    assert not any(
        unicodedata.bidirectional(character) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        for character in once
    )
