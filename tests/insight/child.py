"""What the crash tests run as a process of its own: `child.py MODE STATE STORE …`, one line of JSON for each thing it tells."""

import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any

from facevalue.insight import actions, queries, store
from facevalue.kit.db import connect
from facevalue.kit.errors import StorageUnavailable


def say(*words: object) -> None:
    print(json.dumps(words), flush=True)


def figures(opened: store.Store, campaign: int) -> list[int]:
    """The facts loaded, and of one campaign its engagements and tokens by total, by creators and by hours."""
    live = queries.live(opened, campaign, 0)
    hours = queries.totals(opened, campaign, ["hour"])
    parts = ([live.total], live.top_creators, hours)
    return [live.seq, *(sum(getattr(one, name) for one in part) for part in parts for name in ("engagements", "tokens"))]


def advance(state: str, path: str, facts_max: int = 1_000) -> None:
    with closing(connect(state)) as db, closing(actions.open_store(path)) as opened:
        while actions.advance(opened, db, facts_max):
            pass


def steady(state: str, path: str, facts_max: str) -> None:
    """Tells how far it is after each transaction."""
    with closing(connect(state)) as db, closing(actions.open_store(path)) as opened:
        while actions.advance(opened, db, int(facts_max)):
            with opened.reader() as reader:
                say(reader.cursor().seq)
        say("done")


def everywhere(state: str, path: str, fresh_rows: str, campaign: str) -> None:
    """Is killed at each return of a function of the store in turn. Tells the figures then, and after going on to the end."""
    actions._FRESH_ROWS_MAX = int(fresh_rows)

    def survive(point: int) -> None:
        place = f"{path}.{point}"
        with closing(actions.open_store(place)) as opened:
            found = figures(opened, int(campaign))
        advance(state, place)
        with closing(actions.open_store(place)) as opened:
            say(point, found, figures(opened, int(campaign)))

    for point in count(1):
        status = _forked(partial(_until, point, partial(advance, state, f"{path}.{point}", 2)))
        if os.waitstatus_to_exitcode(status) == 0:
            say("done")
            return
        assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL
        assert _forked(partial(survive, point)) == 0


def _until(point: int, work: Callable[[], None]) -> None:
    passed = 0

    def watch(frame: FrameType, event: str, _: Any) -> None:
        nonlocal passed
        if event == "return" and frame.f_code.co_filename == store.__file__:
            passed += 1
            if passed == point:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(watch)
    work()
    sys.setprofile(None)


def _forked(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException as error:
            say(repr(error))
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1]


def full(state: str, path: str) -> None:
    """Meets a full disk at many sizes of the file, and goes on when there is room again."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write past the limit fails instead, like one on a full disk
    with closing(connect(state)) as db, closing(actions.open_store(path)) as opened:
        actions.advance(opened, db, 1)
        while True:
            room = Path(path).stat().st_size + 700_000
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
            refused = 0
            while not refused:
                try:
                    if not actions.advance(opened, db, 3):
                        break
                except StorageUnavailable:
                    refused += 1
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            if not refused:
                break
            advanced = actions.advance(opened, db, 1)
            with opened.reader() as reader:
                say(
                    advanced,
                    reader.cursor().seq,
                    reader.raw.execute("SELECT count(*) FROM insight_engagement").fetchall()[0][0],
                )
        say("done")


if __name__ == "__main__":
    modes: dict[str, Callable[..., None]] = {"steady": steady, "everywhere": everywhere, "full": full}
    modes[sys.argv[1]](*sys.argv[2:])
