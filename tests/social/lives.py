"""A process that does one thing and dies before a given commit.

Between two commits nothing becomes durable, so that dying after one is the same as dying before the next.
"""

import os
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from facevalue.kit.db import Database, connect
from facevalue.social import actions, ingest


class Deed(NamedTuple):
    """What a person does: like, comment, follow, or delete (all their comments)."""

    what: str
    person: int
    creator: int
    post: int
    app: int
    at_ms: int


def act(db: Database, log: ingest.Log, deed: Deed) -> None:
    """Does it, with the same key each time."""
    what, person, creator, post, app, at_ms = deed
    if what in actions.KINDS:
        text = "Enak!" if what == "comment" else ""
        actions.engage(db, log, post, actions.KINDS[what], person, 0, app, f"key-{post}", at_ms, text=text)
    elif what == "follow":
        actions.follow(db, log, person, creator, at_ms)
    elif what == "delete":
        comments: list[Any] = db.raw.execute("SELECT id FROM social_comment").fetchall()
        for (comment,) in comments:
            actions.delete_comment(db, log, person, post, comment, at_ms)


def die_before(commit: int) -> None:
    """From now on transactions are counted, and this process ends before one of them commits."""
    begun, transaction = 0, Database.transaction

    @contextmanager
    def counted(db: Database, **options: Any) -> Iterator[None]:
        nonlocal begun
        with transaction(db, **options):
            yield
            begun += 1
            if begun == commit:
                os.kill(os.getpid(), signal.SIGKILL)

    Database.transaction = counted  # type: ignore[assignment, method-assign]


def live(state: str, log: str, deed: Deed, commit: int) -> bool:
    """Does something in a process of its own, with connections of its own, that is killed before a commit; whether it was."""
    child = os.fork()
    if not child:
        try:
            die_before(commit)
            act(connect(state), ingest.open_log(log), deed)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert ended in (0, -signal.SIGKILL)
    return ended != 0
