"""Where pictures lie: under the SHA-256 of their bytes, so a name never changes its meaning and may be cached forever.

Public pictures are `<2 digits>/<64 digits>.<extension>` and served to whoever knows the name; photos as they came from people
lie below `private/` and are not.
"""

import hashlib
import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage

PREFIX = "/media/"
TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}
_PUBLIC = re.compile(rf"([0-9a-f]{{2}})/(\1[0-9a-f]{{62}})\.({'|'.join(TYPES)})")


class MediaFolder(FileSystemStorage):
    """Files in a folder, each of which appears whole and on the disk, or not at all."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself: what lies there already is the same."""
        return name

    def _save(self, name: str, content: "File[bytes]") -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = path.with_name(f".{secrets.token_hex(8)}")
        try:
            with scratch.open("xb") as file:
                for piece in content.chunks():
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            scratch.replace(path)
            _sync(path.parent)
        finally:
            with suppress(FileNotFoundError):
                scratch.unlink()
        return name


def _sync(folder: Path) -> None:
    """Puts the names in a folder on the disk, as the bytes already are."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put(data: bytes, extension: str, *, private: bool = False) -> str:
    """Keeps a picture and returns its name; the same bytes lie there once."""
    sha = hashlib.sha256(data).hexdigest()
    name = f"{'private/' if private else ''}{sha[:2]}/{sha}.{extension}"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(data))
    return name


def get(name: str) -> bytes:
    """The bytes of a picture. Raises FileNotFoundError."""
    with default_storage.open(name) as file:
        data: bytes = file.read()
    return data


def public(name: str) -> tuple[str, str] | None:
    """(entity tag, content type) of the name of a public picture, None if it is no such name."""
    match = _PUBLIC.fullmatch(name)
    return (match[2], TYPES[match[3]]) if match else None


def remove(name: str) -> None:
    """Takes a picture away; one that is gone already is none the worse."""
    default_storage.delete(name)
