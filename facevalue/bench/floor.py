"""The floor beneath settlement: its engagement rows inserted bare into the same table, in the same batches, as durably."""

import time
from dataclasses import dataclass
from pathlib import Path

from facevalue.bench.world import World
from facevalue.kit import sql
from facevalue.kit.columns import Columns
from facevalue.kit.db import Database, connect
from facevalue.kit.sql import Query
from facevalue.settlement.ingest import insert_rows

_SQL = sql.load("facevalue.bench")


@dataclass(slots=True)
class Rate:
    """Events and the time that they took, added up."""

    events: int = 0
    wall_s: float = 0.0
    cpu_s: float = 0.0

    def per_second(self) -> float:
        """Events by second."""
        return self.events / self.wall_s if self.wall_s else 0.0

    def cpu_us(self) -> float:
        """Microseconds of processor time for each event."""
        return self.cpu_s / self.events * 1e6 if self.events else 0.0


class Floor:
    """An engagement table of its own beside the measured one."""

    def __init__(self, world: World, folder: Path) -> None:
        self._world = world
        self._path = folder / "floor.sqlite"
        self._db = self._open(world.db.engine, world.folder.database_url)

    def _open(self, engine: str, database_url: str) -> Database:
        if engine == "sqlite":
            db = connect(self._path, checkpoints=False)
        else:
            db = connect(database_url)
            db.script("CREATE SCHEMA bare; SET search_path TO bare")
        db.script(sql.schema("facevalue.settlement", engine))
        return db

    def insert(self, rows: Columns, rate: Rate) -> None:
        """Inserts a batch's rows and adds the time to `rate`."""
        if not rows or not len(rows["slot"]):
            return
        began_s = time.perf_counter()
        insert_rows(self._db, rows)
        rate.wall_s += time.perf_counter() - began_s

    def state_bytes(self) -> int:
        """What the state takes, the log and the floor's own table left out."""
        return _bytes(self._world.db, _SQL.state_bytes)

    def log_bytes(self) -> int:
        """What the log takes."""
        return _bytes(self._world.log.db, _SQL.log_bytes)

    def close(self) -> None:
        """Closes the connection."""
        self._db.close()


def _bytes(db: Database, query: Query) -> int:
    if db.engine == "sqlite":
        return int(db.pragma("page_count")[0][0]) * int(db.pragma("page_size")[0][0])
    row = db.row(query)
    assert row is not None
    return int(row[0])
