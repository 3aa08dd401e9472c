"""Phone numbers and e-mail addresses in their one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevalue.identity.addresses import normal
from facevalue.identity.errors import NoSuchAddress
from facevalue.identity.queries import Way

INDONESIA = ("ID", "MY", "NG")


@pytest.mark.parametrize(
    "text",
    ["0812-3456-7890", "+62 812 3456 7890", "62812 34567890", "  (0812) 34567890 ", "٠٨١٢٣٤٥٦٧٨٩٠", "0812 3456 7890\x00"],
)
def test_a_number_has_one_spelling(text: str) -> None:
    assert normal(Way.PHONE, text, INDONESIA) == "+6281234567890"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "unreadable"),
        ("not a number", "unreadable"),
        ("0812", "not_mobile"),
        ("021 5790 1234", "not_mobile"),  # a desk in Jakarta
        ("+44 909 879 0000", "not_mobile"),  # costs whoever sends there
        ("+66 81 234 5678", "abroad"),
        ("9" * 5_000, "unreadable"),
    ],
)
def test_other_texts_are_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(NoSuchAddress) as refused:
        normal(Way.PHONE, text, INDONESIA)
    assert refused.value.extra["reason"] == reason


def test_without_countries_every_number_needs_its_code() -> None:
    assert normal(Way.PHONE, "+66812345678", ()) == "+66812345678"
    with pytest.raises(NoSuchAddress):
        normal(Way.PHONE, "0812345678", ())


def test_an_email_address_has_one_spelling() -> None:
    assert normal(Way.EMAIL, " Ayu@Senyum.Example ", ()) == "ayu@senyum.example"


@pytest.mark.parametrize("text", ["", "ayu", "ayu@", "a" * 250 + "@senyum.example", "ayu@senyum.example\nBcc: all@example.com"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(NoSuchAddress):
        normal(Way.EMAIL, text, ())


@given(st.text(max_size=300), st.sampled_from([Way.PHONE, Way.EMAIL]))
def test_any_text_is_an_address_or_refused(text: str, way: Way) -> None:
    try:
        spelling = normal(way, text, INDONESIA)
    except NoSuchAddress:
        return
    assert normal(way, spelling, INDONESIA) == spelling
