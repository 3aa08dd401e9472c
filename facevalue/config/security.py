"""Response headers that Django 5.2 does not set itself."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from facevalue.faces.ui.policy import form_targets, frame_ancestors, framed, style_digests

# Scripts and styles come from our own files alone, so that text which slips into a page can never run.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'none'",
    )
)


def content_security_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: every response carries the policy unless its view chose another. A style that stands in the page is allowed
    by its digest, which is the same for everybody, so that pages can be kept and compressed; nothing else in it ever is."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        policy, styles = f"{POLICY}; form-action {form_targets(request)}", style_digests(request)
        policy += f"; frame-ancestors {frame_ancestors(request)}"
        if styles:
            policy += f"; style-src 'self' {' '.join(styles)}"
        if framed(request):
            policy += f"; frame-src 'self' {' '.join(framed(request))}"
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return middleware
