"""`POST /v1/engagements`: read, refuse what cannot be meant, make the rest durable, say what became of each line."""

import hashlib
import re
from collections.abc import Callable

import msgspec
import numpy as np
from starlette.types import Receive

from facevalue.faces.gateway import errors
from facevalue.faces.gateway.access import Access
from facevalue.faces.gateway.bodies import Bodies, Headers
from facevalue.faces.gateway.commit import GroupCommit
from facevalue.faces.gateway.engagements import Accepted, Reading, read
from facevalue.faces.gateway.limits import Limiter
from facevalue.faces.gateway.posts import PostApps
from facevalue.faces.gateway.reader import Reader
from facevalue.social.ingest import Delivery, Records, records

SCOPE = "engagements:write"
KEY_CHARACTERS_MAX = 128
NDJSON_TYPES = ("application/x-ndjson", "application/ndjson", "application/jsonl")
JSON_TYPES = ("application/json",)
_KEY = re.compile(rb"[\x21-\x7e]{1,%d}" % KEY_CHARACTERS_MAX)


class Intake:
    """Takes engagements in for the apps whose keys may write them."""

    def __init__(
        self, access: Access, limiter: Limiter, reader: Reader, commit: GroupCommit, now_ms: Callable[[], int]
    ) -> None:
        self._access = access
        self._limiter = limiter
        self._posts = PostApps(reader)
        self._commit = commit
        self._now_ms = now_ms
        self._bodies = Bodies()

    async def take(self, headers: Headers, receive: Receive, batch: str) -> tuple[bytes, bool]:
        """The answer (Accepted as JSON), and whether it repeats an earlier one. Raises FacevalueError, ClientDisconnect."""
        credential = await self._access.require(headers.get(b"authorization", b""), SCOPE)
        self._limiter.take_request(credential.id)
        if not credential.app:
            raise errors.Forbidden("Engagements are reported by apps: use the API key of an app")
        key, is_ndjson = _key(headers), _is_ndjson(headers)
        body = await self._bodies.receive(headers, receive)
        reading = read(body, self._now_ms(), is_ndjson=is_ndjson)
        self._limiter.take_engagements(credential.id, reading.lines)
        digest = hashlib.blake2b(body, digest_size=16).digest() if key else b""
        del body
        await self._reject_posts_of_others(reading, credential.app)
        answer = Accepted(batch, len(reading.columns["line"]), reading.rejected)
        return await self._append(credential.app, key, digest, _records(reading, credential.app), answer)

    async def _append(self, app: int, key: str, digest: bytes, new: Records, accepted: Accepted) -> tuple[bytes, bool]:
        answer = msgspec.json.encode(accepted)
        if accepted.accepted or key:
            # The first answer is kept with its key: worked out again, the clock or a new post could lead to another one.
            delivery = Delivery(app, key, digest, new, answer if key else b"")
            receipt = await self._commit.append(delivery)
            if receipt.repeated:
                accepted = msgspec.json.decode(receipt.answer, type=Accepted)
                _refuse_if_nothing(accepted)
                return receipt.answer, True
        _refuse_if_nothing(accepted)
        return answer, False

    async def _reject_posts_of_others(self, reading: Reading, app: int) -> None:
        foreign = await self._posts.of_others(reading.columns["post"], app)
        if foreign.any():
            reading.reject(foreign, "post_of_other_app", "The post belongs to another app")


def _key(headers: Headers) -> str:
    key = headers.get(b"idempotency-key")
    if key is not None and not _KEY.fullmatch(key):
        raise errors.InvalidKey(f"Idempotency-Key takes 1 to {KEY_CHARACTERS_MAX} visible ASCII characters")
    return key.decode() if key else ""


def _is_ndjson(headers: Headers) -> bool:
    media = headers.get(b"content-type", b"").split(b";")[0].strip().lower().decode("latin-1")
    if media not in NDJSON_TYPES and media not in JSON_TYPES:
        raise errors.UnsupportedMedia(f"Send Content-Type {NDJSON_TYPES[0]} or {JSON_TYPES[0]}")
    if headers.get(b"content-encoding", b"identity").lower() != b"identity":
        raise errors.UnsupportedMedia("Compressed bodies are not read here")
    return media in NDJSON_TYPES


def _records(reading: Reading, app: int) -> Records:
    columns = {name: reading.columns[name] for name in ("op", "actor", "via", "at")}
    return records.make(**columns, subject=reading.columns["post"], app=np.full(len(columns["op"]), app))


def _refuse_if_nothing(accepted: Accepted) -> None:
    if not accepted.accepted:
        rejected = msgspec.to_builtins(accepted.rejected)
        raise errors.NothingAccepted("None of the lines could be accepted: `rejected` says why", rejected=rejected)
