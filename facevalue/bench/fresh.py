"""What a measurement begins with: a folder and a database in which nothing stands yet, and not too much money."""

from facevalue.config.folder import Folder
from facevalue.kit import sql
from facevalue.kit.db import connect
from facevalue.kit.errors import FacevalueError, StorageUnavailable

_SQL = sql.load("facevalue.bench")
TOKENS_MAX = 10**14
_OWN_FILES = ("*.sqlite*", "*.duckdb", "outcomes.csv")


class FolderNotEmpty(FacevalueError):
    """A measurement begins with a fresh folder and a fresh database."""

    code = "folder_not_empty"
    title = "The folder or database is not empty"


class TooManyTokens(FacevalueError):
    """More than one brand pays in for a measurement."""

    code = "too_many_tokens"
    title = "The posts need too many tokens"


def require_fresh(folder: Folder, tokens: int) -> None:
    """Makes the folder. Raises FolderNotEmpty, TooManyTokens, or StorageUnavailable without a folder or server."""
    if tokens > TOKENS_MAX:
        raise TooManyTokens(f"The posts would need {tokens:,} tokens together; a measurement can have {TOKENS_MAX:,}")
    try:
        folder.path.mkdir(parents=True, exist_ok=True)
        found = next((path for pattern in _OWN_FILES for path in folder.path.glob(pattern)), None)
    except OSError as error:
        raise StorageUnavailable(f"{folder.path} cannot be made: {error.strerror}") from error
    if found is not None:
        raise FolderNotEmpty(f"{folder.path} is not fresh: {found.name} is there already")
    if folder.database_url:
        db = connect(folder.database_url)
        tables = db.row(_SQL.tables)
        db.close()
        if tables is not None and tables[0]:
            raise FolderNotEmpty("The database is not empty: it has tables already")
