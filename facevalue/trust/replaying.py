"""What a campaign's rules would have decided of what was submitted before, beside what was decided."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from facevalue.kit import ids, sql
from facevalue.kit.columns import Column, Columns, concatenate, pack, take, unpack
from facevalue.kit.db import Database
from facevalue.trust import brandrules
from facevalue.trust.brandrules import NAMES, Facts, Outcome, Rules
from facevalue.trust.models import Submission
from facevalue.trust.rules import State

PAGE_ROWS = 50_000
_SQL = sql.load("facevalue.trust")
_WAS = {State.PUBLISHED: Outcome.PUBLISH, State.WAITING: Outcome.REVIEW, State.REJECTED: Outcome.REJECT}

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Replayed:
    """`counts[was][would]` of all submissions, `broken` of each rule; `rows` tells of those that would be decided otherwise, or
    break a rule: submission, was, would, broken (a bit for each rule)."""

    counts: list[list[int]]
    broken: dict[str, int]
    rows: Columns
    took_ms: int

    @property
    def total(self) -> int:
        """How many submissions were decided again."""
        return sum(map(sum, self.counts))


def row_of(submission: Submission) -> Row:
    """A submission as the page of a replay has it."""
    return (
        *(submission.id, submission.state, submission.faces, submission.face_permille, submission.stickers),
        *(submission.background, len(submission.caption), submission.submitted_at, submission.language, submission.plain),
    )


def facts(rows: Sequence[Row]) -> Facts:
    """The columns that rules look at, of at least one row."""
    _, _, faces, face_permille, stickers, background, letters, at, language, plain = zip(*rows, strict=True)

    def numbers(column: tuple[int, ...]) -> Column:
        return np.array(column, np.int64)

    return Facts(
        faces=numbers(faces),
        face_permille=numbers(face_permille),
        stickers=numbers(stickers),
        background=numbers(background),
        caption_letters=numbers(letters),
        submitted_at=numbers(at),
        language=list(language),
        plain=list(plain),
    )


def replay(db: Database, rules: Rules, campaigns: Sequence[int], since: int) -> Replayed:
    """Decides again, by `rules`, what was submitted for some campaigns since then (ms)."""
    began_s = time.monotonic()
    counts, broken = np.zeros((len(Outcome), len(Outcome)), np.int64), np.zeros(len(NAMES), np.int64)
    kept: list[Columns] = [_table([np.zeros(0, np.int64)] * 4)]
    for rows in _pages(db, campaigns, since):
        would, bits = brandrules.decide(rules, facts(rows))
        was = np.array([_WAS[State(row[1])] for row in rows], np.int8)
        np.add.at(counts, (was, would), 1)
        broken += np.array([np.count_nonzero(bits >> place & 1) for place in range(len(NAMES))])
        submission = np.fromiter((row[0] for row in rows), np.int64, len(rows))
        kept.append(take(_table([submission, was, would, bits]), (would != was) | (bits != 0)))
    took_ms = round((time.monotonic() - began_s) * 1_000)
    by_rule = dict(zip(NAMES, broken.tolist(), strict=True))
    return Replayed(counts.tolist(), by_rule, concatenate(kept), took_ms)


def _pages(db: Database, campaigns: Sequence[int], since: int) -> Iterator[list[Row]]:
    for campaign in campaigns:
        before = ids.ID_MAX
        while rows := db.rows(_SQL.page_of_facts, campaign=campaign, before=before, since=since, limit=PAGE_ROWS):
            yield rows
            before = rows[-1][0]


def _table(columns: list[Column]) -> Columns:
    widths = {"submission": "i8", "was": "i1", "would": "i1", "broken": "i2"}
    return {name: column.astype(code) for (name, code), column in zip(widths.items(), columns, strict=True)}


def packed(replayed: Replayed) -> bytes:
    """The rows as they are kept."""
    return pack(replayed.rows)


def rows_of(body: bytes, was: Outcome | None, would: Outcome | None, start: int, limit: int) -> tuple[Columns, int]:
    """Of kept rows those that were and would be so (None: whatever), a page of them; and how many there are."""
    rows = unpack(body)
    wanted = np.ones(len(rows["submission"]), bool)
    if was is not None:
        wanted &= rows["was"] == was
    if would is not None:
        wanted &= rows["would"] == would
    places = np.flatnonzero(wanted)
    return take(rows, places[start : start + limit]), len(places)
