"""Two processes settle the same town; one is killed, and the other takes its slots over."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest

from facevalue.config.folder import Folder
from facevalue.insight.actions import advance, open_store
from facevalue.kit import ids
from facevalue.kit.db import Database
from facevalue.social.ingest import Delivery
from tests.faces.worker import books
from tests.faces.worker.conftest import HOME, Settle
from tests.faces.worker.story import as_records
from tests.faces.worker.town import Line, Town, requests

PATIENCE_S = 60


@contextmanager
def settling(folder: Folder, worker: int) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "tests.faces.worker.settling", str(folder.path), str(worker), folder.database_url]
    with subprocess.Popen(command, cwd=HOME, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def until(condition: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline_s
        time.sleep(0.05)


def holders(db: Database) -> dict[int, int]:
    """How many slots each worker holds."""
    return dict(db.raw.execute("SELECT holder, count(*) FROM settlement_slot GROUP BY holder").fetchall())


def report(folder: Folder, town: Town, sent: list[list[Line]], count: int, seed: int) -> None:
    """Puts so many more requests into the log."""
    with closing(folder.open_log()) as log:
        for lines, _ in zip(requests(town, seed), range(count), strict=False):
            log.append([Delivery(town.app, f"request {len(sent)}", b"", as_records(lines, town.app))], town.at_ms)
            sent.append(lines)


@pytest.mark.parametrize("engine", ["sqlite", "postgres"], indirect=True)
def test_the_living_takes_over_from_the_dead(new_town: Settle) -> None:
    folder, town = new_town()
    sent: list[list[Line]] = []
    with settling(folder, 1) as dead, settling(folder, 2) as heir, closing(folder.open_aside()) as db:
        until(lambda: holders(db) == {1: ids.SLOTS // 2, 2: ids.SLOTS // 2})
        report(folder, town, sent, 20, seed=1)
        dead.kill()
        report(folder, town, sent, 20, seed=2)
        until(lambda: books.count_settled(folder) == sum(map(len, sent)))
        assert holders(db) == {2: ids.SLOTS}
        _, said = heir.communicate()
        assert (heir.returncode, said) == (0, "")
        assert holders(db) == {0: ids.SLOTS}
        with closing(open_store(folder.insight)) as store:
            while advance(store, db):
                pass
    books.check(folder, town, sent)
