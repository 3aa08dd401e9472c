"""What a page may hold besides our own files: `config.security` puts it into the policy of the response."""

from base64 import b64encode
from hashlib import sha256

from django.http import HttpRequest


def digest(text: str) -> str:
    """How a content security policy names a text that stands in a page (CSP Level 3, 6.7.2.3)."""
    return "'sha256-" + b64encode(sha256(text.encode()).digest()).decode() + "'"


def allow_style(request: HttpRequest, digest: str) -> None:
    """The page that answers this request holds the style with this digest."""
    request.style_digests = [*style_digests(request), digest]  # type: ignore[attr-defined]


def style_digests(request: HttpRequest) -> list[str]:
    """The styles in the page."""
    return getattr(request, "style_digests", [])


def allow_frames(request: HttpRequest, ancestors: list[str]) -> None:
    """Pages of these origins may show the page that answers this request in a frame."""
    request.frame_ancestors = ancestors  # type: ignore[attr-defined]


def frame_ancestors(request: HttpRequest) -> str:
    """Whose pages may show the page in a frame."""
    return " ".join(getattr(request, "frame_ancestors", ["'none'"]))
