"""Answers as small as the browser can read them.

A length tells something of what was compressed (BREACH, Prado, Harris and Gluck, 2013). It takes a secret, text of the
attacker's beside it, and the same page asked for in the victim's name many times. Our cookies are never sent with requests
that other sites make in the background (SameSite=Lax), the token of forms is masked anew for every page, session ids stand in
no page, and each answer is padded by a random length. Answers that hold a code or key call `keep_plain` and are not compressed.
"""

import gzip
import secrets
from collections.abc import Callable

import zstandard
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

LENGTH_MIN = 300
PADDING_MAX = 64
_TYPES = ("text/", "application/json", "application/manifest+json", "application/javascript", "image/svg+xml")
_ZSTD_LEVEL = 12
_GZIP_LEVEL = 7
# A frame that every reader of zstd skips (RFC 8878, 3.1.2).
_SKIPPED = 0x184D2A50


def keep_plain(response: HttpResponse) -> HttpResponse:
    """The response, which will not be compressed."""
    response.headers["Content-Encoding"] = "identity"
    return response


class Compression:
    """Middleware: compresses what is text and long enough, by zstd or gzip."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        if not isinstance(response, HttpResponse) or not response.headers.get("Content-Type", "").startswith(_TYPES):
            return response
        if response.headers.get("Content-Encoding") == "identity":
            del response.headers["Content-Encoding"]
            return response
        if len(response.content) < LENGTH_MIN or response.has_header("Content-Encoding"):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        coding = choose(request.headers.get("Accept-Encoding", ""))
        if coding:
            response.content = _CODINGS[coding](response.content)
            response.headers["Content-Encoding"] = coding
            response.headers["Content-Length"] = str(len(response.content))
            _weaken(response)
        return response


def choose(accepted: str) -> str:
    """The best coding that a header Accept-Encoding takes, or nothing."""
    taken = set()
    for part in accepted.lower().split(","):
        name, _, weight = part.replace(" ", "").partition(";q=")
        if weight not in ("0", "0.0", "0.00", "0.000"):
            taken.add(name)
    return next((coding for coding in _CODINGS if coding in taken), "")


def _zstd(body: bytes) -> bytes:
    padding = secrets.token_bytes(secrets.randbelow(PADDING_MAX))
    skipped = _SKIPPED.to_bytes(4, "little") + len(padding).to_bytes(4, "little") + padding
    return zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(body) + skipped


def _gzip(body: bytes) -> bytes:
    packed = gzip.compress(body, _GZIP_LEVEL, mtime=0)
    # The name of a file in the header, which nobody looks at (RFC 1952, 2.3.1).
    name = b"a" * (1 + secrets.randbelow(PADDING_MAX)) + b"\x00"
    return packed[:3] + bytes([packed[3] | 0x08]) + packed[4:10] + name + packed[10:]


_CODINGS: dict[str, Callable[[bytes], bytes]] = {"zstd": _zstd, "gzip": _gzip}


def _weaken(response: HttpResponse) -> None:
    tag = response.headers.get("ETag", "")
    if tag.startswith('"'):
        response.headers["ETag"] = "W/" + tag
