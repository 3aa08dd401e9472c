"""A client as an app's server should be: it numbers its requests and repeats each until it is answered."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx

_PAUSE_S = 0.02


class Client:
    """Sends request after request from a thread; `sent` are those that were acknowledged, in order, with all their lines."""

    def __init__(self, url: str, key: str, requests: Iterator[list[dict[str, Any]]]) -> None:
        self.sent: list[list[dict[str, Any]]] = []
        self.repeated = 0
        self.refusals: list[httpx.Response] = []
        self._requests = requests
        self._stop = threading.Event()
        self._http = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=10)
        # A test that fails does not wait for it.
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def stop(self) -> None:
        """Waits for the answer to what is under way, then ends."""
        self._stop.set()
        self._thread.join()
        self._http.close()

    def wait_for(self, count: int) -> None:
        """Returns when so many requests have been acknowledged in all."""
        self._until(lambda: len(self.sent) >= count)

    def wait_for_refusals(self, count: int) -> None:
        """Returns when so many requests have been refused in all."""
        self._until(lambda: len(self.refusals) >= count)

    def _until(self, condition: Callable[[], bool]) -> None:
        deadline_s = time.monotonic() + 60
        while not condition():
            assert time.monotonic() < deadline_s
            self._stop.wait(_PAUSE_S)

    def _run(self) -> None:
        while not self._stop.is_set():
            lines = next(self._requests)
            while not self._send(lines, f"request {len(self.sent)}".replace(" ", "-")):
                time.sleep(_PAUSE_S)
            self.sent.append(lines)

    def _send(self, lines: list[dict[str, Any]], key: str) -> bool:
        try:
            answer = self._http.post("/v1/engagements", json=lines, headers={"Idempotency-Key": key})
        except httpx.TransportError:
            return False
        if answer.status_code != 202:
            assert answer.status_code == 503, answer.text
            self.refusals.append(answer)
            return False
        assert answer.json()["accepted"] == len(lines), answer.text
        self.repeated += "idempotency-replayed" in answer.headers
        return True
