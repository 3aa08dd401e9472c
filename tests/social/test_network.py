"""Threads of one process that take turns at one state and one log."""

import threading
from pathlib import Path

import pytest

from facevalue.kit.db import Database, connect
from facevalue.kit.errors import StorageUnavailable
from facevalue.social import actions, ingest
from facevalue.social.actions import LIKE, Network
from tests.cast import AYU, SENYUM
from tests.social.town import AT, Town


def test_threads_take_turns_and_close_leaves_nothing_open(town: Town, target: str, log_target: str) -> None:
    opened: list[Database] = []

    def open_state() -> Database:
        opened.append(connect(target))
        return opened[-1]

    post, network = town.post("one", AYU), Network(open_state, lambda: ingest.open_log(log_target))
    network.close()
    assert opened == []

    def like(person: int) -> None:
        for number in range(5):
            with network.lent() as (db, log):
                actions.engage(db, log, post, LIKE, person, 0, SENYUM, f"{number}", AT)

    threads = [threading.Thread(target=like, args=(person,)) for person in range(1_000, 1_004)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(town.told()) == 20
    assert len(opened) == 1
    network.close()
    with network.lent() as (db, log):
        actions.engage(db, log, post, LIKE, 2_000, 0, SENYUM, "k", AT)
    assert len(opened) == 2
    network.close()


def test_what_failed_is_opened_anew(town: Town, target: str, log_target: str) -> None:
    opened: list[Database] = []

    def open_state() -> Database:
        opened.append(connect(target))
        return opened[-1]

    network = Network(open_state, lambda: ingest.open_log(log_target))
    for error in (StorageUnavailable("the disk is full"), ValueError("a bug")):
        with pytest.raises(type(error)), network.lent():
            raise error
    assert len(opened) == 2
    with network.lent() as (db, _):
        assert db is opened[2]
    network.close()


def test_a_log_that_cannot_be_opened_leaves_no_state_behind(target: str, tmp_path: Path) -> None:
    opened: list[Database] = []

    def open_state() -> Database:
        opened.append(connect(target))
        return opened[-1]

    network = Network(open_state, lambda: ingest.open_log(str(tmp_path / "no" / "log.sqlite")))
    with pytest.raises(StorageUnavailable), network.lent():
        pass
    with pytest.raises(Exception, match=r"closed"):
        opened[0].raw.execute("SELECT 1")
