"""Finds words that hurt people or promise what is forbidden, in the language that a text is in and in no other: what is rude in
one language is a fruit in the next.

Lists stand in `lists/<language>.txt` and in the folder that the operator names:

    [insult]        what the following words are, a key of SCORES
    bodoh
    goblok*         any ending
    หี -หีบ -หีด     but not where it begins one of these
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from facevalue.trust.errors import InvalidText

VERSION = 1
LANGUAGES = ("en", "id", "th", "vi", "fil", "ms")
# How sure a word of a kind makes us that a text cannot stay: 0 surely wrong, as in every check.
SCORES = {"insult": 0.4, "gambling": 0.4, "sexual": 0.3, "drugs": 0.3, "hate": 0.1, "threat": 0.1}
SENTENCES = {
    "insult": "insults somebody",
    "gambling": "advertises gambling",
    "sexual": "is sexual",
    "drugs": "is about drugs",
    "hate": "shows hatred of people",
    "threat": "threatens somebody",
}
# Where marks make another word, they stay; Thai writes no spaces between words.
_KEEP_MARKS = {"th", "vi"}
_UNSPACED = {"th"}
_THAI_CONTINUES = "\u0e30-\u0e3a\u0e45-\u0e4e"
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
# Letters of other scripts that look like Latin ones, after Unicode's confusables (UTS #39), the ones that are used for it.
_LOOKALIKES = str.maketrans(
    "авеёзкмнорстухіїјѕԁԛԝһӏԍαβεικνορτυχωγղոսցհաɑɡıɩʟɴʀ",
    "abee3kmhopctyxiijsdqwhlgabeiknoptuxwynnughaagiilnr",
)
_LEET = str.maketrans("013457@$!|€", "oieastasiie")
_LEET_DIGIT = re.compile(
    r"(?<=[^\W\d_])[013457]+(?=[^\W\d_])|(?<![^\W_])[013457](?=[^\W\d_]{2})|(?<=[^\W\d_]{2})[013457](?![^\W_])"
)
_LEET_SIGN = re.compile(r"(?<=[^\W\d_])[@$!|€]+(?=[^\W\d_])|(?<![^\W_])\$(?=[^\W\d_])")
_SPACED_OUT = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .\-_*][^\W\d_]){2,}(?![^\W_])")
_THAI = re.compile("[\u0e00-\u0e7f]")
_VIETNAMESE = re.compile("[ăđơư\u1ea0-\u1ef9]", re.IGNORECASE)
_LATIN = re.compile("[a-z]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hit:
    """A word that was found, as the text has it in its plain form, and what it is."""

    kind: str
    word: str


def language_of(text: str, preferred: str) -> str:
    """The language whose list a text is read with: that of its letters if they tell, or the one its writer prefers."""
    if len(_THAI.findall(text)) > len(_LATIN.findall(text)):
        return "th"
    if _VIETNAMESE.search(text):
        return "vi"
    return preferred if preferred in LANGUAGES and preferred != "th" else "en"


def plain(text: str, language: str) -> str:
    """A text as words are compared: compatibility forms (NFKC) in small letters, nothing unseen, look-alikes and figures within
    words as the letters they stand for, letters s p a c e d out together again, and marks only where they make a word."""
    folded = _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()
    folded = folded.translate(_LOOKALIKES)
    if language not in _KEEP_MARKS:
        folded = "".join(letter for letter in unicodedata.normalize("NFD", folded) if not unicodedata.combining(letter))
    folded = _LEET_SIGN.sub(lambda found: found[0].translate(_LEET), folded)
    folded = _LEET_DIGIT.sub(lambda found: found[0].translate(_LEET), folded)
    folded = _SPACED_OUT.sub(lambda found: re.sub(r"[ .\-_*]", "", found[0]), folded)
    return " ".join(unicodedata.normalize("NFC", folded).split())


def is_searchable(entry: str, language: str) -> bool:
    """Whether anything of an entry, and of each exception to it, is left in its plain form: what is empty is everywhere."""
    word, *exceptions = entry.split(" -")
    return all(plain(part.strip(), language) for part in (word.strip().removesuffix("*"), *exceptions))


def pattern(entries: list[str], language: str) -> re.Pattern[str]:
    """What finds any of a list's entries in plain texts of a language, however often their letters are repeated."""
    anywhere, at_beginnings = list[str](), list[str]()
    for entry in sorted(entries, key=len, reverse=True):
        stem = plain(entry.split(" -")[0].strip().removesuffix("*"), language)
        unspaced = language in _UNSPACED and not stem.isascii()
        (anywhere if unspaced else at_beginnings).append(_entry(entry, stem, language))
    # That a word has to begin is asked once, not for each of the entries: most letters of a text stand within words.
    beginnings = [rf"(?<![^\W_])(?:{'|'.join(at_beginnings)})"] if at_beginnings else []
    return re.compile("|".join(anywhere + beginnings))


def _entry(entry: str, stem: str, language: str) -> str:
    word, *exceptions = entry.split(" -")
    letters = "".join(_run(letter, len(list(run))) for letter, run in groupby(stem))
    unlike = "".join(f"(?!{re.escape(plain(other.strip(), language))})" for other in exceptions)
    if language in _UNSPACED and not stem.isascii():
        return f"{unlike}{letters}(?![{_THAI_CONTINUES}])"
    ending = r"[^\W_]*" if word.strip().endswith("*") else r"(?![^\W_])"
    return f"{unlike}{letters}{ending}"


def _run(letter: str, times: int) -> str:
    """A letter that stands so many times, or more often. As one repetition: several of the same letter side by side could share
    a long run among them in very many ways, and would try them all."""
    return f"{re.escape(letter)}{{{times},}}" if letter.isalpha() else re.escape(letter) * times


@cache
def _patterns(language: str, folder: Path | None) -> dict[str, re.Pattern[str]]:
    files = [Path(__file__).parent / "lists" / f"{language}.txt"]
    if folder is not None and (folder / f"{language}.txt").is_file():
        files.append(folder / f"{language}.txt")
    entries: dict[str, list[str]] = {}
    for file in files:
        for kind, words in read(file.read_text(encoding="utf-8"), file.name).items():
            entries.setdefault(kind, []).extend(words)
    return {kind: pattern(words, language) for kind, words in entries.items()}


def read(text: str, name: str) -> dict[str, list[str]]:
    """The entries of a list by kind. Raises InvalidText for an entry before the first kind, or a kind that is none of ours."""
    entries: dict[str, list[str]] = {}
    kind = ""
    for number, line in enumerate(text.splitlines(), 1):
        entry = line.partition("#")[0].strip()
        if entry.startswith("[") and entry.endswith("]"):
            kind = entry[1:-1]
        if entry and kind not in SCORES:
            raise InvalidText(f"{name}, line {number}: the kinds are {', '.join(SCORES)}", field=name)
        if entry and not entry.startswith("["):
            entries.setdefault(kind, []).append(entry)
    return entries


def find(text: str, language: str, folder: Path | None = None) -> list[Hit]:
    """What stands in a text that should not, the worst first. `language` is one of LANGUAGES."""
    comparable = plain(text, language)
    hits = {
        Hit(kind, found[0]): None for kind, words in _patterns(language, folder).items() for found in words.finditer(comparable)
    }
    return sorted(hits, key=lambda hit: SCORES[hit.kind])
