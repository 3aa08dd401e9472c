"""A phone's passkeys, in software: ES256 keys, attestation "none" (https://www.w3.org/TR/webauthn-3/#sctn-none-attestation)."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Phone:
    """Keeps one passkey for one host."""

    host: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = b"the id of a credential"
    user: bytes = b""

    def create(self, options: dict[str, Any]) -> str:
        """What the browser answers when it was asked for a new passkey."""
        self.user = _bytes(options["user"]["id"])
        key = ES256.from_cryptography_key(self.key.public_key())  # type: ignore[no-untyped-call]
        public = AttestedCredentialData.create(Aaguid.NONE, self.id, key)
        attestation = AttestationObject.create("none", self._data(flags=0x45, public=public), {})
        client = self._client("webauthn.create", options["challenge"])
        return self._answer(clientDataJSON=_text(client), attestationObject=_text(bytes(attestation)))

    def get(self, options: dict[str, Any], user: bytes | None = None) -> str:
        """What the browser answers when it was asked to sign."""
        data, client = self._data(flags=0x05), self._client("webauthn.get", options["challenge"])
        signature = self.key.sign(bytes(data) + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            clientDataJSON=_text(client),
            authenticatorData=_text(bytes(data)),
            signature=_text(signature),
            userHandle=_text(self.user if user is None else user),
        )

    def _data(self, flags: int, public: AttestedCredentialData | bytes = b"") -> Any:
        rp = hashlib.sha256(self.host.encode()).digest()
        return AuthenticatorData.create(rp, AuthenticatorData.FLAG(flags), 1, bytes(public))

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": f"https://{self.host}"}).encode()

    def _answer(self, **response: str) -> str:
        parts = {"id": _text(self.id), "rawId": _text(self.id), "type": "public-key", "response": response}
        return json.dumps({**parts, "clientExtensionResults": {}})
