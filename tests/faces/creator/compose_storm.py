"""Composing while everything fails: `python -m tests.faces.creator.compose_storm --runs 1000 [--seed 1]`.

In each run a creator composes a post in a real browser, and something breaks at a random byte: the network, the page, the whole
browser (signal 9) or the server (signal 9). At the end the network is back, and every post that the phone said it keeps must be
there exactly once. Whoever is impatient presses Ctrl-C and gets what came of the runs until then. Prints one line of JSON, and
exits with 1 if a post is lost or doubled.
"""

import argparse
import json
import random
import sqlite3
import sys
import tempfile
import threading
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.faces.creator.compose_chromium import PATIENCE_MS, Phone
from tests.faces.creator.compose_phone import noisy_photo
from tests.faces.creator.compose_server import Stage, stage

# So much of a post is always on its way, however its photo is encoded.
BYTES_MAX = 30_000


@dataclass
class Report:
    """What came of the runs: captions of posts that the phone kept, and how often each arrived."""

    runs: int
    kept: set[str] = field(default_factory=set)
    composed: set[str] = field(default_factory=set)
    arrived: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)

    @property
    def lost(self) -> list[str]:
        """Kept, and not there."""
        return sorted(self.kept - self.arrived.keys())

    @property
    def doubled(self) -> list[str]:
        """There more than once, or never composed."""
        return sorted(caption for caption, count in self.arrived.items() if count > 1 or caption not in self.composed)


def run_one(phone: Phone, stage: Stage, report: Report, number: int, dice: random.Random) -> None:
    """One post, and what happens to it."""
    caption, what = f"post {number}", dice.choice(["nothing", "no signal", "cut", "server", "page", "browser"])
    # Whether the signal is back after the last run.
    if what == "no signal":
        stage.network.down()
    elif what in ("nothing", "server") or dice.random() < 0.7:
        stage.network.up()
    report.composed.add(caption)
    phone.compose(stage.about["campaign"], caption, noisy_photo(number))
    struck = threading.Event()
    if what in ("cut", "server", "page", "browser"):
        stage.network.fail_after(dice.randrange(1, BYTES_MAX), stage.kill if what == "server" else struck.set)
    phone.page.locator(".composer__post button").click(no_wait_after=True)
    if what in ("page", "browser") and not stage.network.is_down:
        struck.wait(PATIENCE_MS / 1000)
        phone.new_page() if what == "page" else phone.kill()
    else:
        phone.page.wait_for_url(lambda url: "/compose/queue/" in url or "/compose/posted/" in url)
    report.kept |= phone.kept
    report.failures[what] += 1


def storm(runs: int, seed: int, folder: Path) -> Report:
    """See above."""
    report, dice = Report(runs), random.Random(seed)
    (folder / "server").mkdir()
    with stage(folder / "server") as made, sync_playwright() as playwright:
        phone = Phone(playwright, folder / "phone", made)
        phone.page.goto(f"{made.url}/compose/{made.about['campaign']}/")
        phone.page.evaluate("navigator.serviceWorker.ready")
        # Once more, for the worker to see what it shall keep.
        phone.page.reload()
        with suppress(KeyboardInterrupt):
            for number in range(runs):
                run_one(phone, made, report, number, dice)
        made.network.up()
        phone.new_page()
        phone.page.goto(f"{made.url}/compose/queue/")
        phone.page.locator("[data-none]:visible").wait_for()
        phone.context.close()
        report.kept |= phone.kept
        report.arrived.update(arrived(folder / "server" / "state.sqlite"))
    return report


def arrived(state: Path) -> list[str]:
    """The captions of what was submitted."""
    with closing(sqlite3.connect(state)) as db:
        return [caption for (caption,) in db.execute("SELECT caption FROM trust_submission")]


def main() -> None:
    """Prints what came of it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=1000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="fv-storm-") as folder:
        report = storm(chosen.runs, chosen.seed, Path(folder))
    counts = {"kept": len(report.kept), "arrived": report.arrived.total(), "lost": report.lost, "doubled": report.doubled}
    print(json.dumps({"runs": len(report.composed), **counts, "failures": report.failures}))
    sys.exit(bool(report.lost or report.doubled))


if __name__ == "__main__":
    main()
