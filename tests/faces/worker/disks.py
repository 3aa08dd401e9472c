"""Disks that get full, and free again."""

import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import pytest

from tests.faces.worker.running import Up

SIZE = "24m"
_BLOCK_BYTES = 4096

Full = Callable[[Up], AbstractContextManager[None]]


@contextmanager
def small_disk(path: Path) -> Iterator[Path]:
    """A file system of its own, in memory; only root can have one."""
    path.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(path)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        yield path
    finally:
        subprocess.run(["umount", "--lazy", str(path)], check=True)


def _take_all(filler: Path) -> None:
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(_BLOCK_BYTES))


def filled(path: Path) -> Full:
    """Takes all the room that is left on the disk of `path`."""

    @contextmanager
    def full(_up: Up) -> Iterator[None]:
        filler = path / "filler"
        _take_all(filler)
        yield
        filler.unlink()

    return full


@contextmanager
def limited(up: Up) -> Iterator[None]:
    """Lets no file of the process grow, which needs no root."""
    resource.prlimit(up.process.pid, resource.RLIMIT_FSIZE, (_BLOCK_BYTES, resource.RLIM_INFINITY))
    yield
    resource.prlimit(up.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
