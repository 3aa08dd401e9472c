"""Who made a picture, of what, and that it is an ad: a C2PA manifest inside the delivered JPEG, signed by this deployment.

After "Content Credentials: C2PA Technical Specification" 2.x. Key and certificates are made at the first picture and stay in
one file; nothing is fetched, neither when signing nor later: no time stamps, no revocation lists.
"""

import datetime
import os
import secrets
import threading
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import c2pa
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings

LABEL = "org.facevalue.post"
_YEARS = 10
_COMPOSITE = "http://cv.iptc.org/newscodes/digitalsourcetype/composite"
_SETTINGS = {
    "verify": {"verify_after_sign": False, "remote_manifest_fetch": False, "ocsp_fetch": False},
    "builder": {"thumbnail": {"enabled": False}},
}

_signers = threading.local()


def sign(jpeg: bytes, creator: int, composition: int, assets: Sequence[tuple[int, int]], disclosure: str) -> bytes:
    """The JPEG file with a manifest. `assets`: the ids of assets and the numbers of their versions."""
    signer = getattr(_signers, "signer", None)
    if signer is None:
        _signers.signer = signer = _signer(settings.PROVENANCE_FILE)
    post = {
        "creator": str(creator),
        "composition": str(composition),
        "assets": [{"id": str(asset), "version": number} for asset, number in assets],
        "advertisement": True,
        "disclosure": disclosure,
    }
    manifest = {
        "claim_generator_info": [{"name": "Facevalue"}],
        "format": "image/jpeg",
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": [{"action": "c2pa.created", "digitalSourceType": _COMPOSITE}]}},
            {"label": LABEL, "data": post},
        ],
    }
    signed = BytesIO()
    c2pa.Builder(manifest, _context()).sign(signer, "image/jpeg", BytesIO(jpeg), signed)
    return signed.getvalue()


@cache
def _context() -> Any:
    return c2pa.Context(c2pa.Settings.from_dict(_SETTINGS))


def _signer(path: Path) -> Any:
    """A signer of this thread."""
    if not path.exists():
        _keep(path, _make())
    text = path.read_bytes()
    ends = text.index(b"-----BEGIN CERTIFICATE-----")
    return c2pa.Signer.from_info(c2pa.C2paSignerInfo(b"es256", text[ends:], text[:ends], None))


def _keep(path: Path, text: bytes) -> None:
    scratch = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text)
    try:
        # A link appears whole and never replaces: of two that sign their first picture together, both take the first's key.
        path.hardlink_to(scratch)
    except FileExistsError:
        return
    finally:
        scratch.unlink()


def _make() -> bytes:
    """A key, its certificate, and that of the root which signed it and whose own key nobody keeps, in PEM."""
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = _certificate("Facevalue pictures: root", "Facevalue pictures: root", root_key.public_key(), root_key)
    leaf = _certificate("Facevalue pictures", "Facevalue pictures: root", key.public_key(), root_key)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + leaf.public_bytes(Encoding.PEM) + root.public_bytes(Encoding.PEM)


def _certificate(subject: str, issuer: str, public: Any, by: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    """As C2PA asks for: for signing alone, with a purpose, and saying whose key signed it."""
    is_root = subject == issuer
    today = datetime.datetime.now(datetime.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    usage = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"),
        False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=365 * _YEARS))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=0 if is_root else None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=not is_root, key_cert_sign=is_root, crl_sign=is_root, **usage), critical=True
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
    )
    if not is_root:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return builder.sign(by, hashes.SHA256())


def _name(common: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Facevalue"), x509.NameAttribute(NameOID.COMMON_NAME, common)]
    )
