"""What people write: how long it may be, and what is left out of it."""

import unicodedata

from facevalue.social.errors import InvalidText

CAPTION_CHARACTERS_MAX = 500
ALT_CHARACTERS_MAX = 300
COMMENT_CHARACTERS_MAX = 500
# A few of them write a word, a tower of them covers the lines above.
_MARKS_MAX = 6
# Format characters that words of some scripts and emoji need: zero-width non-joiner and joiner, and the flags' tags.
_JOINERS = frozenset("\u200c\u200d")
_TAGS = range(0xE0020, 0xE0080)
# Letters by their category that nobody sees.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")


def clean(text: str, characters_max: int, what: str) -> str:
    """The text in NFC without control characters, bidi overrides and whatever else is invisible, its ends trimmed.

    Lines stay, at most one empty one between them. Raises InvalidText if more than `characters_max` characters are left.
    """
    if len(text) > 8 * characters_max:
        raise InvalidText(f"The {what} has at most {characters_max} characters", characters_max=characters_max)
    normal = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))
    kept = _without_towers("".join(character for character in normal if _is_kept(character)))
    lines = [" ".join(line.split(" ")).strip() for line in kept.replace("\t", " ").split("\n")]
    paragraphs = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    cleaned = "\n".join(paragraphs).strip()
    if len(cleaned) > characters_max:
        raise InvalidText(f"The {what} has at most {characters_max} characters", characters_max=characters_max)
    return cleaned


def is_blank(text: str) -> bool:
    """Whether nobody would see anything: no letter, digit, sign or symbol."""
    return not any(unicodedata.category(character)[0] in "LNPS" for character in text)


def _is_kept(character: str) -> bool:
    if character in "\n\t" or character in _JOINERS or ord(character) in _TAGS:
        return True
    if character in _FILLERS or ord(character) & 0xFFFE == 0xFFFE:
        return False
    # Controls, formats (bidi overrides and isolates among them), surrogates, private use, separators of lines. What is not
    # assigned yet stays: it may be next year's emoji.
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def _without_towers(text: str) -> str:
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= _MARKS_MAX:
            kept.append(character)
    return "".join(kept)
