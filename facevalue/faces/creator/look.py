"""From an app's theme to its stylesheet: the theme's tokens, those that follow from them, and the layout's rules."""

import re
from colorsys import hls_to_rgb, rgb_to_hls
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from facevalue.faces.creator import built
from facevalue.faces.ui import policy
from facevalue.identity.queries import Theme, contrast_ratio

APPS_KEPT = 256
HUES = 8
_WHITE = (255, 255, 255)
_TEXT_CONTRAST = 4.5
# White on the paper of a dark theme has at least so much.
_DARK_CONTRAST = 4.2

# A logo that is much wider than high has the app's name in it.
_WORDMARK_RATIO = 1.6
_VIEW_BOX = re.compile(r'viewBox="[\d.-]+[ ,]+[\d.-]+[ ,]+([\d.]+)[ ,]+([\d.]+)"')

Colour = tuple[int, int, int]


class Look(NamedTuple):
    """`css`: everything that the app's pages need; `digest`: how the policy names it; `name`: its address, the same as long
    as it stays; `bar`: the colour of the browser's own bars around the page; `wordmark`: whether the logo says the name."""

    css: str
    digest: str
    name: str
    bar: str
    wordmark: bool


@lru_cache(APPS_KEPT)
def look(theme: Theme) -> Look:
    """The stylesheet of a theme."""
    tokens = _tokens(theme)
    scheme = "dark" if contrast_ratio(theme.colours.paper, "#ffffff") > _DARK_CONTRAST else "light"
    box = _VIEW_BOX.search(theme.logo)
    wordmark = box is not None and float(box[1]) > _WORDMARK_RATIO * float(box[2])
    root = f":root{{color-scheme:{scheme};" + "".join(f"--{name}:{value};" for name, value in tokens.items()) + "}"
    hues = "".join(f".hue-{n}{{--hue:{_write(colour)}}}" for n, colour in enumerate(_hues(_read(theme.colours.accent))))
    css = root + built.text("look.css") + built.text(f"look-{theme.layout}.css") + hues
    return Look(css, policy.digest(css), sha256(css.encode()).hexdigest()[:16], tokens["bar"], wordmark)


def _tokens(theme: Theme) -> dict[str, str]:
    given = {name.replace("_", "-"): colour for name, colour in theme.colours.items()}
    paper, surface, ink, accent = (_read(given[name]) for name in ("paper", "surface", "ink", "accent"))
    softs = {f"{name}-soft": _write(_soft(_read(given[name]), surface, ink)) for name in ("accent", "good", "warn", "bad")}
    bar = accent if theme.layout == "cards" else paper
    return given | softs | {
        "sunken": _write(_mix(paper, ink, 0.07)),
        "hair": _write(_mix(surface, ink, 0.13)),
        "on-bad": _write(_on(_read(given["bad"]))),
        "bar": _write(bar),
        "on-bar": given["on-accent"] if bar == accent else given["ink"],
        "radius": f"{theme.radius_px}px",
        "font": theme.stack,
    }  # fmt: skip


def _soft(colour: Colour, surface: Colour, ink: Colour) -> Colour:
    """A breath of a colour on the surface, never so much that the ink on it is hard to read."""
    for tenths in (16, 12, 8, 4):
        mixed = _mix(surface, colour, tenths / 100)
        if _contrast(mixed, ink) >= _TEXT_CONTRAST:
            return mixed
    return surface


def _hues(accent: Colour) -> list[Colour]:
    """Colours around the circle, beginning with the accent's, that white can be read on."""
    hue, _, saturation = rgb_to_hls(*(part / 255 for part in accent))
    saturation = min(max(saturation, 0.45), 0.75)
    return [_readable((hue + n / HUES) % 1, saturation) for n in range(HUES)]


def _readable(hue: float, saturation: float) -> Colour:
    for lightness in range(52, 15, -2):
        red, green, blue = (round(part * 255) for part in hls_to_rgb(hue, lightness / 100, saturation))
        if _contrast((red, green, blue), _WHITE) >= _TEXT_CONTRAST:
            return (red, green, blue)
    return (0, 0, 0)


def _on(ground: Colour) -> Colour:
    return max((_WHITE, (17, 17, 17)), key=lambda text: _contrast(text, ground))


def _contrast(one: Colour, other: Colour) -> float:
    return contrast_ratio(_write(one), _write(other))


def _mix(ground: Colour, colour: Colour, share: float) -> Colour:
    red, green, blue = (round(below + (above - below) * share) for below, above in zip(ground, colour, strict=True))
    return (red, green, blue)


def _read(colour: str) -> Colour:
    return (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16))


def _write(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
