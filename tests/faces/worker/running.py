"""`facevalue up` as people run it, in a process of its own that a test may kill."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from facevalue.config.folder import Folder

FACEVALUE = str(Path(sys.executable).with_name("facevalue"))
PATIENCE_S = 60


@dataclass
class Ended:
    """What a process left behind."""

    code: int
    said: str


class Up:
    """A running `facevalue up`; `url` is known once it serves (`wait_until_serving`)."""

    def __init__(self, folder: Folder, port: int = 0, words: tuple[str, ...] = ()) -> None:
        self.url = ""
        command = [FACEVALUE, "up", "--data", str(folder.path), "--port", str(port), *words]
        environment = os.environ | {"DATABASE_URL": folder.database_url}
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment)

    def wait_until_serving(self) -> str:
        """The address; empty if it ended instead."""
        assert self.process.stdout
        found = re.search(r"http://[^\s,]+", self.process.stdout.readline())
        self.url = found[0] if found else ""
        return self.url

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def kill(self) -> None:
        """As the system's out-of-memory killer does."""
        self.process.kill()
        self.process.wait(PATIENCE_S)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> Ended:
        """Asks it to stop, and waits for it."""
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> Ended:
        """Waits for its end."""
        _, said = self.process.communicate(timeout=PATIENCE_S)
        return Ended(self.process.returncode, said)

    def __enter__(self) -> "Up":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with self.process:
            self.process.kill()


@contextmanager
def serving(folder: Folder, port: int = 0) -> Iterator[Up]:
    """`facevalue up` over a folder, once it serves; killed at the end if it still runs."""
    with Up(folder, port) as up:
        assert up.wait_until_serving(), up.wait().said
        yield up


def verify(folder: Folder) -> str:
    """What `facevalue verify` says; it has to find nothing wrong."""
    environment = os.environ | {"DATABASE_URL": folder.database_url}
    command = [FACEVALUE, "verify", "--deep", "--data", str(folder.path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
