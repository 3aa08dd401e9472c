"""The design tokens: readable in light and dark (WCAG 2.2, success criteria 1.4.3 and 1.4.11), and used everywhere."""

import re
from pathlib import Path

import pytest

FACES = Path(__file__).parents[3] / "facevalue" / "faces"
STYLESHEET = FACES / "ui" / "static" / "ui" / "ui.css"
TEXT_MIN, GRAPHIC_MIN = 4.5, 3.0

TEXT = [
    (text, ground)
    for text, grounds in {
        "ink": ("paper", "surface", "sunken", "free-soft", "warn-soft", "bad-soft", "good-soft"),
        "muted": ("paper", "surface", "sunken"),
        "link": ("paper", "surface", "bad-soft"),
        "on-accent": ("accent", "accent-hover"),
        "good": ("good-soft",),
        "warn": ("warn-soft",),
        "bad": ("bad-soft", "surface"),
    }.items()
    for ground in grounds
]
GRAPHICS = [
    (shape, ground)
    for shape, grounds in {
        "paid": ("surface", "sunken", "paid-soft"),
        "free": ("surface", "sunken"),
        "muted": ("sunken",),
        "line-strong": ("paper", "surface"),
        "focus": ("paper", "surface"),
        "accent": ("paper", "surface"),
    }.items()
    for ground in grounds
]


def _schemes() -> tuple[dict[str, str], dict[str, str]]:
    """The colours of the light scheme and those that the dark one puts in their place."""
    light, dark = re.findall(r":root \{(.*?)\n\s*\}", STYLESHEET.read_text(), re.DOTALL)
    colours = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in (light, dark)]
    return colours[0], colours[1]


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
    assert _contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, TEXT_MIN), (GRAPHICS, GRAPHIC_MIN)], ids=["text", "graphics"])
def test_everything_stands_out_from_its_ground(scheme: int, pairs: list[tuple[str, str]], least: float) -> None:
    tokens = _schemes()[scheme]
    contrasts = {f"{front} on {back}": round(_contrast(tokens[front], tokens[back]), 2) for front, back in pairs}
    assert {pair: contrast for pair, contrast in contrasts.items() if contrast < least} == {}


def test_both_schemes_have_every_colour() -> None:
    light, dark = _schemes()
    assert light.keys() == dark.keys()


def test_every_token_that_is_used_exists() -> None:
    text = STYLESHEET.read_text()
    chart = Path(__file__).parents[3] / "frontend" / "brand" / "campaign" / "chart.ts"
    used = set(re.findall(r"var\(--([\w-]+)\)", text)) | set(re.findall(r'token\("([\w-]+)"\)', chart.read_text()))
    assert used
    assert used - set(re.findall(r"--([\w-]+):", text)) == set()


def test_pages_carry_no_style_of_their_own() -> None:
    """No inline style, colour or script, and nothing from elsewhere: the policy of our responses forbids all of it."""
    templates = [path for path in FACES.rglob("*.html") if {"ui", "brand"} & {path.relative_to(FACES).parts[0]}]
    assert templates
    forbidden = re.compile(r"style=|<style|#[0-9a-f]{3,8}\b(?!\")|\son\w+=|https?://|<script>", re.IGNORECASE)
    found = {path.name: match.group() for path in templates if (match := forbidden.search(path.read_text()))}
    assert found == {}


def test_every_class_exists() -> None:
    """A class that the stylesheet does not know is a misspelling or a leftover."""
    known = set(re.findall(r"\.([a-z][\w-]*)", STYLESHEET.read_text()))
    used = {
        name
        for path in FACES.rglob("*.html")
        if path.relative_to(FACES).parts[0] in ("ui", "brand")
        for value in re.findall(r'class="([^"]*)"', re.sub(r"{%.*?%}|\w*-*{{.*?}}", "", path.read_text()))
        for name in value.split()
    }
    assert used
    assert used - known == set()
