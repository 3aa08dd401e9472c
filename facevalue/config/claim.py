"""What a process has for itself before it begins: its data folder and its port."""

import errno
import fcntl
import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from facevalue.kit import ids
from facevalue.kit.errors import FacevalueError


class FolderTaken(FacevalueError):
    """Another process works on the data folder."""

    code = "folder_taken"
    title = "The data folder is in use"


class PortTaken(FacevalueError):
    """Another process listens at the port."""

    code = "port_taken"
    title = "The port is in use"


@contextmanager
def folder(path: Path, settlers: int) -> Iterator[list[int]]:
    """Keeps other processes out of a data folder, which is made when it is missing. Gives the ids of the folder's settlers.

    The lock is the system's, so that it ends with the process, however that ends. The ids stay: whoever comes after a
    process that was killed holds its leases, and goes on at once. Raises FolderTaken, OSError.
    """
    path.mkdir(parents=True, exist_ok=True)
    with (path / "worker.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FolderTaken(f"Another `facevalue up` is running on {path}. Stop it first, or choose another --data") from None
        file.seek(0)
        known = [int(word) for word in file.read().split() if word.isdigit()]
        if len(known) < settlers:
            known += [ids.make() for _ in range(settlers - len(known))]
            file.truncate(0)
            file.write("\n".join(map(str, known)))
            file.flush()
        yield known[:settlers]


def port(host: str, number: int) -> socket.socket:
    """A socket bound to a port; it does not listen yet. Raises PortTaken, OSError."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(f"Port {number} of {host} is taken by another program. Choose another one: --port N") from None
        raise
    return listener


def address(listener: socket.socket) -> str:
    """Where a browser on this machine finds what listens there."""
    host, port = listener.getsockname()[:2]
    parsed = ipaddress.ip_address(host)
    if parsed.is_loopback or parsed.is_unspecified:
        host = "localhost"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
