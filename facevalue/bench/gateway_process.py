"""The gateway alone, in a process of its own, to be measured."""

import multiprocessing
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from facevalue.config import claim
from facevalue.config.folder import Folder
from facevalue.faces.gateway import app, limits, server, state
from facevalue.insight.actions import open_store
from facevalue.kit.checkpoint import Checkpointer


@dataclass(frozen=True, slots=True)
class Served:
    """A gateway in another process."""

    port: int
    pipe: Connection

    def cpu_s(self) -> float:
        """How much time of processors it has used."""
        self.pipe.send("cpu")
        return float(self.pipe.recv())


@contextmanager
def gateway(folder: Folder) -> Iterator[Served]:
    """A gateway over a data folder, in a process of its own and without rate limits."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(folder, theirs))
    process.start()
    try:
        yield Served(int(ours.recv()), ours)
    finally:
        with suppress(OSError):
            ours.send("stop")
        process.join()


def _serve(folder: Folder, pipe: Connection) -> None:
    """The other process: everything that `facevalue up` has between a socket and the log."""
    store = open_store(folder.insight)
    checkpointer = None if folder.database_url else Checkpointer(Path(folder.log))
    listener = claim.port("127.0.0.1", 0)
    unlimited = limits.Rates(requests_per_second=1e9, engagements_per_second=1e9)
    given = state.State(folder.open_log, folder.open_state, store, b"measurement", unlimited)
    serving = server.Server(app.create(given), "127.0.0.1", 0)

    def until_told() -> None:
        # Whoever started us may also be gone.
        with suppress(EOFError):
            while pipe.recv() == "cpu":
                pipe.send(time.process_time())
        serving.should_exit = True

    threading.Thread(target=until_told, daemon=True).start()
    if checkpointer:
        checkpointer.start()
    listener.listen()
    pipe.send(listener.getsockname()[1])
    serving.run(sockets=[listener])
    if checkpointer:
        checkpointer.stop()
    store.close()
