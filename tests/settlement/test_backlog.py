"""How the backlog is cut: every record once, each slot in its order, and no control record beside what it comes after."""

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facevalue.kit import ids
from facevalue.kit.columns import Column
from facevalue.settlement import backlog as backlogs
from facevalue.settlement.backlog import Backlog, Batch
from facevalue.social.ingest import Delivery, Log, open_log, records

CREATORS = tuple(range(1, 6))
Event = tuple[int, int]  # op, creator
EVENTS = st.lists(
    st.tuples(st.sampled_from([records.FOLLOW, records.UNFOLLOW, records.TIER, records.BLOCK]), st.sampled_from(CREATORS))
)


def made(events: list[Event]) -> records.Records:
    op, subject = np.array(events, np.int64).reshape(-1, 2).T
    return records.make(op=op, subject=subject, actor=np.arange(1, len(events) + 1))


def fill(log: Log, segments: list[list[Event]]) -> None:
    for number, events in enumerate(segments):
        if events:
            log.append([Delivery(1, f"segment {number}", b"", made(events))], 1)


def fresh_cursors(slots: list[int]) -> Column:
    cursors = np.full(ids.SLOTS, np.iinfo(np.int64).max)
    cursors[slots] = 0
    return cursors


def order_in(batch: Batch) -> dict[int, list[int]]:
    """By slot the positions of a batch in the order in which they take effect: controls, then the rest."""
    found = defaultdict(list)
    for control in batch.controls:
        found[control.slot].append(control.position)
    for slot, position in zip(batch.columns["slot"].tolist(), batch.columns["position"].tolist(), strict=True):
        found[slot].append(position)
    return found


@settings(deadline=None, max_examples=60)
@given(st.lists(EVENTS, max_size=5), st.integers(1, 12), st.integers(1, 20), st.sets(st.sampled_from(CREATORS), min_size=1))
def test_each_slot_is_taken_whole_and_in_order(
    tmp_path_factory: pytest.TempPathFactory, segments: list[list[Event]], records_max: int, round_records: int, ours: set[int]
) -> None:
    log = open_log(str(Path(tmp_path_factory.mktemp("log")) / "log.sqlite"))
    fill(log, segments)
    slots = [ids.slot_of(creator) for creator in ours]
    cursors = fresh_cursors(slots)
    taken: dict[int, list[int]] = defaultdict(list)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backlogs, "ROUND_RECORDS", round_records)
        patch.setattr(backlogs, "_READ_RECORDS_MAX", 1)
        patch.setattr(backlogs, "_SEGMENTS_MAX", 2)
        patch.setattr(backlogs, "_PASSES_MAX", 2)
        backlog = Backlog(log, cursors)
        while (batch := backlog.batch(records_max)) is not None:
            assert 0 < batch.records <= records_max
            for slot, positions in order_in(batch).items():
                taken[slot] += positions
                assert batch.positions[slot] == max(positions)
                cursors[slot] = batch.positions[slot]
            backlog.settled(batch)
            if not batch.more:
                backlog.batch(1)  # looking ahead changes nothing
    whole = log.read(0, 1 << 20)
    expected: dict[int, list[int]] = defaultdict(list)
    for segment in whole:
        for slot, position in zip(segment.columns["slot"].tolist(), segment.columns["position"].tolist(), strict=True):
            if slot in slots:
                expected[slot].append(position)
    assert taken == expected
    log.close()


def test_a_batch_not_settled_comes_again_without_the_controls_that_were(tmp_path: Path) -> None:
    log = open_log(str(tmp_path / "log.sqlite"))
    fill(log, [[(records.TIER, 1), (records.FOLLOW, 1), (records.FOLLOW, 1)]])
    slot = ids.slot_of(1)
    cursors = fresh_cursors([slot])
    backlog = Backlog(log, cursors)
    first = backlog.batch(10)
    assert first is not None
    assert (len(first.controls), len(first.columns["op"])) == (1, 2)
    again = backlog.batch(10)
    assert again is not None
    assert order_in(again) == order_in(first)
    cursors[slot] = first.controls[0].position
    rest = backlog.batch(10)
    assert rest is not None
    assert (len(rest.controls), len(rest.columns["op"])) == (0, 2)
    backlog.settled(rest)
    assert backlog.batch(10) is None
    log.close()


def test_the_more_waits_the_fewer_slots_a_batch_is_about(tmp_path: Path) -> None:
    log = open_log(str(tmp_path / "log.sqlite"))
    fill(log, [[(records.FOLLOW, creator) for creator in CREATORS] for _ in range(20)])
    cursors = fresh_cursors([ids.slot_of(creator) for creator in CREATORS])
    batch = Backlog(log, cursors).batch(20)
    assert batch is not None
    assert len(np.unique(batch.columns["slot"])) == 1
    log.close()


def test_who_toggles_a_block_all_day_keeps_nobody_waiting(tmp_path: Path) -> None:
    log = open_log(str(tmp_path / "log.sqlite"))
    restless, newcomer = CREATORS[:2]
    fill(log, [[(op, restless) for _ in range(500) for op in (records.FOLLOW, records.BLOCK)]])
    cursors = fresh_cursors([ids.slot_of(restless), ids.slot_of(newcomer)])
    backlog, steps = Backlog(log, cursors), 0
    while (batch := backlog.batch(1_000)) is not None:
        assert batch.more or steps > 400
        np.copyto(cursors, batch.positions, where=batch.positions >= 0)
        backlog.settled(batch)
        steps += 1
        if steps == 1:
            log.append([Delivery(1, "newcomer", b"", made([(records.FOLLOW, newcomer)]))], 1)
        if steps == 20:
            assert cursors[ids.slot_of(newcomer)] > 0
    assert steps > 400
    assert cursors[ids.slot_of(restless)] == log.read(0, 1 << 20)[0].columns["position"].max()
    log.close()
