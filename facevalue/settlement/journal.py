"""The log and the facts as rows that can be held against each other: each engagement has one outcome, and nothing else has.

Two passes add up salted hashes by slot and segment; only where they differ rows are looked at, some thousandth of all.
"""

from collections.abc import Callable, Iterator

import numpy as np
import zstandard

from facevalue.kit import facts, ids
from facevalue.kit.columns import Column, Columns, concatenate, take, unpack
from facevalue.kit.compare import Tally
from facevalue.kit.db import Database
from facevalue.kit.findings import Finding
from facevalue.settlement.rules import Outcome
from facevalue.settlement.write import SETTLED_FACT
from facevalue.social.ingest import SEGMENT_RECORDS_MAX, Log, records, seq_of

Source = Callable[[], Iterator[Columns]]

OF_LOG = ("post", "actor", "via", "op", "app", "at")
OF_FACTS = (*OF_LOG, "creator", "campaign", "outcome", "degree", "price", "fee", "clears")
_SEGMENT_GROUPS = 256
_GROUPS_EXPLAINED = 5
_FINDINGS_MAX = 20
_RECORDS_AT_ONCE = 200_000


def of_log(log: Log, positions: Column) -> Iterator[Columns]:
    """The engagements and undos of the log up to `positions`, by slot."""
    after, last = 0, seq_of(int(positions.max()))
    while after < last and (segments := log.read(after, _RECORDS_AT_ONCE)):
        for segment in segments:
            columns, op = segment.columns, segment.columns["op"]
            other = ((op >= records.FOLLOW) & (op <= records.UNFRIEND)) | np.isin(op, (records.PUBLISH, *records.CONTROLS))
            rows = np.flatnonzero(~other & (columns["position"] <= positions[columns["slot"]]))
            yield {"post": columns["subject"][rows], **take(columns, rows)}
        after = segments[-1].seq


def of_engagements(db: Database) -> Iterator[Columns]:
    """The rows of the facts about what the log has: without those that take back the payments of rejected posts."""
    for columns in of_facts(db):
        yield take(columns, columns["outcome"] != Outcome.VOIDED)


def of_facts(db: Database) -> Iterator[Columns]:
    """All rows of the facts that can be read, with the `op` that the log has for them."""
    after = 0
    while news := facts.read(db, SETTLED_FACT, after, limit=1):
        after = news[0].seq
        columns = read(news[0].body)
        if columns is not None:
            yield columns


def read(body: bytes) -> Columns | None:
    """The columns of a fact, None if it cannot be read."""
    try:
        columns = unpack(bytes(body))
        # Facts of the first days do not tell when their tokens clear.
        columns.setdefault("clears", np.zeros(len(columns["price"]), np.int32))
        return columns | {"op": columns["kind"].astype(np.uint8) | (columns["undo"].astype(np.uint8) * records.UNDO)}
    except (ValueError, KeyError, zstandard.ZstdError):
        return None


def unlike(rule: str, ours: Source, theirs: Source, names: tuple[str, ...], words: tuple[str, str]) -> Iterator[Finding]:
    """Where the rows of facts differ in `names` from those that there should be; `words`: what it means that one is missing,
    and that there is one too many."""
    tally = Tally(ids.SLOTS * _SEGMENT_GROUPS)
    expected = Tally(ids.SLOTS * _SEGMENT_GROUPS, tally.salt)
    for source, sums in ((ours, tally), (theirs, expected)):
        for columns in source():
            sums.add(_group(columns), [columns["position"], *(columns[name] for name in names)])
    groups = tally.unlike(expected)
    for group in groups[:_GROUPS_EXPLAINED]:
        found, wanted = (_gather(source, int(group), names) for source in (ours, theirs))
        yield from _explain(rule, found, wanted, words)
    if len(groups) > _GROUPS_EXPLAINED:
        yield Finding(rule, "kit_fact", f"and in {len(groups) - _GROUPS_EXPLAINED} more stretches of the log")


def _group(columns: Columns) -> Column:
    segment: Column = columns["position"] // SEGMENT_RECORDS_MAX % _SEGMENT_GROUPS
    group: Column = columns["slot"].astype(np.int64) * _SEGMENT_GROUPS + segment
    return group


def _gather(source: Source, group: int, names: tuple[str, ...]) -> Columns:
    """The rows of a group, by position."""
    wanted = ("slot", "position", *names)
    parts = [{name: np.zeros(0, np.int64) for name in wanted}]
    for columns in source():
        rows = np.flatnonzero(_group(columns) == group)
        parts.append({name: columns[name][rows].astype(np.int64) for name in wanted})
    together = concatenate(parts)
    return take(together, np.argsort(together["position"], kind="stable"))


def _explain(rule: str, found: Columns, wanted: Columns, words: tuple[str, str]) -> Iterator[Finding]:
    missing, surplus = words
    positions, first, times = np.unique(found["position"], return_index=True, return_counts=True)
    slots = dict(zip(found["position"].tolist(), found["slot"].tolist(), strict=True))
    slots |= dict(zip(wanted["position"].tolist(), wanted["slot"].tolist(), strict=True))

    def told(position: int, detail: str) -> Finding:
        return Finding(rule, f"position {position} of slot {slots[position]}", detail)

    for position, count in list(zip(positions[times > 1].tolist(), times[times > 1].tolist(), strict=True))[:_FINDINGS_MAX]:
        yield told(position, f"is settled {count} times")
    for position in np.setdiff1d(wanted["position"], positions).tolist()[:_FINDINGS_MAX]:
        yield told(position, missing)
    for position in np.setdiff1d(positions, wanted["position"]).tolist()[:_FINDINGS_MAX]:
        yield told(position, surplus)
    place = np.minimum(np.searchsorted(wanted["position"], positions), max(0, len(wanted["position"]) - 1))
    both = np.flatnonzero(wanted["position"][place] == positions) if len(wanted["position"]) else np.zeros(0, np.int64)
    for name in found.keys() - {"position"}:
        ours, theirs = found[name][first[both]], wanted[name][place[both]]
        for row in np.flatnonzero(ours != theirs)[:_FINDINGS_MAX]:
            yield told(int(positions[both[row]]), f"{name} is {ours[row]}, it should be {theirs[row]}")
