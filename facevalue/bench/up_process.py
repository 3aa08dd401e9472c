"""`facevalue up`, in a process of its own, to be measured."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from facevalue.config.folder import Folder

_UP = "from facevalue.config.cli import main; raise SystemExit(main())"


@contextmanager
def up(folder: Folder) -> Iterator[tuple[str, int]]:
    """`facevalue up` over the folder that this process works with, in a process of its own: its address and its id."""
    command = [sys.executable, "-c", _UP, "up", "--data", str(folder.path), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+:\d+", process.stdout.readline())
            assert found, "facevalue up says where it is"
            yield found[0], process.pid
        finally:
            process.terminate()


def peak_memory_mb(process: int) -> float:
    """How much memory a process has held at most so far, in MB, pages of files that it maps included."""
    told = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"VmHWM:\s*(\d+) kB", told)
    assert found, "Linux tells it of each process that lives"
    return int(found[1]) * 1024 / 1e6
