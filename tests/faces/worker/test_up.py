"""`facevalue up` begins only where it can, says why it cannot, and stops in order."""

import signal
import socket
from itertools import islice
from pathlib import Path

import httpx
import pytest

from facevalue.config.folder import Folder
from tests.faces.worker import books
from tests.faces.worker.conftest import Settle
from tests.faces.worker.running import Up, serving
from tests.faces.worker.town import requests


def refusal(up: Up) -> str:
    """The one line with which it ended."""
    assert up.wait_until_serving() == ""
    ended = up.wait()
    assert ended.code == 1
    assert len(ended.said.splitlines()) == 1, ended.said
    return ended.said


def test_one_folder_has_one_process(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "data")
    with serving(folder) as first:
        with Up(folder) as second:
            assert f"Another `facevalue up` is running on {folder.path}" in refusal(second)
        assert httpx.get(f"{first.url}/healthz").json() == {"status": "ok"}


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with Up(Folder(tmp_path), port) as up:
            assert f"Port {port} of 127.0.0.1 is taken by another program" in refusal(up)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with Up(Folder(tmp_path / "file" / "data")) as up:
        assert "Not a directory" in refusal(up)


def test_a_database_that_cannot_be_reached(tmp_path: Path) -> None:
    with Up(Folder(tmp_path, f"postgresql:///nowhere?host={tmp_path}")) as up:
        assert "The database server cannot be reached" in refusal(up)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stopping_waits_for_no_stream_and_leaves_nothing_undone(new_town: Settle, number: signal.Signals) -> None:
    folder, town = new_town()
    sent = list(islice(requests(town, seed=4), 30))
    with serving(folder) as up, httpx.Client(base_url=up.url) as client:
        headers = {"Authorization": f"Bearer {town.watch_key}"}
        with client.stream("GET", f"/v1/campaigns/{town.campaign}/live", headers=headers) as stream:
            events = stream.iter_lines()
            assert next(events)
            for lines in sent:
                answer = httpx.post(f"{up.url}/v1/engagements", json=lines, headers={"Authorization": f"Bearer {town.key}"})
                assert answer.status_code == 202
            ended = up.stop(number)
            assert list(events)  # the stream came to its end
    assert (ended.code, ended.said) == (0, "")
    assert not list(folder.path.glob("*-wal"))
    books.check(folder, town, sent)
