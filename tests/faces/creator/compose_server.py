"""The app's server as tests have it: in a process of its own that can be killed, behind a network that can fail."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.faces.creator.bad_network import BadNetwork

PARTNER = "partner.localhost"
HOME = Path(__file__).parents[3]


class Site(ThreadingHTTPServer):
    """Another site, which says `html` at every host name that leads here."""

    html = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self._thread = threading.Thread(target=self.serve_forever)
        self._thread.start()

    def url(self, host: str) -> str:
        """Its origin under a host name."""
        return f"http://{host}:{self.server_port}"

    def end(self) -> None:
        """Puts it away."""
        self.shutdown()
        self._thread.join()
        self.server_close()


class Answer(BaseHTTPRequestHandler):
    """One request to a `Site`."""

    server: Site

    def do_GET(self) -> None:
        """Whatever is asked for, it is the one page."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.server.html.encode())

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


class Stage:
    """The server, the network in front of it, and a partner's site."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.site = folder, Site()
        command = [sys.executable, "-m", "tests.faces.creator.compose_stage", str(folder), self.site.url(PARTNER)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen(command, cwd=HOME, text=True, **pipes)  # type: ignore[call-overload]
        self.about: dict[str, Any] = json.loads(self._line())
        self.network = BadNetwork(self.about["port"])
        self.url = f"http://senyum.localhost:{self.network.port}"

    def _line(self) -> str:
        line: str = self.process.stdout.readline()
        return line

    def kill(self) -> None:
        """Kills the server in the middle of whatever it does; another follows at once."""
        self.process.stdin.write("kill\n")
        self.process.stdin.flush()
        self._line()

    def close(self) -> None:
        """Puts everything away."""
        self.network.close()
        self.site.end()
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """A stage in a folder."""
    made = Stage(folder)
    try:
        yield made
    finally:
        made.close()
