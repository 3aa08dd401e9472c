"""A storage that takes nothing more: a clear refusal, and when it takes again everything goes on by itself."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from facevalue.config.folder import Folder
from tests.faces.worker import books
from tests.faces.worker.client import Client
from tests.faces.worker.conftest import Settle
from tests.faces.worker.disks import Full, filled, limited, small_disk
from tests.faces.worker.running import Up, serving
from tests.faces.worker.town import Town, requests


def check_refusal_and_return(folder: Folder, town: Town, full: Full, detail: str) -> None:
    """While it lasts, and after it."""
    with serving(folder) as up:
        client = Client(up.url, town.key, requests(town, seed=1))
        client.start()
        client.wait_for(5)
        with full(up):
            client.wait_for_refusals(3)
        client.wait_for(len(client.sent) + 5)
        client.stop()
        problems = [refusal.json() for refusal in client.refusals]
        ended = up.stop()
    assert ended.code == 0
    assert "Traceback" not in ended.said, ended.said
    assert {(problem["status"], problem["code"]) for problem in problems} == {(503, "storage_unavailable")}
    assert all("retry-after" in refusal.headers for refusal in client.refusals)
    assert any(detail in problem["detail"] for problem in problems), problems
    books.check(folder, town, client.sent)


def test_a_full_disk(new_town: Settle, tmp_path: Path) -> None:
    made, town = new_town()
    with small_disk(tmp_path / "disk") as disk:
        folder = Folder(Path(shutil.copytree(made.path, disk / "town")))
        check_refusal_and_return(folder, town, filled(disk), "disk is full")


def test_files_that_cannot_grow(new_town: Settle) -> None:
    check_refusal_and_return(*new_town(), limited, "I/O error")


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
def test_a_database_that_is_read_only_for_a_while(new_town: Settle, postgres_server: str) -> None:
    folder, town = new_town()
    name = str(psycopg.conninfo.conninfo_to_dict(folder.database_url)["dbname"])

    @contextmanager
    def read_only(_up: Up) -> Iterator[None]:
        with psycopg.connect(postgres_server, autocommit=True) as admin:
            set_read_only(admin, name, "on")
            yield
            set_read_only(admin, name, "off")

    check_refusal_and_return(folder, town, read_only, "read-only transaction")


def set_read_only(admin: "psycopg.Connection[tuple[object, ...]]", name: str, switch: str) -> None:
    """From now on, also for those who are connected already."""
    admin.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = {switch}".encode())
    admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


def test_a_start_without_room_or_leave_to_write(new_town: Settle, tmp_path: Path) -> None:
    made, _ = new_town()
    with small_disk(tmp_path / "disk") as disk:
        folder = Folder(Path(shutil.copytree(made.path, disk / "town")))
        with Up(folder) as up, filled(disk)(up):
            assert_refused(up)
        fresh = Folder(disk / "fresh")
        with Up(fresh) as up, filled(disk)(up):
            assert_refused(up)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with Up(folder) as up:
            assert "ead-only" in assert_refused(up)


def assert_refused(up: Up) -> str:
    """It ended with one clear line."""
    assert up.wait_until_serving() == ""
    ended = up.wait()
    assert ended.code == 1
    assert ended.said.startswith("facevalue: Cannot start with the data folder")
    assert len(ended.said.splitlines()) == 1, ended.said
    return ended.said
