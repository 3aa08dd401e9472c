"""A data folder: where everything of one deployment lies, unless a database server holds the state."""

from dataclasses import dataclass
from pathlib import Path

from facevalue.kit.db import Database, connect
from facevalue.social.ingest import Log, open_log


@dataclass(frozen=True, slots=True)
class Folder:
    """`database_url`: a PostgreSQL address for state and log, empty for SQLite files in the folder."""

    path: Path
    database_url: str = ""

    @property
    def state(self) -> str:
        """Where money, campaigns and people are."""
        return self.database_url or str(self.path / "state.sqlite")

    @property
    def log(self) -> str:
        """Where the log is: a file of its own, so that taking engagements in never waits for settlement."""
        return self.database_url or str(self.path / "log.sqlite")

    @property
    def insight(self) -> Path:
        """The columns of insight."""
        return self.path / "insight.duckdb"

    def open_state(self, cache_mib: int = 64) -> Database:
        """A connection whose commits leave checkpoints to `kit.checkpoint`."""
        return connect(self.state, cache_mib=cache_mib, checkpoints=False)

    def open_aside(self) -> Database:
        """A connection for single rows now and then, which needs little memory."""
        return self.open_state(cache_mib=4)

    def open_log(self) -> Log:
        """A connection to the log, whose commits leave checkpoints to `kit.checkpoint` as well."""
        return open_log(self.log, checkpoints=False)
