"""Death before every single commit of a story, and life after it: as if nothing had happened."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict
from itertools import count
from typing import Any

import pytest

from facevalue.config.folder import Folder
from tests.faces.worker import books
from tests.faces.worker.conftest import HOME, Settle
from tests.faces.worker.running import verify
from tests.faces.worker.town import Town

COMMITS_MIN = 40

Live = Callable[..., int | None]


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    """Tells the story over a folder; how many commits it had, or None if it died as it should."""
    command = [sys.executable, "-m", "tests.faces.worker.dying"]
    with subprocess.Popen(command, cwd=HOME, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as nursery:
        assert nursery.stdin
        assert nursery.stdout
        orders, answers = nursery.stdin, nursery.stdout

        def ask(folder: Folder, town: Town, dies_before: int = 0) -> int | None:
            order = {"path": str(folder.path), "url": folder.database_url, "town": asdict(town), "dies_before": dies_before}
            print(json.dumps(order), file=orders, flush=True)
            commits: int | None = json.loads(answers.readline())["commits"]
            return commits

        yield ask


def outcome_of(folder: Folder, town: Town) -> dict[str, Any]:
    """Whatever may not depend on who died when: what became of each engagement, who has how much, what the brand is shown."""
    settled = books.settled(folder)
    books.check_figures(folder, town, settled)
    names = [name for name in settled if name != "position"]
    with closing(folder.open_aside()) as db:
        return {
            "engagements": list(zip(*(settled[name].tolist() for name in names), strict=True)),
            "balances": books.balances(db, town),
        }


# A database for each death takes PostgreSQL a while, so there only some of them.
@pytest.mark.parametrize(("engine", "stride"), [("sqlite", 1), ("postgres", 11)], indirect=["engine"])
def test_death_before_any_commit_changes_nothing(new_town: Settle, live: Live, stride: int) -> None:
    folder, town = new_town()
    assert live(folder, town)
    expected = outcome_of(folder, town)
    for dies_before in count(1, stride):
        folder, _ = new_town()
        if live(folder, town, dies_before) is not None:
            break
        assert live(folder, town) is not None
        assert outcome_of(folder, town) == expected, f"after death before commit {dies_before}"
    assert dies_before > COMMITS_MIN
    assert "Everything is as it should be" in verify(folder)
