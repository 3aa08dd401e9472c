"""Those who write a little now and then, beside whatever goes on."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager

import numpy as np
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections

from facevalue.config.folder import Folder
from facevalue.kit.clock import now_ms
from facevalue.ledger import actions as ledger
from facevalue.ledger.actions import Transfer

Write = Callable[[int], None]
Opened = Callable[[ExitStack], Write]
_SEED = 20_240_101


@contextmanager
def writing(folder: Folder, per_second: float) -> Iterator[dict[str, list[float]]]:
    """Lets both write, each in a thread of its own; by name how long each write took in seconds, complete at the end."""
    waits_s: dict[str, list[float]] = {"transfer": [], "page": []}
    stop = threading.Event()
    opened: dict[str, Opened] = {"transfer": lambda stack: _transfers(stack, folder), "page": _pages}
    ready = threading.Barrier(1 + len(opened))
    threads = [
        threading.Thread(target=_write, args=(begin, waits_s[name], per_second, ready, stop), name=name)
        for name, begin in opened.items()
    ]
    for thread in threads:
        thread.start()
    ready.wait()
    try:
        yield waits_s
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _write(begin: Opened, waits_s: list[float], per_second: float, ready: threading.Barrier, stop: threading.Event) -> None:
    rng, number = np.random.default_rng(_SEED), 0
    with ExitStack() as stack:
        write = begin(stack)
        write(number)  # the first one opens and prepares what the others find
        ready.wait()
        while not stop.wait(rng.exponential(1 / per_second)):
            number += 1
            began_s = time.perf_counter()
            write(number)
            waits_s.append(time.perf_counter() - began_s)


def _transfers(stack: ExitStack, folder: Folder) -> Write:
    """One token from one brand's purse to another's, as any other room moves money."""
    db = stack.enter_context(closing(folder.open_aside()))
    slots, owners = np.zeros(2, np.int64), np.array([1, 2])
    with db.transaction():
        opened = ledger.open_accounts(db, slots, owners, ledger.Kind.BRAND, ledger.TOKEN, ledger.UNLIMITED, now_ms=now_ms())
    giver, taker = opened.tolist()

    def write(number: int) -> None:
        with db.transaction():
            ledger.transfer(db, [Transfer(giver, taker, 1, ledger.TOKEN, ledger.Code.FUND, f"write {number}")], now_ms())

    return write


def _pages(stack: ExitStack) -> Write:
    """What logging in writes: a session."""
    stack.callback(connections.close_all)

    def write(number: int) -> None:
        session = SessionStore()
        session["number"] = number
        session.save()

    return write
