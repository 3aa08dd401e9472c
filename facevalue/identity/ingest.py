"""Identity for the hot paths, without Django."""

import hashlib
import hmac

import msgspec
import numpy as np

from facevalue.identity import rules
from facevalue.kit import sql
from facevalue.kit.db import Database

_SQL = sql.load("facevalue.identity")
_NO_DIGEST = "0" * 64


class Credential(msgspec.Struct, frozen=True):
    """Who calls: an organisation's key, or (`app` > 0) that of one of its apps. `expires_at` in ms, 0 = never."""

    id: int
    organisation: int
    app: int
    scopes: frozenset[str]
    expires_at: int


def authenticate(db: Database, key_text: str, now_ms: int) -> Credential | None:
    """The credential behind a key text; None if the key is unknown, wrong, revoked or expired: which of them is not told."""
    parts = rules.read_key(key_text)
    if parts is None:
        return None
    credential, secret = parts
    row = db.row(_SQL.credential, credential=credential)
    organisation, app, scopes, stored, expires_at, revoked_at = row or (0, 0, "", _NO_DIGEST, 0, 0)
    if not hmac.compare_digest(rules.digest(secret), stored) or revoked_at or 0 < expires_at <= now_ms:
        return None
    return Credential(credential, organisation, app, frozenset(scopes.split()), expires_at)


def note_use(db: Database, credential: int, now_ms: int) -> None:
    """Remembers, to the minute, when a credential was last used."""
    db.run(_SQL.note_use, credential=credential, now_ms=now_ms)


def names(db: Database, person_ids: list[int]) -> dict[int, str]:
    """The names of a few people by id; people unknown here are left out."""
    db.stage(_SQL.stage_people, {"person": np.array(person_ids, np.int64)})
    return dict(db.rows(_SQL.names))


def app_names(db: Database, app_ids: list[int]) -> dict[int, str]:
    """The names of a few apps by id; apps unknown here are left out."""
    db.stage(_SQL.stage_apps, {"app": np.array(app_ids, np.int64)})
    return dict(db.rows(_SQL.app_names))


def sign_live(secret: bytes, campaign: int, person: int, expires_ms: int) -> str:
    """A token with which a person's browser opens the live stream of one campaign until `expires_ms`:
    `campaign.person.expires_ms.HMAC-SHA256` (RFC 2104), the code in hexadecimal digits."""
    claims = f"{campaign}.{person}.{expires_ms}"
    return f"{claims}.{_code(secret, claims)}"


def verify_live(secret: bytes, token: str, campaign: int, now_ms: int) -> int | None:
    """The person of a live token that is good for this campaign now, None for any other token."""
    claims, _, code = token.rpartition(".")
    # Whatever carries our code was written by us, so its parts need no further check.
    if not token.isascii() or not hmac.compare_digest(code, _code(secret, claims)):
        return None
    claimed, person, expires_ms = (int(part) for part in claims.split("."))
    return person if claimed == campaign and now_ms < expires_ms else None


def _code(secret: bytes, claims: str) -> str:
    assert secret, "a live token needs a secret"
    # The purpose is part of what is signed: no code made elsewhere with the same secret fits here.
    return hmac.new(secret, f"live:{claims}".encode(), hashlib.sha256).hexdigest()
