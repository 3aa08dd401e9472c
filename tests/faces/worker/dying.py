"""A process that lives through the town's story and dies before a given commit: `python -m tests.faces.worker.dying`.

Reads, line by line, {"path", "url", "town", "dies_before"} and answers each with {"commits"}: how many there were, or null if
it died. Each life is a fork of a process that has loaded everything and opened nothing. Between two commits nothing becomes
durable, so that dying after one is the same as dying before the next.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from facevalue.config.folder import Folder
from tests.faces.worker.story import live
from tests.faces.worker.town import Town
from tests.faces.worker.tripwire import Tripwire


def _be_born(order: dict[str, Any]) -> int | None:
    """One life; how many commits it had, None if it died."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        wire = Tripwire(order["dies_before"])
        wire.lay()
        live(Folder(Path(order["path"]), order["url"]), Town(**order["town"]))
        os.write(writing, str(wire.commits).encode())
        os._exit(0)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading) as told:
        commits = told.read()
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return None
    assert os.waitstatus_to_exitcode(status) == 0
    return int(commits)


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps({"commits": _be_born(json.loads(line))}), flush=True)
