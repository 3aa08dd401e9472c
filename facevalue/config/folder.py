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

    def open_state(self) -> Database:
        """A connection whose commits leave checkpoints to `kit.checkpoint`."""
        return connect(self.state, checkpoints=False)

    def open_log(self) -> Log:
        """A connection to the log."""
        return open_log(self.log)
