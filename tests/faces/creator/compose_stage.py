"""The app's pages in a server that can be killed at any time: `python -m tests.faces.creator.compose_stage FOLDER PARTNER`.

Prints one line of JSON when it is ready: its port, ids of the world, and session cookies of two people. Senyum's
composer may stand in pages of the origin PARTNER. Each line `kill` on
its input kills the server with signal 9 and starts another on the same port. The listening socket outlives the servers: who
connects meanwhile is not refused but waits, as behind a load balancer.
"""

import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import uvicorn

from facevalue.config import environment, pages, schema, spool


def fork(work: Callable[[], None]) -> int:
    """Runs it in a child, whose process id it returns."""
    child = os.fork()
    if child:
        return child
    work()
    os._exit(0)


def main(folder: Path, partner: str) -> None:
    environment.choose(folder)
    environment.use_django_settings()
    schema.prepare(str(folder / "state.sqlite"))

    from a2wsgi import WSGIMiddleware
    from django.core.wsgi import get_wsgi_application
    from django.db import connections

    django = get_wsgi_application()
    listener = socket.create_server(("127.0.0.1", 0))
    about = folder / "about.json"
    os.waitpid(fork(lambda: make_world(about, partner, listener.getsockname()[1])), 0)
    connections.close_all()

    def serve() -> None:
        whole = spool.Spool(
            cast(Any, WSGIMiddleware(cast(Any, django), workers=4)), lambda path: path.startswith(pages.UPLOADS)
        )
        server = uvicorn.Server(uvicorn.Config(whole, log_level="error"))
        server.run(sockets=[listener])

    child = fork(serve)
    print(about.read_text(), flush=True)
    for line in sys.stdin:
        if line.strip() == "kill":
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            child = fork(serve)
            print("{}", flush=True)
    os.kill(child, signal.SIGKILL)


def make_world(about: Path, partner: str, port: int) -> None:
    """Fills the database, and writes down what is in it."""
    from tests import cast
    from tests.faces.creator import apps, compose_sessions, compose_world

    cast.enter()
    apps.publish_themes()
    apps.change(cast.SENYUM, partners=(partner,))
    ids = compose_world.make()
    sessions = {"amara": compose_sessions.session_of(cast.AMARA), "chidi": compose_sessions.session_of(cast.CHIDI)}
    about.write_text(json.dumps({"port": port, **ids, **sessions}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
