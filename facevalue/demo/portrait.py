"""A person drawn with a few flat shapes: nobody's face, but everybody's mood."""

from collections.abc import Iterable
from math import cos, pi, sin
from random import Random
from typing import Literal, NamedTuple

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
Continent = Literal["asia", "africa"]
Point = tuple[float, float]
Hair = Literal["long", "bob", "bun", "waves", "braids", "afro", "scarf", "wrap", "short", "cap"]

SIZE = 640, 800
_HEAD = 92.0, 116.0
_CROWN = 102.0, 128.0


class Look(NamedTuple):
    """What stays the same in all pictures of a person."""

    skin: Colour
    hair_colour: Colour
    hair: Hair
    cloth: Colour
    beard: bool
    earrings: bool


# By continent: skin, hair styles of women, hair styles of men.
_LOOKS: dict[Continent, tuple[tuple[Colour, ...], tuple[Hair, ...], tuple[Hair, ...]]] = {
    "asia": (
        ((241, 201, 165), (226, 178, 138), (205, 152, 112), (183, 128, 92), (247, 214, 184)),
        ("long", "long", "bob", "bun", "waves"),
        ("short", "short", "cap"),
    ),
    "africa": (
        ((141, 89, 60), (116, 70, 46), (92, 54, 36), (158, 105, 72), (74, 44, 32)),
        ("braids", "braids", "afro", "wrap", "bun"),
        ("cap", "short"),
    ),
}
_HAIR_COLOURS = ((32, 24, 26), (44, 30, 26), (58, 38, 30), (24, 22, 30))
_CLOTHS: tuple[Colour, ...] = ((214, 96, 77), (70, 130, 128), (226, 160, 63), (118, 86, 140), (62, 99, 150), (190, 90, 120))


def look(continent: Continent, rng: Random, *, woman: bool, covered: bool) -> Look:
    """A look at random; `covered`: she wears a scarf."""
    skins, of_women, of_men = _LOOKS[continent]
    hair = "scarf" if covered else rng.choice(of_women if woman else of_men)
    bearded = not woman and rng.random() < 0.35
    return Look(rng.choice(skins), rng.choice(_HAIR_COLOURS), hair, rng.choice(_CLOTHS), bearded, woman and rng.random() < 0.7)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with a share of `other` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def draw(image: Image.Image, look: Look, clothes: tuple[Colour, Colour], rng: Random) -> None:
    """Draws the person into an image of SIZE, in these clothes and some mood."""
    _Portrait(image, look, (SIZE[0] / 2 + rng.uniform(-26, 26), 345 + rng.uniform(-14, 10)), rng).draw(clothes)


class _Portrait:
    """`x`, `y`: the middle of the head."""

    def __init__(self, image: Image.Image, look: Look, middle: Point, rng: Random) -> None:
        self.image, self.pen = image, ImageDraw.Draw(image)
        self.look, self.rng = look, rng
        self.x, self.y = middle
        self.shade = mix(look.skin, (60, 20, 30), 0.22)

    def draw(self, clothes: tuple[Colour, Colour]) -> None:
        self._hair_behind()
        self._body(clothes)
        self._oval(0, 0, *_HEAD, self.look.skin)
        if self.look.hair != "scarf":
            for side in (-1, 1):
                self._oval(side * _HEAD[0], 8, 15, 24, self.look.skin)
        self._face()
        self._hair_before()
        if self.look.earrings and self.look.hair != "scarf":
            for side in (-1, 1):
                self._oval(side * (_HEAD[0] + 3), 46, 9, 9, (238, 196, 92))

    def _oval(self, dx: float, dy: float, rx: float, ry: float, fill: Colour) -> None:
        x, y = self.x + dx, self.y + dy
        self.pen.ellipse((x - rx, y - ry, x + rx, y + ry), fill=fill)

    def _arc(self, dx: float, dy: float, rx: float, ry: float, span: tuple[float, float], colour: Colour, width: int) -> None:
        """Part of an ellipse's line; `span` in degrees clockwise from three o'clock."""
        x, y = self.x + dx, self.y + dy
        self.pen.line(list(_ellipse((x, y), rx, ry, *span)), fill=colour, width=width, joint="curve")

    def _body(self, clothes: tuple[Colour, Colour]) -> None:
        x, y, height = self.x, self.y, SIZE[1]
        mask = Image.new("L", SIZE, 0)
        cut = ImageDraw.Draw(mask)
        cut.ellipse((x - 226, y + 158, x + 226, y + 640), fill=255)
        cut.rectangle((x - 226, y + 400, x + 226, height), fill=255)
        self.image.paste(self._fabric(clothes), mask=mask)
        neckline = self.rng.choice((34.0, 58.0, 84.0))
        self._oval(0, 176, 66, neckline, self.look.skin)
        self.pen.rounded_rectangle((x - 42, y + 60, x + 42, y + 196), 38, fill=self.look.skin)
        self.pen.chord((x - 42, y + 60, x + 42, y + 150), 0, 180, fill=self.shade)
        if self.look.earrings and self.rng.random() < 0.5:
            self._arc(0, 150, 58, 60, (20, 160), (238, 196, 92), 5)

    def _fabric(self, clothes: tuple[Colour, Colour]) -> Image.Image:
        fabric = Image.new("RGB", SIZE, clothes[0])
        pen, other = ImageDraw.Draw(fabric), clothes[1]
        pattern = self.rng.choice(("plain", "dots", "stripes", "diamonds"))
        for row, y in enumerate(range(480, SIZE[1] + 60, 44)):
            for x in range(-40 + 30 * (row % 2), SIZE[0] + 60, 60):
                if pattern == "dots":
                    pen.ellipse((x - 9, y - 9, x + 9, y + 9), fill=other)
                elif pattern == "diamonds":
                    pen.polygon(((x, y - 22), (x + 18, y), (x, y + 22), (x - 18, y)), fill=other)
                elif pattern == "stripes":
                    pen.line((x, y, x + 60, y), fill=other, width=12)
        return fabric

    def _face(self) -> None:
        skin, dark, rng = self.look.skin, mix(self.look.hair_colour, (10, 8, 10), 0.4), self.rng
        blush = mix(skin, (226, 70, 88), 0.26)
        laughs, winks = rng.random() < 0.4, rng.random() < 0.12
        for side in (-1, 1):
            self._oval(side * 54, 38, 20, 13, blush)
            self._arc(side * 37, -16, 25, 17, (205, 335), dark, 7)
            if laughs or (winks and side == 1):
                self._arc(side * 37, 14, 17, 13, (200, 340), dark, 6)
            else:
                self._oval(side * 37, 8, 15, 11, (250, 247, 242))
                self._oval(side * 37, 8, 10, 11, mix(dark, (70, 40, 20), 0.35))
                self._oval(side * 37 - 3, 4, 3, 3, (255, 255, 255))
                self._arc(side * 37, 8, 17, 12, (188, 352), dark, 5)
        self._arc(0, 22, 11, 16, (25, 125), self.shade, 5)
        self._mouth(open_wide=laughs)
        if self.look.beard:
            self._arc(0, 40, 80, 72, (12, 168), dark, 13)

    def _mouth(self, *, open_wide: bool) -> None:
        x, y, lips = self.x, self.y + 58, mix(self.look.skin, (186, 34, 62), 0.6)
        if open_wide:
            self.pen.chord((x - 30, y - 26, x + 30, y + 24), 8, 172, fill=mix(lips, (60, 0, 10), 0.35))
            self.pen.chord((x - 24, y - 15, x + 24, y + 9), 12, 168, fill=(255, 252, 248))
        else:
            self._arc(0, 46, 27, 19, (25, 155), lips, 9)

    def _hair_behind(self) -> None:
        x, y, hair, style = self.x, self.y, self.look.hair_colour, self.look.hair
        if style in ("long", "waves", "braids"):
            self.pen.rounded_rectangle((x - 118, y - 112, x + 118, y + 268), 104, fill=hair)
        if style == "waves":
            for step in range(7):
                for side in (-1, 1):
                    self._oval(side * (106 + 10 * (step % 2)), 10 + step * 40, 34, 32, hair)
        elif style == "bob":
            self.pen.rounded_rectangle((x - 116, y - 112, x + 116, y + 106), 84, fill=hair)
        elif style == "bun":
            self._oval(0, -142, 54, 48, hair)
        elif style == "afro":
            self._oval(0, -42, 172, 158, hair)
        elif style == "scarf":
            self._oval(0, 20, 128, 158, self.look.cloth)

    def _hair_before(self) -> None:
        style = self.look.hair
        if style == "scarf":
            self._scarf()
            return
        dip = {"short": 0.62, "cap": 0.74, "afro": 0.66}.get(style, 0.5)
        part = self.rng.uniform(-0.5, 0.5) if style in ("long", "bob", "waves", "short") else 0.0
        self._crown(self.look.hair_colour, dip, part)
        if style == "braids":
            self._braids()
        elif style == "wrap":
            self._wrap()

    def _crown(self, colour: Colour, dip: float, part: float) -> None:
        """Hair over the forehead, down to `dip` of the head's height above its middle, and parted somewhere."""
        outside = list(_ellipse((self.x, self.y), *_CROWN, 176, 364))
        hairline = []
        for step in range(12, -13, -1):
            across = step / 12 - part
            height = 1 - abs(across / (1 - part if across > 0 else 1 + part)) ** 2.2
            hairline.append((self.x + step / 12 * _HEAD[0], self.y - _HEAD[1] * dip * height))
        self.pen.polygon([*outside, *hairline], fill=colour)

    def _braids(self) -> None:
        hair, bead = mix(self.look.hair_colour, (120, 80, 60), 0.25), self.look.cloth
        for side in (-1, 1):
            for number in range(4):
                x = self.x + side * (98 + number * 11)
                end = self.y + 190 + 18 * (number % 2)
                self.pen.line((self.x + side * 92, self.y - 40, x, self.y + 60, x, end), fill=hair, width=7, joint="curve")
                self.pen.ellipse((x - 7, end - 7, x + 7, end + 7), fill=bead)

    def _wrap(self) -> None:
        """A head wrap of stiff cloth in folds."""
        cloth = self.look.cloth
        folds = ((-62, -116, 84, 62), (62, -120, 84, 66), (0, -150, 92, 68), (0, -98, 112, 56))
        for number, (dx, dy, rx, ry) in enumerate(folds):
            self._oval(dx, dy, rx, ry, mix(cloth, (255, 255, 255) if number % 2 else (40, 10, 30), 0.16 + 0.04 * number))
        for fold in range(3):
            self._arc(0, -70 - 22 * fold, 104 - 8 * fold, 44, (200, 340), mix(cloth, (40, 10, 30), 0.34), 5)

    def _scarf(self) -> None:
        """A head scarf: a ring around the face that falls over the shoulders."""
        cloth, fold = self.look.cloth, mix(self.look.cloth, (30, 10, 30), 0.2)
        outer = list(_ellipse((self.x, self.y + 8), 124, 152, 0, 360))
        inner = list(_ellipse((self.x, self.y + 6), 84, 106, 360, 0))
        self.pen.polygon([*outer, *inner], fill=cloth)
        left, right, low = self.x - 150, self.x + 150, self.y + 250
        self.pen.polygon(
            ((self.x - 112, self.y + 66), (self.x + 112, self.y + 66), (right, low), (self.x + 20, low + 56), (left, low - 14)),
            fill=cloth,
        )
        self._oval(0, 6, 84, 106, self.look.skin)
        self._face()
        self._arc(0, 60, 118, 120, (30, 150), fold, 6)
        self._arc(16, 110, 130, 130, (40, 140), fold, 6)


def _ellipse(middle: Point, rx: float, ry: float, start: float, end: float) -> Iterable[Point]:
    """Points along an ellipse, from and to an angle in degrees clockwise from three o'clock."""
    steps = max(8, round(abs(end - start) / 6))
    for step in range(steps + 1):
        angle = (start + (end - start) * step / steps) * pi / 180
        yield middle[0] + rx * cos(angle), middle[1] + ry * sin(angle)
