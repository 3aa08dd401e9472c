"""How an app reports engagements: over HTTP, with its key, again and again under the same name until there is an answer."""

import logging
from collections import deque
from collections.abc import Iterable
from typing import Any, NamedTuple

import httpx
import msgspec

from facevalue.demo.world import AppKey
from facevalue.kit import ids

PATH = "/v1/engagements"
LINES_MAX = 5_000
_WAIT_S_MIN, _WAIT_S_MAX = 0.5, 10.0
_AGAIN = (408, 429, 500, 502, 503, 504)
_logger = logging.getLogger(__name__)


class _Delivery(NamedTuple):
    key: str
    idempotency_key: str
    body: bytes


class Reporter:
    """Sends what it is given, in order. It never waits itself: it says how long to wait before the next try."""

    def __init__(self, client: httpx.Client, apps: Iterable[AppKey]) -> None:
        self._client = client
        self._keys = {app.app: app.key for app in apps}
        self._pending: deque[_Delivery] = deque()
        self._wait_s = _WAIT_S_MIN

    def add(self, app: int, lines: list[dict[str, Any]]) -> None:
        """Engagements of one app, as the API takes them."""
        encoded = [msgspec.json.encode(line) for line in lines]
        for start in range(0, len(lines), LINES_MAX):
            body = b"\n".join(encoded[start : start + LINES_MAX])
            self._pending.append(_Delivery(self._keys[app], f"demo-{ids.make():x}", body))

    def send(self) -> float:
        """Sends what is pending, as far as answers come; 0 if all of it was sent, else the seconds to wait."""
        while self._pending:
            wait_s = self._try(self._pending[0])
            if wait_s:
                return wait_s
            self._pending.popleft()
            self._wait_s = _WAIT_S_MIN
        return 0.0

    def _try(self, delivery: _Delivery) -> float:
        headers = {
            "Authorization": f"Bearer {delivery.key}",
            "Content-Type": "application/x-ndjson",
            "Idempotency-Key": delivery.idempotency_key,
        }
        try:
            answer = self._client.post(PATH, content=delivery.body, headers=headers)
        except httpx.TransportError:
            return self._longer()
        if answer.status_code in _AGAIN:
            return max(self._longer(), float(answer.headers.get("Retry-After", "0")))
        if answer.is_error:
            # The same again would be refused again.
            _logger.warning("the gateway refused engagements: %s %s", answer.status_code, answer.text[:200])
        return 0.0

    def _longer(self) -> float:
        wait_s, self._wait_s = self._wait_s, min(2 * self._wait_s, _WAIT_S_MAX)
        return wait_s
