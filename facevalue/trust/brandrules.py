"""A brand's rules for a campaign as code: what is declared in JSON, and what it says of columns of submissions.

    {"faces": {"min": 1, "max": 3, "then": "reject"},
     "face_size": {"min": 0.12},
     "stickers": {"max": 2},
     "caption": {"min": 10, "max": 200},
     "words": {"languages": {"id": {"required": ["kopi"], "forbidden": ["teh"]}}},
     "hours": {"from": 5, "to": 11, "timezone": "Asia/Jakarta"},
     "backgrounds": {"own": true, "assets": ["73021"]}}

Every rule is optional; `then` says what becomes of a submission that breaks it: "review" by a person, unless it is "reject".
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from typing import Annotated, Literal, cast
from zoneinfo import ZoneInfo

import msgspec
import numpy as np

from facevalue.kit.clock import HOUR_MS
from facevalue.kit.columns import Column
from facevalue.trust import words
from facevalue.trust.errors import InvalidRules

SOURCE_LETTERS_MAX = 20_000
WORDS_MAX, WORD_LETTERS_MAX, ASSETS_MAX = 200, 40, 100
PERMILLE = 1_000
_QUARTER_MS = HOUR_MS // 4

Count = Annotated[int, msgspec.Meta(ge=0, le=100)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Letters = Annotated[int, msgspec.Meta(ge=0, le=500)]
Hour = Annotated[int, msgspec.Meta(ge=0, le=24)]
Word = Annotated[str, msgspec.Meta(min_length=1, max_length=WORD_LETTERS_MAX)]
Words = Annotated[list[Word], msgspec.Meta(max_length=WORDS_MAX)]
AssetId = Annotated[str, msgspec.Meta(pattern=r"^[1-9][0-9]{0,18}$")]
Then = Literal["review", "reject"]


class Outcome(IntEnum):
    """What becomes of a submission, the worse the higher."""

    PUBLISH = 0
    REVIEW = 1
    REJECT = 2


class _Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    then: Then = "review"


class Faces(_Rule, frozen=True, forbid_unknown_fields=True):
    """How many faces are in the picture."""

    min: Count = 0
    max: Count = 100


class FaceSize(_Rule, frozen=True, forbid_unknown_fields=True):
    """The width of the largest face, as a share of the picture's; says nothing of pictures without faces."""

    min: Share = 0.0
    max: Share = 1.0


class Stickers(_Rule, frozen=True, forbid_unknown_fields=True):
    """How many stickers are on the picture."""

    min: Count = 0
    max: Count = 100


class Caption(_Rule, frozen=True, forbid_unknown_fields=True):
    """How many letters the caption has."""

    min: Letters = 0
    max: Letters = 500


class Lists(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of captions in one language: at least one of `required` (if there are any) and none of `forbidden`; `kopi*` is any word
    that begins so."""

    required: Words = []
    forbidden: Words = []


class Language(_Rule, frozen=True, forbid_unknown_fields=True):
    """What captions say, language by language; captions in other languages are not asked for anything."""

    languages: dict[str, Lists]


class Hours(_Rule, frozen=True, forbid_unknown_fields=True, rename={"start": "from"}):
    """When it is submitted, in hours of the day of a time zone; `from` 22 `to` 6 is a night."""

    start: Hour
    to: Hour
    timezone: str


class Backgrounds(_Rule, frozen=True, forbid_unknown_fields=True):
    """What is behind the person: the photo's own background, or one of these assets."""

    own: bool = True
    assets: Annotated[list[AssetId], msgspec.Meta(max_length=ASSETS_MAX)] = []


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a campaign declares."""

    faces: Faces | None = None
    face_size: FaceSize | None = None
    stickers: Stickers | None = None
    caption: Caption | None = None
    words: Language | None = None
    hours: Hours | None = None
    backgrounds: Backgrounds | None = None


# The place of a rule is the place of its bit in `broken`.
NAMES = ("faces", "face_size", "stickers", "caption", "words", "hours", "backgrounds")
SENTENCES = {
    "faces": "The number of faces is not what the campaign asks for.",
    "face_size": "The face is not as large as the campaign asks for.",
    "stickers": "The number of stickers is not what the campaign asks for.",
    "caption": "The caption is not as long as the campaign asks for.",
    "words": "The caption lacks a word that the campaign asks for, or has one that it does not want.",
    "hours": "The campaign takes posts at other hours.",
    "backgrounds": "The background is not one of the campaign's.",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """Columns of equal length, what rules look at: see `models.Submission`. `plain` and `language` are lists of text."""

    faces: Column
    face_permille: Column
    stickers: Column
    background: Column
    caption_letters: Column
    submitted_at: Column
    language: list[str]
    plain: list[str]

    def __len__(self) -> int:
        return len(self.faces)


def parse(source: str) -> Rules:
    """Raises InvalidRules, saying where and what."""
    if len(source) > SOURCE_LETTERS_MAX:
        raise InvalidRules(f"At most {SOURCE_LETTERS_MAX:,} letters", path="$")
    try:
        rules = msgspec.json.decode(source.encode(), type=Rules)
    except msgspec.ValidationError as error:
        words_, _, path = str(error).partition(" - at ")
        path = path.strip("`") or "$"
        raise InvalidRules(f"{path}: {words_}", path=path) from None
    except msgspec.DecodeError as error:
        raise InvalidRules(f"This is not JSON: {error}", path="$") from None
    _check(rules)
    return rules


def _check(rules: Rules) -> None:
    for name in ("faces", "face_size", "stickers", "caption"):
        rule = getattr(rules, name)
        if rule is not None and rule.min > rule.max:
            raise InvalidRules(f"$.{name}: min is more than max", path=f"$.{name}")
    for language in rules.words.languages if rules.words else ():
        if language not in words.LANGUAGES:
            raise InvalidRules(
                f"$.words.languages: known are {', '.join(words.LANGUAGES)}", path=f"$.words.languages.{language}"
            )
    if rules.hours is not None:
        if rules.hours.start == rules.hours.to:
            raise InvalidRules("$.hours: from and to are the same hour", path="$.hours")
        try:
            ZoneInfo(rules.hours.timezone)
        except (KeyError, ValueError, OSError):
            raise InvalidRules("$.hours.timezone: such as Asia/Jakarta", path="$.hours.timezone") from None
    if rules.backgrounds is not None and not rules.backgrounds.own and not rules.backgrounds.assets:
        raise InvalidRules("$.backgrounds: no background would do", path="$.backgrounds")


def check_words(rules: Rules) -> None:
    """Raises InvalidRules for a word of which nothing is left when it is compared: it would be in every caption."""
    for language, lists in rules.words.languages.items() if rules.words else ():
        for name in ("required", "forbidden"):
            for place, word in enumerate(getattr(lists, name)):
                if not words.is_searchable(word, language):
                    path = f"$.words.languages.{language}.{name}[{place}]"
                    raise InvalidRules(f"{path}: “{word}” is an empty word", path=path)


def decide(rules: Rules, facts: Facts) -> tuple[Column, Column]:
    """What would become of each submission (codes of Outcome), and the rules that it breaks, a bit for each of NAMES."""
    outcome, broken = np.zeros(len(facts), np.int8), np.zeros(len(facts), np.int16)
    for place, name in enumerate(NAMES):
        rule = getattr(rules, name)
        if rule is None:
            continue
        breaks = _BREAKS[name](rule, facts)
        broken |= breaks.astype(np.int16) << place
        then = Outcome.REJECT if rule.then == "reject" else Outcome.REVIEW
        np.maximum(outcome, np.where(breaks, then, Outcome.PUBLISH), out=outcome)
    return outcome, broken


def names(broken: int) -> list[str]:
    """The rules whose bits are set."""
    return [name for place, name in enumerate(NAMES) if broken >> place & 1]


def _outside(rule: Faces | Stickers | Caption, values: Column) -> Column:
    return (values < rule.min) | (values > rule.max)


def _face_size(rule: FaceSize, facts: Facts) -> Column:
    beyond = (facts.face_permille < rule.min * PERMILLE) | (facts.face_permille > rule.max * PERMILLE)
    return cast(Column, beyond & (facts.faces != 0))


def _hours(rule: Hours, facts: Facts) -> Column:
    # No zone is off by anything but quarters of an hour, and a month has few of them.
    zone, quarters = ZoneInfo(rule.timezone), facts.submitted_at // _QUARTER_MS
    distinct, place = np.unique(quarters, return_inverse=True)
    local = np.array([_local_hour(quarter, zone) for quarter in distinct.tolist()], np.int64)[place]
    if rule.start < rule.to:
        return (local < rule.start) | (local >= rule.to)
    return (local < rule.start) & (local >= rule.to)


def _local_hour(quarter: int, zone: ZoneInfo) -> int:
    return datetime.fromtimestamp(quarter * _QUARTER_MS // 1_000, UTC).astimezone(zone).hour


def _backgrounds(rule: Backgrounds, facts: Facts) -> Column:
    allowed = [int(asset) for asset in rule.assets] + [0] * rule.own
    return ~np.isin(facts.background, allowed)


def _words(rule: Language, facts: Facts) -> Column:
    breaks = np.zeros(len(facts), bool)
    languages = np.array(facts.language)
    for language, lists in rule.languages.items():
        rows = np.flatnonzero(languages == language)
        captions = [facts.plain[row] for row in rows.tolist()]
        if lists.required:
            breaks[rows] |= ~_holding(captions, lists.required, language)
        if lists.forbidden:
            breaks[rows] |= _holding(captions, lists.forbidden, language)
    return breaks


def _holding(captions: list[str], entries: list[str], language: str) -> Column:
    """Which of the captions hold one of the words. One search over all of them costs a fifth of a search in each."""
    pattern = words.pattern(entries, language)
    lengths = np.fromiter((len(caption) for caption in captions), np.int64, len(captions))
    ends = np.cumsum(lengths + 1)
    found = np.fromiter((hit.start() for hit in pattern.finditer("\n".join(captions))), np.int64)
    holding = np.zeros(len(captions), bool)
    holding[np.searchsorted(ends, found, side="right")] = True
    return holding


_BREAKS = {
    "faces": lambda rule, facts: _outside(rule, facts.faces),
    "face_size": _face_size,
    "stickers": lambda rule, facts: _outside(rule, facts.stickers),
    "caption": lambda rule, facts: _outside(rule, facts.caption_letters),
    "words": _words,
    "hours": _hours,
    "backgrounds": _backgrounds,
}
assert set(_BREAKS) == set(NAMES)
