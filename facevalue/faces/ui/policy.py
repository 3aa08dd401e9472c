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


def allow_form_targets(request: HttpRequest, sources: list[str]) -> None:
    """Forms of the page that answers this request may lead on to these sources."""
    request.form_targets = sources  # type: ignore[attr-defined]


def form_targets(request: HttpRequest) -> str:
    """Where forms may lead."""
    return " ".join(["'self'", *getattr(request, "form_targets", [])])


def allow_framed(request: HttpRequest, origin: str) -> None:
    """The page that answers this request shows pages of this origin in a frame."""
    request.framed = [*framed(request), origin]  # type: ignore[attr-defined]


def framed(request: HttpRequest) -> list[str]:
    """Whose pages the page shows in frames, besides our own."""
    return getattr(request, "framed", [])


def frame_ancestors(request: HttpRequest) -> str:
    """Whose pages may show the page in a frame."""
    return " ".join(getattr(request, "frame_ancestors", ["'none'"]))
