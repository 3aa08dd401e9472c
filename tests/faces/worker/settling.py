"""A process that only settles, until its input ends: `python -m tests.faces.worker.settling FOLDER WORKER [DATABASE_URL]`."""

import sys
from pathlib import Path

from facevalue.config.folder import Folder
from facevalue.faces.worker import jobs
from facevalue.faces.worker.loops import Loop

if __name__ == "__main__":
    path, worker, *url = sys.argv[1:]
    folder = Folder(Path(path), *url)
    loop = Loop("settle", jobs.settle(jobs.Databases(folder.open_state, folder.open_log), int(worker), cache_mib=8))
    loop.start()
    sys.stdin.read()
    loop.stop()
