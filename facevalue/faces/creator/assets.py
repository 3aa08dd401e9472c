"""What a browser asks of an app besides pages: its stylesheet, signs and manifest."""

from functools import lru_cache
from hashlib import sha256
from io import BytesIO

import resvg_py
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from PIL import Image

from facevalue.faces.creator.look import look
from facevalue.faces.ui.hosts import AppRequest
from facevalue.identity.queries import Theme

SIZES = (32, 180, 192, 512)
# Systems cut signs to circles and drops: what matters lies within 80 % (W3C App Manifest, 1.8.3).
MASKABLE = 512
_SAFE_SHARE = 0.8
_SIGNS_KEPT = 512
FOREVER = "public, max-age=31536000, immutable"
LOOK_COOKIE = "look"


def sign_name(theme: Theme) -> str:
    """Stands in addresses of the app's signs: another sign has another one."""
    return sha256((theme.icon + theme.colours.paper).encode()).hexdigest()[:12]


def logo_name(theme: Theme) -> str:
    """Likewise for its logo."""
    return sha256(theme.logo.encode()).hexdigest()[:12]


@require_safe
def stylesheet(request: AppRequest, name: str) -> HttpResponse:
    """The stylesheet, for every page after the first, which has it inside. Whoever has got it says so by a cookie."""
    found = look(request.theme)
    if name != found.name:
        raise Http404
    response = HttpResponse(found.css, content_type="text/css; charset=utf-8", headers={"Cache-Control": FOREVER})
    response.set_cookie(LOOK_COOKIE, found.name, max_age=31_536_000, samesite="Lax", httponly=True, secure=request.is_secure())
    return response


@require_safe
def sign(request: AppRequest, name: str, size: int, shape: str = "any") -> HttpResponse:
    """The app's sign as PNG, `size` pixels wide; of `shape` "maskable" with room around it."""
    if name != sign_name(request.theme) or size not in SIZES:
        raise Http404
    share = _SAFE_SHARE if shape == "maskable" else 1.0
    png = draw_sign(request.theme.icon, size, share, request.theme.colours.accent)
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": FOREVER})


@lru_cache(_SIGNS_KEPT)
def draw_sign(svg: str, size: int, share: float, ground: str) -> bytes:
    """A square PNG of a sign that fills this share of its side; around it is `ground`."""
    inner = round(size * share)
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=inner, height=inner, skip_system_fonts=True))
    drawn = Image.open(BytesIO(png)).convert("RGBA")
    drawn.thumbnail((inner, inner))
    image = Image.new("RGBA", (size, size), ground if share < 1 else (0, 0, 0, 0))
    at = ((size - drawn.width) // 2, (size - drawn.height) // 2)
    image.paste(drawn, at, drawn)
    file = BytesIO()
    image.quantize(64, method=Image.Quantize.FASTOCTREE).save(file, "PNG", optimize=True)
    return file.getvalue()


@require_safe
def logo(request: AppRequest, name: str) -> HttpResponse:
    """The app's logo; whatever slipped into it cannot run."""
    if not request.theme.logo or name != logo_name(request.theme):
        raise Http404
    headers = {"Cache-Control": FOREVER, "Content-Security-Policy": "default-src 'none'; sandbox"}
    return HttpResponse(request.theme.logo, content_type="image/svg+xml", headers=headers)


@require_safe
def manifest(request: AppRequest) -> HttpResponse:
    """What makes an app of the pages (W3C App Manifest)."""
    theme, found = request.theme, look(request.theme)

    def icon(size: int, shape: str) -> dict[str, str]:
        source = reverse("creator:sign", kwargs={"name": sign_name(theme), "size": size, "shape": shape})
        return {"src": source, "sizes": f"{size}x{size}", "type": "image/png", "purpose": shape}

    document = {
        "id": "/",
        "name": theme.name,
        "short_name": theme.name[:12],
        "description": theme.tagline,
        "lang": translation.get_language(),
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "start_url": reverse("creator:home"),
        "scope": "/",
        "display": "standalone",
        "orientation": "portrait",
        "background_color": theme.colours.paper,
        "theme_color": found.bar,
        "categories": ["social", "photo"],
        "icons": [icon(192, "any"), icon(512, "any"), icon(MASKABLE, "maskable")],
        "shortcuts": [{"name": gettext("Make a picture"), "url": reverse("creator:campaigns")}],
    }
    response = JsonResponse(document, content_type="application/manifest+json")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What the service worker shows where there is no network: no person's page, so that it may be kept."""
    return render(request, "creator/offline.html", {"account": None})
