"""Who calls: API keys, remembered for seconds so that a busy key costs no query and a revoked one stops working soon."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from facevalue.faces.gateway.errors import Forbidden, Unauthorized
from facevalue.faces.gateway.reader import Reader
from facevalue.identity.ingest import Credential, authenticate, note_use
from facevalue.kit.db import Database
from facevalue.kit.errors import StorageUnavailable

REMEMBERED_MS = 3_000
NOTED_MS = 60_000
KEYS_MAX = 10_000
_BEARER = b"bearer "


class _Answer(NamedTuple):
    """What identity says of a key text, and until when that is believed."""

    credential: "asyncio.Task[Credential | None]"
    until_ms: int


class Access:
    """Authenticates the Authorization header of requests."""

    def __init__(self, reader: Reader, now_ms: Callable[[], int]) -> None:
        self._reader = reader
        self._now_ms = now_ms
        self._answers: OrderedDict[bytes, _Answer] = OrderedDict()
        self._noted_ms: dict[int, int] = {}

    async def require(self, authorization: bytes, scope: str) -> Credential:
        """The credential of `Bearer fv_…`. Raises Unauthorized, Forbidden."""
        if authorization[: len(_BEARER)].lower() != _BEARER:
            raise Unauthorized("Send the header `Authorization: Bearer fv_…` with your API key")
        credential = await self._credential(authorization[len(_BEARER) :].strip())
        if credential is None or 0 < credential.expires_at <= self._now_ms():
            raise Unauthorized("The API key is unknown, expired or revoked")
        if scope not in credential.scopes:
            raise Forbidden(f"The API key lacks the scope {scope}", scope=scope)
        return credential

    async def _credential(self, key: bytes) -> Credential | None:
        now_ms = self._now_ms()
        answer = self._answers.get(key)
        if answer is None or answer.until_ms <= now_ms:
            # Requests that come at the same time wait for the same answer.
            answer = _Answer(asyncio.ensure_future(self._ask(key.decode("latin-1"), now_ms)), now_ms + REMEMBERED_MS)
            self._answers[key] = answer
            self._answers.move_to_end(key)
            if len(self._answers) > KEYS_MAX:
                self._answers.popitem(last=False)
        try:
            return await asyncio.shield(answer.credential)
        except Exception:
            self._answers.pop(key, None)
            raise

    async def _ask(self, key: str, now_ms: int) -> Credential | None:
        credential = await self._reader.run(authenticate, key, now_ms)
        if credential and self._noted_ms.get(credential.id, 0) + NOTED_MS <= now_ms:
            if len(self._noted_ms) > KEYS_MAX:
                self._noted_ms.clear()
            self._noted_ms[credential.id] = now_ms
            self._reader.start(_note, credential.id, now_ms)
        return credential


def _note(db: Database, credential: int, now_ms: int) -> None:
    """Says when a key was used. If the storage refuses, nobody needs to know."""
    with suppress(StorageUnavailable), db.transaction():
        note_use(db, credential, now_ms)
