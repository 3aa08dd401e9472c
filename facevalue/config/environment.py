"""Every environment variable that Facevalue reads, read here and nowhere else (docs/settings.md explains each)."""

import ipaddress
import json
import os
import secrets
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa


@dataclass(frozen=True, slots=True)
class Environment:
    """What the operator chose. `database_url` is empty for SQLite inside `data`; pictures go to a storage of Django's,
    of the class `media_backend` with the arguments `media_options`; `words` is a folder of words that people may not write;
    `proxies` are believed who a client is."""

    data: Path
    database_url: str
    hosts: tuple[str, ...]
    https: bool
    debug: bool
    media_backend: str
    media_options: dict[str, Any]
    picture_model: Path | None
    sms: str
    mail: str
    words: Path | None
    proxies: tuple[str, ...]


def environment() -> Environment:
    """Reads the environment as it is now; relative paths count from the working directory."""
    hosts = os.environ.get("FACEVALUE_HOSTS", "localhost,.localhost,127.0.0.1")
    return Environment(
        data=Path(os.environ.get("FACEVALUE_DATA", "data")).absolute(),
        database_url=os.environ.get("DATABASE_URL", ""),
        hosts=_listed(hosts),
        https=_is_on("FACEVALUE_HTTPS"),
        debug=_is_on("FACEVALUE_DEBUG"),
        media_backend=os.environ.get("FACEVALUE_MEDIA_BACKEND", "facevalue.studio.media.MediaFolder"),
        media_options=_object("FACEVALUE_MEDIA_OPTIONS"),
        picture_model=Path(model) if (model := os.environ.get("FACEVALUE_PICTURE_MODEL", "")) else None,
        sms=os.environ.get("FACEVALUE_SMS", "facevalue.identity.sms.log"),
        mail=os.environ.get("FACEVALUE_MAIL", ""),
        words=Path(words).absolute() if (words := os.environ.get("FACEVALUE_WORDS", "")) else None,
        proxies=_networks("FACEVALUE_PROXIES"),
    )


def choose(data: Path, database_url: str = "") -> None:
    """Points this process at a data folder, before Django's settings are loaded."""
    os.environ["FACEVALUE_DATA"] = str(data.absolute())
    os.environ["DATABASE_URL"] = database_url


def show_messages() -> None:
    """What this process would send lands in the outbox instead, unless the operator chose a gateway: for the demo."""
    os.environ.setdefault("FACEVALUE_SMS", "facevalue.identity.sms.outbox")


def give_runtime_folder() -> None:
    """Sees to a runtime folder of the user, which the package of PostgreSQL's server otherwise warns about."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="facevalue-run-"))


def use_django_settings() -> None:
    """Points Django at our settings, as its own commands expect."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "facevalue.config.settings")


def _is_on(name: str) -> bool:
    value = os.environ.get(name, "0")
    if value not in ("0", "1"):
        raise ValueError(f"{name} must be 0 or 1, not {value!r}")
    return value == "1"


def _listed(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _networks(name: str) -> tuple[str, ...]:
    networks = _listed(os.environ.get(name, ""))
    try:
        for network in networks:
            ipaddress.ip_network(network)
    except ValueError as error:
        raise ValueError(f"{name} must be addresses and networks, with commas between them: {error}") from None
    return networks


def _object(name: str) -> dict[str, Any]:
    value = json.loads(os.environ.get(name) or "{}")
    if not isinstance(value, dict):
        raise ValueError(f"{name} must be a JSON object")
    return value


def secret_key(data: Path) -> str:
    """The key that signs sessions, made once per data folder and readable by its owner alone."""
    return _kept(data / "secret.key", lambda: secrets.token_urlsafe(48))


def signing_key(data: Path) -> str:
    """The RSA key that signs what partner apps are told of people, as PEM; made and kept likewise."""
    return _kept(data / "oidc.pem", _make_rsa)


def _make_rsa() -> str:
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain).decode()


def _kept(path: Path, make: Callable[[], str]) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    if not path.exists():
        with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make())
        try:
            # A link appears whole and never replaces: of two processes that start together, both read the first's key.
            os.link(scratch, path)
        except FileExistsError:
            pass
        finally:
            scratch.unlink()
    return path.read_text()
