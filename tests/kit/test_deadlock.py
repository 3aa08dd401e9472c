"""Two who wait for each other: PostgreSQL ends one of them, which may do it again."""

import threading

import pytest

from facevalue.kit.db import Database, Preempted, connect
from facevalue.kit.sql import Query


@pytest.mark.parametrize("engine", ["postgres"])
def test_one_of_two_who_wait_for_each_other_is_preempted(db: Database, target: str) -> None:
    db.script("CREATE TABLE probe (id integer PRIMARY KEY); INSERT INTO probe VALUES (1), (2)")
    both_hold_one, preempted = threading.Barrier(2), []

    def take(first: int, second: int) -> None:
        own = connect(target)
        own.script("SET deadlock_timeout = '10ms'")
        try:
            with own.transaction():
                own.run(lock(first))
                both_hold_one.wait()
                own.run(lock(second))
        except Preempted:
            preempted.append(first)
        finally:
            own.close()

    threads = [threading.Thread(target=take, args=pair) for pair in ((1, 2), (2, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(preempted) == 1


def lock(number: int) -> Query:
    return Query("lock", "", "", f"SELECT id FROM probe WHERE id = {number} FOR UPDATE", "")
