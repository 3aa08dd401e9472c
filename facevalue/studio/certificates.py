"""The deployment's key for signing pictures, its certificate, and the root above it: made once, kept in one file."""

import datetime
import os
import secrets
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_YEARS = 10


def read(path: Path) -> tuple[bytes, bytes]:
    """(key, certificate and root), in PEM; made when the file is missing, and readable by its owner alone."""
    if not path.exists():
        _keep(path, _make())
    text = path.read_bytes()
    ends = text.index(b"-----BEGIN CERTIFICATE-----")
    return text[:ends], text[ends:]


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
