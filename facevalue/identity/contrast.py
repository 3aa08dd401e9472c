"""Whether a theme can be read, and which colours would do: WCAG 2.2, success criteria 1.4.3 (text) and 1.4.11 (shapes).

Colours are `#rrggbb`. The nearest one is looked for in OKLCH (Björn Ottosson, https://bottosson.github.io/posts/oklab), where
lightness is even to the eye, so that a colour keeps its hue and as much of its chroma as the screen can show.
"""

from collections.abc import Iterator, Sequence
from math import atan2, cbrt, cos, hypot, sin
from typing import NamedTuple

from facevalue.identity.themes import Colours

TEXT_MIN, SHAPE_MIN = 4.5, 3.0
_STEPS = 500
_Triple = tuple[float, float, float]


class Pair(NamedTuple):
    """Two tokens of which the stylesheet puts one onto the other."""

    front: str
    ground: str
    ratio_min: float


# Whatever faces/creator shows; its stylesheet may use no other pair for text and for what has to be seen.
PAIRS = (
    *(
        Pair(front, ground, TEXT_MIN)
        for front in ("ink", "muted", "accent", "good", "warn", "bad")
        for ground in ("paper", "surface")
    ),
    Pair("on_accent", "accent", TEXT_MIN),
    *(Pair("line", ground, SHAPE_MIN) for ground in ("paper", "surface")),
)


class Offer(NamedTuple):
    """A change of one token after which the pair can be read."""

    token: str
    colour: str


class Failure(NamedTuple):
    """A pair that cannot be read, and what would help, the smaller change first."""

    pair: Pair
    ratio: float
    offers: tuple[Offer, ...]


def ratio(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    return _ratio(_luminance(_channels(one)), _luminance(_channels(other)))


def _ratio(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def failures(colours: Colours) -> list[Failure]:
    """Every pair that cannot be read, with offers."""
    values = dict(colours.items())
    found = []
    for pair in PAIRS:
        is_ratio = ratio(values[pair.front], values[pair.ground])
        if is_ratio < pair.ratio_min:
            found.append(Failure(pair, is_ratio, _offers(pair, values)))
    return found


def nearest(colour: str, needs: Sequence[tuple[str, float]]) -> str | None:
    """The colour itself if it has every (other colour, ratio at least), else the one of the same hue that lies nearest and has
    them; None if there is none."""
    lightness, a, b = _oklab(colour)
    chroma, hue, here = hypot(a, b), atan2(b, a), round(lightness * _STEPS)
    others = [(_luminance(_channels(other)), ratio_min) for other, ratio_min in needs]
    if _suits(colour, others):
        return colour
    ways = (range(here, _STEPS + 1), range(here, -1, -1))  # lighter, and darker
    shades = ((_shown(step / _STEPS, chroma, hue) for step in way) for way in ways)
    found = (next((shade for shade in way if _suits(shade, others)), None) for way in shades)
    return min(filter(None, found), key=lambda shade: distance(colour, shade), default=None)


def _suits(colour: str, others: Sequence[tuple[float, float]]) -> bool:
    luminance = _luminance(_channels(colour))
    return all(_ratio(luminance, other) >= ratio_min for other, ratio_min in others)


def distance(one: str, other: str) -> float:
    """How different two colours look: their distance in OKLab, 0 to about 1."""
    return hypot(*(a - b for a, b in zip(_oklab(one), _oklab(other), strict=True)))


def _offers(pair: Pair, values: dict[str, str]) -> tuple[Offer, ...]:
    """For each token of the pair the nearest colour that suits all its pairs, or at least this one."""
    found = []
    for token, other in ((pair.front, pair.ground), (pair.ground, pair.front)):
        alone = [(values[other], pair.ratio_min)]
        colour = nearest(values[token], [*alone, *_other_needs(token, pair, values)]) or nearest(values[token], alone)
        if colour:
            found.append(Offer(token, colour))
    return tuple(sorted(found, key=lambda offer: distance(values[offer.token], offer.colour)))


def _other_needs(token: str, but: Pair, values: dict[str, str]) -> Iterator[tuple[str, float]]:
    for pair in PAIRS:
        if pair != but and token in pair[:2]:
            yield values[pair.ground if token == pair.front else pair.front], pair.ratio_min


def _shown(lightness: float, chroma: float, hue: float) -> str:
    """The screen's colour of this lightness and hue, with so much of the chroma as it can show."""
    low, high = 0.0, chroma
    channels = _linear(lightness, high, hue)
    if not _fits(channels):
        for _ in range(16):
            middle = (low + high) / 2
            low, high = (middle, high) if _fits(_linear(lightness, middle, hue)) else (low, middle)
        channels = _linear(lightness, low, hue)
    return "#" + "".join(f"{round(255 * _encode(min(max(channel, 0.0), 1.0))):02x}" for channel in channels)


def _fits(channels: _Triple) -> bool:
    return all(-1e-6 <= channel <= 1 + 1e-6 for channel in channels)


def _channels(colour: str) -> _Triple:
    """Linear red, green and blue, 0 to 1."""
    red, green, blue = (_decode(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return red, green, blue


def _luminance(channels: _Triple) -> float:
    red, green, blue = channels
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _decode(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _encode(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _oklab(colour: str) -> _Triple:
    red, green, blue = _channels(colour)
    long = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _linear(lightness: float, chroma: float, hue: float) -> _Triple:
    a, b = chroma * cos(hue), chroma * sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
