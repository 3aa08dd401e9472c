"""`facevalue up --demo`, the whole of it: who is named can log in, and sees figures that move."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from facevalue.demo import actions
from facevalue.demo.actions import World
from tests.conftest import point_django_at
from tests.demo.world import PEOPLE, SEED, SHOWN, Folder


@contextmanager
def _running(folder: Folder, database_url: str) -> "Iterator[subprocess.Popen[str]]":
    facevalue = str(Path(sys.executable).parent / "facevalue")
    command = [facevalue, "up", "--demo", "--pace", "100", "--data", str(folder.path), "--port", "0"]
    pipe, database = subprocess.PIPE, {"DATABASE_URL": database_url}
    with subprocess.Popen(command, env=database, text=True, stdout=pipe, stderr=pipe) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def made(target: str, engine: str, tmp_path: Path) -> Folder:
    """A data folder in which an earlier run has made a small world."""
    if engine == "postgres":
        folder = Folder(tmp_path, target, target)
    else:
        state = shutil.move(target, tmp_path / "state.sqlite")
        folder = Folder(tmp_path, str(state), str(tmp_path / "log.sqlite"))
    point_django_at(folder.target)
    return folder


def _log_in(browser: httpx.Client, world: World) -> None:
    browser.get("/login/").raise_for_status()
    login = world.logins[0]
    form = {"username": login.email, "password": login.password, "csrfmiddlewaretoken": browser.cookies["csrftoken"]}
    assert "Pagi Bersama" in browser.post("/login/", data=form).text


def _totals(browser: httpx.Client, campaign: int) -> Generator[int, None, None]:
    """How many engagements the live stream of a campaign counts, again and again."""
    address = browser.get(f"/brand/campaigns/{campaign}/stream/").json()["url"]
    with browser.stream("GET", address, timeout=30) as events:
        for line in events.iter_lines():
            if line.startswith("data: "):
                totals = json.loads(line.removeprefix("data: "))
                yield totals["paid"] + totals["free"]


def test_a_second_run_goes_on_with_the_same_living_world(made: Folder, engine: str) -> None:
    world = actions.create(made, PEOPLE, SEED, shown=SHOWN)
    shutil.copytree(Path(os.environ["FACEVALUE_DATA"]) / "media", made.path / "media")
    with _running(made, made.target if engine == "postgres" else "") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        said = [process.stdout.readline() for _ in range(3 + len(world.logins))]
        assert said[2] == "Log in as\n"
        for login, line in zip(world.logins, said[3:], strict=True):
            assert login.email in line
            assert login.password in line
        address = said[1].split()[3].rstrip(",")
        with httpx.Client(base_url=address, follow_redirects=True, timeout=30) as browser:
            _log_in(browser, world)
            totals = _totals(browser, world.campaigns[0])
            first = next(totals)
            assert next(total for total in totals if total > first) > first
            totals.close()
        process.send_signal(signal.SIGINT)
        assert (process.wait(), process.stderr.read()) == (0, "")
