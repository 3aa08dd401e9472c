"""SVG files made safe: only shapes, paint and what groups them get through, and they are drawn in a process of their own.

An allow-list, because what is not known cannot be judged. Run as a program, it reads a safe drawing and writes a PNG file.
"""

import re
import resource
import subprocess
import sys

import resvg_py
from lxml import etree

from facevalue.studio.errors import PictureTooLarge, UnsafeDrawing

BYTES_MAX = 1024 * 1024
_NAMESPACE = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_SHAPES = "path rect circle ellipse line polyline polygon"
_PAINT = "linearGradient radialGradient stop pattern style"
_GROUPS = "svg g defs symbol use clipPath mask title desc"
_FILTERS = (
    "filter feBlend feColorMatrix feComponentTransfer feFuncR feFuncG feFuncB feFuncA feComposite feDropShadow feFlood"
    " feGaussianBlur feMerge feMergeNode feMorphology feOffset"
)
_ELEMENTS = frozenset(f"{_SHAPES} {_PAINT} {_GROUPS} {_FILTERS}".split())
_SPEAKING = {
    "script": "It holds a script; please remove it",
    "foreignObject": "It holds a piece of a web page (foreignObject); please remove it",
    "image": "It holds a picture; please upload that as PNG or WebP instead",
    "text": "It holds text; please turn it into outlines, so that it looks the same everywhere",
    "animate": "It moves; a still drawing is needed",
}
_MOVES = re.compile(r"animate\w*|set|discard|mpath")
_ELSEWHERE = re.compile(r"url\(\s*['\"]?\s*(?!['\"\s#])|@|\\|javascript:|expression\s*\(|data:", re.IGNORECASE)
_COSTLY = re.compile(r"opacity|filter|mask|clip-path|pattern")
_WEIGHT_MAX = 40_000
_DEPTH_MAX = 40
_SECONDS_MAX = 4
_MEMORY_BYTES_MAX = 1024 * 1024 * 1024


def rasterise(data: bytes, side_px: int) -> bytes:
    """A PNG file of a drawing, `side_px` wide or high, whichever is longer. Raises UnsafeDrawing and PictureTooLarge."""
    drawing, width, height = sanitise(data)
    factor = side_px / max(width, height)
    size = [str(max(round(length * factor), 1)) for length in (width, height)]
    command = [sys.executable, "-m", "facevalue.studio.svg", *size]
    try:
        done = subprocess.run(command, input=drawing, capture_output=True, timeout=10 * _SECONDS_MAX, check=False)
    except subprocess.TimeoutExpired:
        raise UnsafeDrawing("It takes too long to draw") from None
    if done.returncode or not done.stdout:
        raise UnsafeDrawing("It cannot be drawn within the time and memory that a drawing gets")
    return done.stdout


def sanitise(data: bytes) -> tuple[bytes, float, float]:
    """(the drawing without anything but shapes and paint, width, height). Raises UnsafeDrawing and PictureTooLarge."""
    if len(data) > BYTES_MAX:
        raise PictureTooLarge(f"An SVG file may have at most {BYTES_MAX // 1024} KiB")
    root = _parse(data)
    _clean(root, 0)
    by_id = {str(node.get("id")): node for node in root.iter() if node.get("id")}
    if _weight(root, by_id, {}, ()) > _WEIGHT_MAX:
        raise UnsafeDrawing("It has too many shapes, or repeats them too often")
    width, height = _size(root)
    if not 1 / 16 <= width / height <= 16:
        raise UnsafeDrawing("It is much longer than it is wide")
    root.set("viewBox", root.get("viewBox") or f"0 0 {width} {height}")
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    return etree.tostring(root), width, height


def _parse(data: bytes) -> etree._Element:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnsafeDrawing("It is not written in UTF-8") from None
    if re.search(r"<!ENTITY|<!ATTLIST|<!DOCTYPE[^>]*\[", text, re.IGNORECASE):
        raise UnsafeDrawing("It defines entities of its own; please save it as plain SVG")
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnsafeDrawing("It is damaged: no well-formed XML") from None
    if root.tag != f"{_NAMESPACE}svg":
        raise UnsafeDrawing("It is no SVG drawing")
    return root


def _clean(node: etree._Element, depth: int) -> None:
    """Refuses what could act, drops what editors leave behind."""
    if depth > _DEPTH_MAX:
        raise UnsafeDrawing("Its groups lie too deep in each other")
    for name, value in list(node.attrib.items()):
        _check_attribute(node, str(name), str(value))
    if node.tag == f"{_NAMESPACE}style" and _ELSEWHERE.search(node.text or ""):
        raise UnsafeDrawing("Its style sheet refers to something outside the drawing")
    for child in list(node):
        tag = child.tag
        if not isinstance(tag, str):
            raise UnsafeDrawing("It holds something that is no element")
        local = tag.removeprefix(_NAMESPACE)
        if local.startswith("{") or local in ("metadata", "switch", "view"):
            if local.startswith("{http://www.w3.org/1999/xhtml}"):
                raise UnsafeDrawing("It holds a piece of a web page; please remove it")
            node.remove(child)
            continue
        if local not in _ELEMENTS:
            cause = _SPEAKING["animate"] if _MOVES.fullmatch(local) else _SPEAKING.get(local)
            raise UnsafeDrawing(cause or f"It uses <{local[:40]}>, which is not taken")
        _clean(child, depth + 1)


def _check_attribute(node: etree._Element, name: str, value: str) -> None:
    local = name.rsplit("}", 1)[-1].lower()
    if local.startswith("on"):
        raise UnsafeDrawing("It holds a script; please remove it")
    if name in ("href", _XLINK):
        if not value.strip().startswith("#"):
            raise UnsafeDrawing("It refers to something outside the drawing")
    elif name.startswith("{"):
        del node.attrib[name]
    elif _ELSEWHERE.search(value):
        raise UnsafeDrawing("It refers to something outside the drawing")


def _weight(
    node: etree._Element, by_id: dict[str, etree._Element], known: dict[etree._Element, int], under: tuple[etree._Element, ...]
) -> int:
    """How many shapes are drawn in the end, each use of a shape counted; what needs a layer of its own weighs more."""
    if node in under or len(under) > 2 * _DEPTH_MAX:
        raise UnsafeDrawing("It repeats itself without end")
    if node not in known:
        total = 1 + 40 * any(_COSTLY.search(str(name)) or _COSTLY.search(str(value)) for name, value in node.attrib.items())
        for child in node:
            total += _weight(child, by_id, known, (*under, node))
        target = by_id.get((node.get("href") or node.get(_XLINK) or "").strip().removeprefix("#"))
        if target is not None:
            total += _weight(target, by_id, known, (*under, node))
        known[node] = total
    return known[node]


def _size(root: etree._Element) -> tuple[float, float]:
    numbers = re.split(r"[\s,]+", (root.get("viewBox") or "").strip())
    lengths = [root.get(name) or "" for name in ("width", "height")]
    try:
        width, height = (
            map(float, numbers[2:4]) if len(numbers) == 4 else (float(length.removesuffix("px")) for length in lengths)
        )
    except ValueError:
        raise UnsafeDrawing("It says neither by viewBox nor by width and height how large it is") from None
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise UnsafeDrawing("It has no size that can be drawn")
    return width, height


def main() -> None:
    """Draws standard input, in the size given by two arguments, within fixed limits of time and memory."""
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS_MAX, _SECONDS_MAX))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES_MAX, _MEMORY_BYTES_MAX))
    width, height = map(int, sys.argv[1:3])
    drawing = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(bytes(resvg_py.svg_to_bytes(drawing, width=width, height=height, skip_system_fonts=True)))


if __name__ == "__main__":
    main()
