"""`facevalue up`, in a process of its own, to be measured."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from facevalue.config.folder import Folder

_UP = "from facevalue.config.cli import main; raise SystemExit(main())"


@contextmanager
def up(folder: Folder) -> Iterator[str]:
    """The address of `facevalue up` over the folder that this process works with, in a process of its own."""
    command = [sys.executable, "-c", _UP, "up", "--data", str(folder.path), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+:\d+", process.stdout.readline())
            assert found, "facevalue up says where it is"
            yield found[0]
        finally:
            process.terminate()
