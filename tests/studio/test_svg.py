"""Drawings: shapes and paint get through, everything that acts or fetches does not."""

from io import BytesIO

import pytest
from PIL import Image

from facevalue.studio import svg
from facevalue.studio.errors import PictureTooLarge, UnsafeDrawing
from tests.studio.conftest import FRAME, STICKER


def drawn(inside: str, attributes: str = 'viewBox="0 0 100 100"') -> bytes:
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {space} {attributes}>{inside}</svg>".encode()


TENFOLD = "<g id='a{0}'>" + "<use href='#a{1}'/>" * 10 + "</g>"


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        ("<script>alert(1)</script>", "script"),
        ("<g><script href='https://evil.example/a.js'/></g>", "script"),
        ("<rect width='9' height='9' onload='alert(1)'/>", "script"),
        ("<rect width='9' height='9' ONCLICK='alert(1)'/>", "script"),
        ("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>hi</p></foreignObject>", "web page"),
        ("<p xmlns='http://www.w3.org/1999/xhtml'>hi</p>", "web page"),
        ("<image href='https://evil.example/a.png'/>", "picture"),
        ("<image xlink:href='file:///etc/passwd'/>", "picture"),
        ("<text>Kopi</text>", "outlines"),
        ("<animate attributeName='x'/>", "moves"),
        ("<set attributeName='x'/>", "moves"),
        ("<a href='https://evil.example'><rect/></a>", "<a>"),
        ("<use href='https://evil.example/a.svg#b'/>", "outside"),
        ("<use xlink:href='data:image/svg+xml,evil'/>", "outside"),
        ("<rect width='9' height='9' fill='url(https://evil.example/a.svg#b)'/>", "outside"),
        ("<rect width='9' height='9' style='fill: url( \"//evil.example\" )'/>", "outside"),
        ("<style>@import url(https://evil.example/a.css);</style>", "outside"),
        ("<style>rect { fill: url(https://evil.example) }</style>", "outside"),
        ("<linearGradient href='javascript:alert(1)'/>", "outside"),
        ("<feImage href='#a'/>", "feImage"),
        ("<iframe/>", "iframe"),
    ],
)
def test_what_acts_or_fetches_is_refused(inside: str, why: str) -> None:
    with pytest.raises(UnsafeDrawing) as caught:
        svg.sanitise(drawn(inside))
    assert why in caught.value.detail


@pytest.mark.parametrize(
    "data",
    [
        b"not xml",
        b"<svg/>",
        b"<html xmlns='http://www.w3.org/1999/xhtml'/>",
        drawn("", ""),
        drawn("", 'viewBox="0 0 0 0"'),
        drawn("", 'viewBox="0 0 1 1000"'),
        drawn("", 'viewBox="0 0 nan nan"'),
        drawn("<g>" * 50 + "</g>" * 50),
        b"<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + drawn("<title>&a;</title>"),
        b"<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>" + drawn("<title>&b;</title>"),
        drawn("<title>a</title>").decode().encode("utf-16"),
        drawn("<g id='a'><use href='#a'/></g>"),
        drawn("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>"),
        drawn(f"<rect id='a0' width='1' height='1'/>{''.join(TENFOLD.format(n + 1, n) for n in range(6))}<use href='#a6'/>"),
    ],
)
def test_what_is_built_to_harm_is_refused(data: bytes) -> None:
    with pytest.raises(UnsafeDrawing):
        svg.sanitise(data)


def test_large_files_are_refused() -> None:
    with pytest.raises(PictureTooLarge):
        svg.sanitise(drawn("<!--" + "a" * 1024 * 1024 + "-->"))


def test_what_editors_leave_behind_goes() -> None:
    clean, _, _ = svg.sanitise(
        b"<?xml version='1.0' encoding='UTF-8'?><!-- made with love --><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://x'>"
        b"<svg xmlns='http://www.w3.org/2000/svg' xmlns:i='http://inkscape.org' width='10px' height='10px' i:version='1'>"
        b"<metadata><secret/></metadata><i:view/><style>.a{fill:#f00}</style><rect class='a' width='10' height='10'/></svg>"
    )
    assert b"secret" not in clean
    assert b"version" not in clean
    assert b"love" not in clean
    assert b"#f00" in clean


def test_drawings_keep_their_proportions() -> None:
    image = Image.open(BytesIO(svg.rasterise(STICKER, 640)))
    assert image.size == (640, 320)
    assert image.getpixel((320, 160)) == (0, 136, 204, 255)
    assert image.getpixel((2, 2)) == (0, 0, 0, 0)
    assert Image.open(BytesIO(svg.rasterise(FRAME, 100))).getpixel((50, 50)) == (0, 0, 0, 0)


def test_what_takes_too_long_is_given_up() -> None:
    blur, box = "<filter id='b'><feGaussianBlur stdDeviation='40'/></filter>", "<rect width='9' height='9' filter='url(#b)'/>"
    with pytest.raises(UnsafeDrawing, match="time"):
        svg.rasterise(drawn(blur + 900 * box), 2160)
