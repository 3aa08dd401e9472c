"""Brands' rules as code: what can be declared, and what it says of submissions."""

import json
from typing import Any

import numpy as np
import pytest

from facevalue.kit.clock import HOUR_MS
from facevalue.trust import brandrules, words
from facevalue.trust.brandrules import NAMES, Facts, Outcome
from facevalue.trust.errors import InvalidRules
from tests import cast

FITTING: dict[str, Any] = {
    "faces": 1,
    "face_permille": 300,
    "stickers": 1,
    "background": 0,
    "caption_letters": 20,
    "submitted_at": cast.NOW,
    "language": "id",
    "plain": "kopi pagi di jakarta",
}


def facts(*changes: dict[str, Any]) -> Facts:
    rows = [FITTING | change for change in changes]
    columns: dict[str, Any] = {name: np.array([row[name] for row in rows], np.int64) for name in list(FITTING)[:-2]}
    columns |= {name: [row[name] for row in rows] for name in ("language", "plain")}
    return Facts(**columns)


def decide(rules: dict[str, Any], **change: Any) -> tuple[Outcome, list[str]]:
    outcome, broken = brandrules.decide(brandrules.parse(json.dumps(rules)), facts(change))
    return Outcome(int(outcome[0])), brandrules.names(int(broken[0]))


WORDS = {"words": {"languages": {"id": {"required": ["kopi*"], "forbidden": ["teh manis"]}}}}
AT_BREAKFAST = {"hours": {"from": 5, "to": 11, "timezone": "Asia/Jakarta"}}  # seven hours ahead


@pytest.mark.parametrize(
    ("rules", "change", "broken"),
    [
        ({}, {}, []),
        ({"faces": {"min": 1, "max": 2}}, {}, []),
        ({"faces": {"min": 1, "max": 2}}, {"faces": 3}, ["faces"]),
        ({"faces": {"min": 1}}, {"faces": 0}, ["faces"]),
        ({"face_size": {"min": 0.3}}, {"face_permille": 299}, ["face_size"]),
        ({"face_size": {"min": 0.3}}, {"faces": 0, "face_permille": 0}, []),
        ({"stickers": {"max": 0}}, {}, ["stickers"]),
        ({"caption": {"min": 21}}, {}, ["caption"]),
        (WORDS, {}, []),
        (WORDS, {"plain": "kopinya enak"}, []),
        (WORDS, {"plain": "teh saja"}, ["words"]),
        (WORDS, {"plain": "kopi atau teh manis"}, ["words"]),
        (WORDS, {"plain": "tea", "language": "en"}, []),
        (AT_BREAKFAST, {}, []),  # seven in the morning
        (AT_BREAKFAST, {"submitted_at": cast.NOW + 4 * HOUR_MS - 1}, []),
        (AT_BREAKFAST, {"submitted_at": cast.NOW + 4 * HOUR_MS}, ["hours"]),
        ({"hours": {"from": 22, "to": 6, "timezone": "UTC"}}, {}, []),
        ({"hours": {"from": 22, "to": 6, "timezone": "Asia/Kathmandu"}}, {}, []),  # a quarter to six
        ({"hours": {"from": 22, "to": 6, "timezone": "Asia/Kathmandu"}}, {"submitted_at": cast.NOW + HOUR_MS // 4}, ["hours"]),
        ({"backgrounds": {"own": False, "assets": ["7"]}}, {}, ["backgrounds"]),
        ({"backgrounds": {"own": False, "assets": ["7"]}}, {"background": 7}, []),
        ({"backgrounds": {"own": True}}, {"background": 7}, ["backgrounds"]),
        ({"faces": {"max": 0}, "stickers": {"max": 0}}, {}, ["faces", "stickers"]),
    ],
)
def test_each_rule_says_what_breaks_it(rules: dict[str, Any], change: dict[str, Any], broken: list[str]) -> None:
    assert decide(rules, **change) == (Outcome.REVIEW if broken else Outcome.PUBLISH, broken)


def test_the_worst_outcome_counts() -> None:
    rules = {"faces": {"max": 0}, "stickers": {"max": 0, "then": "reject"}}
    assert decide(rules) == (Outcome.REJECT, ["faces", "stickers"])


def test_many_are_decided_as_each_by_itself() -> None:
    rules = WORDS | AT_BREAKFAST | {"faces": {"min": 1, "then": "reject"}}
    changes = [
        {"faces": place % 3, "plain": ["kopi", "teh manis kopi", "", "akopi"][place % 4], "language": ["id", "en"][place % 2]}
        for place in range(48)
    ]
    outcome, broken = brandrules.decide(brandrules.parse(json.dumps(rules)), facts(*changes))
    singly = [decide(rules, **change) for change in changes]
    assert [
        (Outcome(found), brandrules.names(bits)) for found, bits in zip(outcome.tolist(), broken.tolist(), strict=True)
    ] == singly


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("{", "$"),
        ("[]", "$"),
        ('{"face": {}}', "$"),
        ('{"faces": {"min": "one"}}', "$.faces.min"),
        ('{"faces": {"min": -1}}', "$.faces.min"),
        ('{"faces": {"min": 2, "max": 1}}', "$.faces"),
        ('{"faces": {"then": "delete"}}', "$.faces.then"),
        ('{"face_size": {"min": 40}}', "$.face_size.min"),
        ('{"words": {"languages": {"tlh": {}}}}', "$.words.languages.tlh"),
        ('{"words": {"languages": {"id": {"required": [""]}}}}', "$.words.languages[...].required[0]"),
        ('{"hours": {"from": 5, "to": 5, "timezone": "UTC"}}', "$.hours"),
        ('{"hours": {"from": 5, "to": 11, "timezone": "../etc/passwd"}}', "$.hours.timezone"),
        ('{"hours": {"from": 5, "to": 11, "timezone": "Jakarta"}}', "$.hours.timezone"),
        ('{"hours": {"from": 5}}', "$.hours"),
        ('{"backgrounds": {"own": false}}', "$.backgrounds"),
        ('{"backgrounds": {"assets": ["a7"]}}', "$.backgrounds.assets[0]"),
        ("[" * 30_000, "$"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(source: str, path: str) -> None:
    with pytest.raises(InvalidRules) as refused:
        brandrules.parse(source)
    assert refused.value.extra["path"] == path


def test_every_rule_has_a_place_and_a_sentence() -> None:
    assert set(NAMES) == set(brandrules.SENTENCES) == set(brandrules.Rules.__struct_fields__)


def test_required_words_are_compared_as_the_text_is() -> None:
    rules = {"words": {"languages": {"id": {"required": ["KOPI Tubruk"]}}}}
    assert decide(rules, plain=words.plain("Kópi   tubruk!", "id")) == (Outcome.PUBLISH, [])
