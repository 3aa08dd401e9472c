"""Words that hurt, in the language of the text and in no other, however they are disguised."""

# ruff: noqa: RUF001 (people write such letters to get past us)
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevalue.trust import words
from facevalue.trust.errors import InvalidText


def kinds(text: str, language: str) -> set[str]:
    return {hit.kind for hit in words.find(text, language)}


@pytest.mark.parametrize(
    "text",
    [
        "You moron",
        "MORON!",
        "m0r0n",
        "moооon... mооооrоn",  # Cyrillic letters
        "mоrοn",  # a Cyrillic and a Greek letter
        "ｍｏｒｏｎ",
        "mo\u200bron",
        "mórön",
        "morrrrron",
        "m o r o n",
        "m.o.r.o.n",
        "morons",
        "a$$hole",
    ],
)
def test_disguises_are_seen_through(text: str) -> None:
    assert kinds(text, "en") == {"insult"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Scunthorpe, classic grape, Essex", "en"),
        ("oxymoron", "en"),
        ("3in1 150.000 @kopi kopi!", "id"),
        ("lon bia", "vi"),  # a can of beer
        ("cá kho", "vi"),
        ("กระเป๋าหีบเพลง", "th"),  # an accordion's bag
        ("กินกะหรี่ปั๊บ", "th"),  # a curry puff
        ("", "en"),
    ],
)
def test_innocent_words_stay(text: str, language: str) -> None:
    assert words.find(text, language) == []


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Dasar goblok", "id", "insult"),
        ("main judi online yuk", "id", "gambling"),
        ("bodohnya, bodoh", "ms", "insult"),
        ("putang ina mo", "fil", "insult"),
        ("ĐỒ NGU", "vi", "insult"),
        ("lồn", "vi", "sexual"),
        ("ไปตายซะอีกะหรี่", "th", "insult"),
        ("แทงบอลกับเรา", "th", "gambling"),
    ],
)
def test_each_language_has_its_words(text: str, language: str, kind: str) -> None:
    assert kind in kinds(text, language)


def test_a_word_counts_in_its_own_language_alone() -> None:
    assert kinds("bobo", "fil") == {"insult"}
    assert all(not words.find("bobo", language) for language in words.LANGUAGES if language != "fil")


@pytest.mark.parametrize(
    ("text", "preferred", "language"),
    [
        ("Selamat pagi", "id", "id"),
        ("สวัสดีตอนเช้า kopi", "id", "th"),
        ("Cà phê đậm đà", "en", "vi"),
        ("Good morning", "th", "en"),
        ("Buenos días", "es", "en"),
        ("", "ms", "ms"),
    ],
)
def test_the_letters_tell_the_language_or_its_writer_does(text: str, preferred: str, language: str) -> None:
    assert words.language_of(text, preferred) == language


def test_an_operator_adds_words_of_a_language(tmp_path: Path) -> None:
    (tmp_path / "en.txt").write_text("[insult]\nnincompoop*  # an old one\n")
    assert words.find("You nincompoops", "en") == []
    assert [hit.word for hit in words.find("You nincompoops, morons", "en", tmp_path)] == ["nincompoops", "morons"]


@pytest.mark.parametrize("text", ["moron\n", "[rude]\nmoron\n"])
def test_a_list_without_a_known_kind_is_refused(text: str) -> None:
    with pytest.raises(InvalidText, match=r"en\.txt, line 1"):
        words.read(text, "en.txt")


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_list_finds_each_of_its_own_words(language: str) -> None:
    text = (Path(words.__file__).parent / "lists" / f"{language}.txt").read_text()
    for kind, entries in words.read(text, language).items():
        for entry in entries:
            assert kind in kinds(entry.split(" -")[0].removesuffix("*"), language), entry


def test_a_word_of_one_letter_takes_no_time() -> None:
    pattern, began_s = words.pattern(["aaaaaaa"], "en"), time.process_time()
    assert pattern.search("a" * 50 + "b") is None
    assert time.process_time() - began_s < 0.5


@pytest.mark.parametrize(("entry", "text", "found"), [("moot", "mot", False), ("moot", "mooot", True), ("a11", "aa11", True)])
def test_a_repeated_letter_is_there_as_often_at_least(entry: str, text: str, found: bool) -> None:
    assert (words.pattern([entry], "en").search(text) is not None) == found


@given(st.text(max_size=60), st.sampled_from(words.LANGUAGES))
def test_plain_text_is_plain(text: str, language: str) -> None:
    plain = words.plain(text, language)
    assert "\n" not in plain
    assert plain == plain.strip()
