"""One process that does everything: it answers requests, settles, tells insight, and keeps the clock."""

import signal
from contextlib import ExitStack, closing
from pathlib import Path

import django.db

from facevalue.config import claim, demo, pages, schema
from facevalue.config.environment import environment, secret_key, use_django_settings
from facevalue.config.folder import Folder
from facevalue.faces.gateway import app, server, state
from facevalue.faces.worker.jobs import Databases
from facevalue.faces.worker.worker import SETTLERS, Worker
from facevalue.insight.actions import open_store
from facevalue.kit.checkpoint import Checkpointer
from facevalue.kit.errors import FacevalueError, StorageUnavailable


class CannotStart(FacevalueError):
    """The folder or the database cannot be used as it is."""

    code = "cannot_start"
    status = 503
    title = "Facevalue cannot start"


def serve(folder: Folder, host: str, port: int, demo_pace: float | None = None) -> None:
    """Returns when a signal has stopped it, and everything is put away; with `demo_pace`, the demo world is in the folder,
    and so many engagements come in each second. Raises FacevalueError if it cannot start."""
    with ExitStack() as stack:
        try:
            settlers = stack.enter_context(claim.folder(folder.path, SETTLERS))
            listener = stack.enter_context(claim.port(host, port))
            _prepare(stack, folder)
            begin_demo = demo.enter(stack, folder, demo_pace) if demo_pace is not None else None
            serving = _begin(stack, folder, settlers, host, port)
        except (OSError, django.db.Error, StorageUnavailable) as error:
            raise CannotStart(f"Cannot start with the data folder {folder.path}: {error}") from error
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: setattr(serving, "should_exit", True))
        listener.listen()
        address = claim.address(listener)
        print(f"Facevalue is at {address}, for developers at {address}/v1/docs", flush=True)
        if begin_demo:
            begin_demo(address)
        serving.run(sockets=[listener])


def _prepare(stack: ExitStack, folder: Folder) -> None:
    """Brings the folder's databases up to date."""
    use_django_settings()
    schema.prepare(folder.state)
    folder.open_log().close()
    for path in () if folder.database_url else (folder.state, folder.log):
        checkpointer = Checkpointer(Path(path))
        stack.callback(checkpointer.stop)
        checkpointer.start()


def _begin(stack: ExitStack, folder: Folder, settlers: list[int], host: str, port: int) -> server.Server:
    """Opens and starts everything but the server; the stack ends it in the opposite order."""
    store = stack.enter_context(closing(open_store(folder.insight)))
    engine = Worker(Databases(folder.open_state, folder.open_log), store, settlers)
    stack.callback(engine.stop)
    engine.start()
    given = state.State(folder.open_log, folder.open_aside, store, secret_key(folder.path).encode())
    gateway = app.create(given, pages.mount(stack, folder, store))
    return server.Server(gateway, host, port, environment().proxies)
