"""The log: durable, in one order, each delivery once."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from facevalue.kit import ids
from facevalue.social import ingest
from facevalue.social.errors import DeliveryConflict
from facevalue.social.ingest import Delivery, Log, Receipt, Records, records


@pytest.fixture
def log(engine: str, target: str, tmp_path: Path) -> Iterator[Log]:
    log = ingest.open_log(target if engine == "postgres" else str(tmp_path / "log.sqlite"))
    yield log
    log.close()


def likes(count: int, first: int = 1) -> Records:
    posts = ids.make_many(np.arange(count) * 7 % ids.SLOTS)
    return records.make(op=np.full(count, records.LIKE), subject=posts, actor=np.arange(first, first + count), at=posts)


def deliver(log: Log, *deliveries: tuple[str, bytes, Records]) -> list[Receipt | DeliveryConflict]:
    return log.append([Delivery(1, key, digest, rows, b"answer of " + key.encode()) for key, digest, rows in deliveries], 5)


def test_records_come_back_sorted_by_slot_in_order_of_arrival(log: Log) -> None:
    first, second = likes(600), likes(3, first=9000)
    deliver(log, ("a", b"1", first), ("b", b"2", second))
    (segment,) = log.read(0, 10)
    slots, actors = segment.columns["slot"], segment.columns["actor"]
    assert (np.diff(slots) >= 0).all()
    assert (slots == ids.slot_in(segment.columns["subject"])).all()
    assert sorted(actors) == [*range(1, 601), *range(9000, 9003)]
    assert all((np.diff(actors[slots == slot]) > 0).all() for slot in range(ids.SLOTS))
    assert (np.diff(segment.columns["position"]) == 1).all()
    assert ingest.position_before(segment.seq) < segment.columns["position"][0]
    assert ingest.seq_of(int(segment.columns["position"][-1])) == segment.seq


def test_a_repeated_delivery_adds_nothing_and_gets_the_first_answer(log: Log) -> None:
    (first,) = deliver(log, ("a", b"1", likes(2)))
    again, other = deliver(log, ("a", b"1", likes(2)), ("b", b"2", likes(1)))
    assert isinstance(again, Receipt)
    assert isinstance(first, Receipt)
    assert again == Receipt(first.seq, repeated=True, answer=b"answer of a", at_ms=first.at_ms)
    assert isinstance(other, Receipt)
    assert not other.repeated
    assert sum(len(segment.columns["op"]) for segment in log.read(0, 100)) == 3


def test_the_same_key_twice_in_one_commit(log: Log) -> None:
    one, same, conflict = deliver(log, ("a", b"1", likes(2)), ("a", b"1", likes(2)), ("a", b"9", likes(1)))
    assert isinstance(one, Receipt)
    assert isinstance(same, Receipt)
    assert (one.repeated, same.repeated) == (False, True)
    assert isinstance(conflict, DeliveryConflict)
    assert sum(len(segment.columns["op"]) for segment in log.read(0, 100)) == 2


def test_details_stay_with_their_records(log: Log) -> None:
    creators = range(40, 60)
    parts = [likes(5), *(records.one(records.TIER, creator, {"creator": creator}) for creator in creators)]
    deliver(log, ("a", b"1", records.concatenate(parts)))
    (segment,) = log.read(0, 10)
    assert len(segment.details) == len(creators)
    assert all(segment.columns["subject"][row] == detail["creator"] for row, detail in segment.details.items())


def test_reading_stops_at_the_limit_but_always_moves_on(log: Log) -> None:
    for number in range(5):
        deliver(log, (str(number), b"", likes(10)))
    assert [segment.seq for segment in log.read(0, 25)] == [1, 2]
    assert [segment.seq for segment in log.read(2, 1)] == [3]
    assert log.read(5, 100) == []
    assert log.last_seq() == 5


def test_a_record_for_everybody_stands_in_every_slot(log: Log) -> None:
    deliver(log, ("a", b"1", records.everywhere(records.CLOCK, at=77)))
    (segment,) = log.read(0, 1000)
    assert segment.columns["slot"].tolist() == list(range(ids.SLOTS))
