"""Links, e-mail addresses and phone numbers in texts."""

# ruff: noqa: RUF001 (people write such figures to get past us)
import pytest

from facevalue.trust import contacts


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Order at https://kopi.example/menu now", "en", {"link": ["https://kopi.example/menu"]}),
        ("www.kopi.example", "en", {"link": ["www.kopi.example"]}),
        ("kopi-pagi.com or kopi.co.id", "id", {"link": ["kopi-pagi.com", "kopi.co.id"]}),
        ("kopi[dot]com", "en", {"link": ["kopi.com"]}),
        ("wa.me/6281234567890", "id", {"link": ["wa.me/6281234567890"]}),
        ("ayu@kopi.example", "id", {"email": ["ayu@kopi.example"]}),
        ("ayu(at)kopi.id", "id", {"email": ["ayu@kopi.id"]}),
        ("WA 0812-3456-7890 ya", "id", {"phone": ["0812-3456-7890"]}),
        ("０８１２ ３４５６ ７８９０", "id", {"phone": ["0812 3456 7890"]}),
        ("+66 81 234 5678", "id", {"phone": ["+66 81 234 5678"]}),
        ("โทร 081 234 5678", "th", {"phone": ["081 234 5678"]}),
        ("0912 345 678", "vi", {"phone": ["0912 345 678"]}),
    ],
)
def test_addresses_are_found(text: str, language: str, found: dict[str, list[str]]) -> None:
    assert contacts.find(text, language) == found


@pytest.mark.parametrize(
    "text",
    ["Only Rp 150.000 today", "12.12.2026, 10:30", "Hello.Me too...so good", "2.5k likes, 10/10 #ad", "v1.0.3", "@kopi"],
)
def test_other_figures_and_dots_are_none(text: str) -> None:
    assert all(contacts.find(text, language) == {} for language in contacts.REGIONS)
