"""What a partner's server writes and reads: HTTP Basic (RFC 7617), PKCE (RFC 7636), JSON Web Tokens (RFC 7519)."""

import hashlib
import json
from base64 import b64encode, urlsafe_b64decode, urlsafe_b64encode
from typing import Any


def basic(client: str, secret: str) -> str:
    """The header Authorization."""
    return "Basic " + b64encode(f"{client}:{secret}".encode()).decode()


def challenge_of(verifier: str) -> str:
    """The code challenge S256."""
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def claims_of(token: str) -> Any:
    """What a token says, unchecked."""
    payload = token.split(".")[1]
    return json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
