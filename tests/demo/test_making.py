"""Making the demo world: it may be interrupted, depends on nothing but its seed and the time, and leaves others alone."""

import dataclasses
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from facevalue.demo.errors import FolderInUse
from facevalue.kit.db import Database
from facevalue.settlement.queries import Outcome
from facevalue.social.errors import DeliveryConflict
from facevalue.social.ingest import Delivery, Log, Receipt, open_log, records
from tests.conftest import point_django_at
from tests.demo.world import Folder, findings, settled


class Dying(Log):
    """A log whose process ends when it writes for the n-th time."""

    def __init__(self, database: Database, left: int) -> None:
        super().__init__(database)
        self.left = left

    def append(self, deliveries: list[Delivery], now_ms: int) -> list[Receipt | DeliveryConflict]:
        self.left -= 1
        if not self.left:
            raise KeyboardInterrupt
        return super().append(deliveries, now_ms)


@dataclasses.dataclass(frozen=True)
class DyingFolder(Folder):
    """A folder on a machine that will lose its power."""

    writes: int

    def open_log(self) -> Log:
        return Dying(open_log(self.log_target).db, self.writes)


@pytest.fixture
def make_folder(make_target: Callable[[], str], engine: str, tmp_path: Path) -> Callable[[], Folder]:
    """Makes folders with an empty database, to which Django then leads."""

    def make() -> Folder:
        target = make_target()
        point_django_at(target)
        path = tmp_path / f"folder {len(list(tmp_path.iterdir()))}"
        path.mkdir()
        return Folder(path, target, target if engine == "postgres" else str(path / "log.sqlite"))

    return make


def _outcomes(folder: Folder) -> Counter[str]:
    database = folder.open_state()
    assert findings(database) == []
    counts = Counter(Outcome(outcome).word for outcome in settled(database)["outcome"].tolist())
    database.close()
    return counts


def test_an_interrupted_making_goes_on_as_if_nothing_had_been(make_folder: Callable[[], Folder]) -> None:
    straight = make_folder()
    straight.create()
    expected = _outcomes(straight)
    folder = make_folder()
    for writes in (20, 38):
        with pytest.raises(KeyboardInterrupt):
            DyingFolder(folder.path, folder.target, folder.log_target, writes).create()
    folder.create()
    assert _outcomes(folder) == expected


def test_it_stays_away_from_what_is_real(make_folder: Callable[[], Folder]) -> None:
    folder = make_folder()
    log = folder.open_log()
    log.append([Delivery(1, "real", b"", records.make(op=[records.LIKE], subject=[1], actor=[2]))], 1)
    log.close()
    with pytest.raises(FolderInUse):
        folder.create()
