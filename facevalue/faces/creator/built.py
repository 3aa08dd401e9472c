"""What `frontend/creator` became: files named by their content."""

import json
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "static" / "creator" / "build"


@cache
def names() -> dict[str, str]:
    """Source → file. Built by `make setup`."""
    names: dict[str, str] = json.loads((_FOLDER / "build.json").read_text())
    return names


def path(source: str) -> str:
    """Where `static` finds what became of `frontend/creator/<source>`."""
    return f"creator/build/{names()[source]}"


@cache
def text(source: str) -> str:
    """What it became, without what is for developers' tools."""
    lines = (_FOLDER / names()[source]).read_text().splitlines()
    return "".join(line for line in lines if not line.startswith("/*# sourceMappingURL"))


@cache
def script(source: str) -> str:
    """What a script became, without what is for developers' tools."""
    return (_FOLDER / names()[source]).read_text().partition("//# sourceMappingURL")[0]
