"""What an app looks like and how one gets into it: plain values, and what makes them sound."""

import re
from collections.abc import Iterator
from enum import StrEnum
from hashlib import sha256

import msgspec
from phonenumbers import SUPPORTED_REGIONS

from facevalue.identity.errors import UnsoundTheme

# A scheme, a host, perhaps a port: what browsers call an origin. Plain http is for a developer's own machine.
ORIGIN = re.compile(r"https://[a-z0-9.-]{1,253}(:[0-9]{1,5})?|http://([a-z0-9-]+\.)*localhost(:[0-9]{1,5})?")
PARTNERS_MAX = 20
COLOUR = re.compile(r"#[0-9a-f]{6}")
# Whoever uploads a drawing makes it safe (`studio`); this only refuses what plainly was not.
_ACTIVE = re.compile(
    r"<[!?]|<(?:\w+:)?(?:script|foreignobject|image|iframe|a)\b|\son\w+\s*=|javascript:|href\s*=\s*[\"'](?!#)",
    re.IGNORECASE,
)
LANGUAGES = {
    "en": "English",
    "id": "Bahasa Indonesia",
    "th": "ไทย",
    "vi": "Tiếng Việt",
    "fil": "Filipino",
    "ms": "Bahasa Melayu",
}
RADIUS_PX_MAX, AGE_MAX, NAME_MAX, TAGLINE_MAX, TERMS_MAX, SVG_MAX = 28, 21, 40, 120, 20_000, 12_000


class Way(StrEnum):
    """How one signs up and logs in."""

    PHONE = "phone"
    EMAIL = "email"
    PASSKEY = "passkey"


class Typeface(StrEnum):
    """A family of letters; phones have some face of each, so that none is ever loaded (`STACKS`)."""

    SYSTEM = "system"
    HUMANIST = "humanist"
    GEOMETRIC = "geometric"
    ROUNDED = "rounded"
    SERIF = "serif"
    SLAB = "slab"


class Layout(StrEnum):
    """How the app's pages are laid out: white cards, pictures as large as the screen, or a magazine with thin lines."""

    CARDS = "cards"
    POSTER = "poster"
    PAPER = "paper"


# After https://modernfontstacks.com; each ends with faces that know Thai and Vietnamese.
STACKS = {
    Typeface.SYSTEM: 'system-ui, Roboto, "Noto Sans", "Noto Sans Thai", sans-serif',
    Typeface.HUMANIST: 'Seravek, "Gill Sans Nova", Ubuntu, Calibri, "DejaVu Sans", "Noto Sans", "Noto Sans Thai", sans-serif',
    Typeface.GEOMETRIC: 'Avenir, Montserrat, Corbel, "URW Gothic", "Noto Sans", "Noto Sans Thai", sans-serif',
    Typeface.ROUNDED: 'ui-rounded, "Hiragino Maru Gothic ProN", Quicksand, Nunito, "Noto Sans", "Noto Sans Thai", sans-serif',
    Typeface.SERIF: 'Charter, "Bitstream Charter", Cambria, "Noto Serif", "Noto Serif Thai", serif',
    Typeface.SLAB: 'Rockwell, "Rockwell Nova", "Roboto Slab", "DejaVu Serif", "Noto Serif", "Noto Serif Thai", serif',
}


class Colours(msgspec.Struct, frozen=True):
    """The tokens of a stylesheet, each as `#rrggbb` in small letters."""

    paper: str = "#f6f4ef"
    surface: str = "#ffffff"
    ink: str = "#1e1b24"
    muted: str = "#5c5766"
    line: str = "#807a70"
    accent: str = "#262a56"
    on_accent: str = "#ffffff"
    good: str = "#1c6a3a"
    warn: str = "#7d5200"
    bad: str = "#ad231c"

    def items(self) -> Iterator[tuple[str, str]]:
        """(token, colour) of each."""
        return ((name, getattr(self, name)) for name in self.__struct_fields__)


class SignUp(msgspec.Struct, frozen=True):
    """Who may sign up: `age_min` in years, 0 = nobody is asked; `countries` as ISO 3166-1 codes whose phone numbers are taken,
    the first being the one in which numbers without a code are read, none = every country."""

    ways: tuple[Way, ...] = tuple(Way)
    age_min: int = 0
    countries: tuple[str, ...] = ()


class Theme(msgspec.Struct, frozen=True):
    """One version of an app's theme; `number` 0 is the default that nobody made.

    `logo` and `icon` are SVG made safe, the icon square; `currency` is empty if amounts are shown in tokens, else the ISO 4217
    code of the money in which they are shown; `terms_version` grows whenever the terms' text changes; `partners`: the origins
    whose pages may show the composer, such as `https://shop.example`.
    """

    app: int
    number: int
    name: str
    tagline: str = ""
    logo: str = ""
    icon: str = ""
    colours: Colours = Colours()
    typeface: Typeface = Typeface.SYSTEM
    radius_px: int = 12
    layout: Layout = Layout.CARDS
    languages: tuple[str, ...] = ("en",)
    currency: str = ""
    terms: str = ""
    terms_version: int = 1
    sign_up: SignUp = SignUp()
    partners: tuple[str, ...] = ()

    @property
    def stack(self) -> str:
        """The value of CSS font-family."""
        return STACKS[self.typeface]


def default(app: int, name: str) -> Theme:
    """What an app looks like as long as its operator has made nothing else."""
    return Theme(app, 0, name[:NAME_MAX], icon=draw_icon(name, Colours()), languages=tuple(LANGUAGES))


def draw_icon(name: str, colours: Colours) -> str:
    """A square sign that is the same for the same name: a flower whose petals its hash counts, turns and sizes."""
    seed = sha256(name.encode()).digest()
    petals, width, start = 3 + seed[0] % 4, 6 + seed[1] % 4, seed[2] % 90
    shapes = "".join(
        f'<ellipse cx="32" cy="20" rx="{width}" ry="12" transform="rotate({start + turn * 360 // petals} 32 32)"/>'
        for turn in range(petals)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<rect width="64" height="64" rx="14" fill="{colours.accent}"/><g fill="{colours.on_accent}">{shapes}</g></svg>'
    )


def check(theme: Theme) -> None:
    """Raises UnsoundTheme, which names the fields and what is wrong with each."""
    wrong = dict(_wrong(theme))
    if wrong:
        raise UnsoundTheme("Some of this cannot be used as it is", fields=wrong)


def _wrong(theme: Theme) -> Iterator[tuple[str, str]]:
    if not 0 < len(theme.name.strip()) <= NAME_MAX:
        yield "name", f"A name has 1 to {NAME_MAX} letters"
    for field, limit in (("tagline", TAGLINE_MAX), ("terms", TERMS_MAX), ("logo", SVG_MAX), ("icon", SVG_MAX)):
        if len(getattr(theme, field)) > limit:
            yield field, f"At most {limit:,} characters"
    for field in ("logo", "icon"):
        drawing = getattr(theme, field)
        if drawing and (not drawing.startswith("<svg ") or _ACTIVE.search(drawing)):
            yield field, "A drawing of shapes and paint alone, as SVG"
    for name, colour in theme.colours.items():
        if not COLOUR.fullmatch(colour):
            yield name, "A colour looks like #1a2b3c"
    if not 0 <= theme.radius_px <= RADIUS_PX_MAX:
        yield "radius_px", f"0 to {RADIUS_PX_MAX} pixels"
    if not theme.languages or not set(theme.languages) <= set(LANGUAGES):
        yield "languages", "At least one of " + ", ".join(LANGUAGES)
    if theme.currency and not re.fullmatch("[A-Z]{3}", theme.currency):
        yield "currency", "Three letters, such as IDR, or nothing"
    yield from _wrong_ways(theme)


def _wrong_ways(theme: Theme) -> Iterator[tuple[str, str]]:
    if not theme.sign_up.ways:
        yield "ways", "At least one way to sign up"
    if len(theme.partners) > PARTNERS_MAX or not all(ORIGIN.fullmatch(origin) for origin in theme.partners):
        yield "partners", f"At most {PARTNERS_MAX} addresses such as https://shop.example"
    if not 0 <= theme.sign_up.age_min <= AGE_MAX:
        yield "age_min", f"0 to {AGE_MAX} years"
    if not set(theme.sign_up.countries) <= SUPPORTED_REGIONS:
        yield "countries", "Codes of two letters, such as ID"
