"""Sharing cascades read from CSV: who shared whose post, via whom, when."""

import csv
import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np

from facevalue.kit.columns import Column
from facevalue.kit.errors import FacevalueError

HEADER = ["cascade", "parent", "parent_min", "child", "child_min"]
MINUTE_MS = 60_000
NOBODY = -1
_MINUTES_MAX = 1e8


class UnreadableFile(FacevalueError):
    """The file is not what the command takes; names the line."""

    code = "unreadable_file"
    title = "The file cannot be read"


@dataclass(slots=True)
class Cascades:
    """The data rows of a file, in its order. People and cascades are numbered from 0 in the order of their appearance.

    `parent` is NOBODY in the row that publishes a post; `at_ms` counts from the post; not `readable`: it is no number.
    """

    cascade: Column
    parent: Column
    child: Column
    at_ms: Column
    readable: Column
    people: list[str]

    @property
    def roots(self) -> Column:
        """The rows that publish posts."""
        return np.flatnonzero(self.parent == NOBODY)


@contextmanager
def _opened(path: Path) -> Iterator[io.TextIOBase]:
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
    with gzip.open(path, "rt", encoding="utf-8", newline="") if packed else path.open(encoding="utf-8", newline="") as text:
        yield cast(io.TextIOBase, text)


def rows_of(path: Path, header: list[str]) -> Iterator[list[str]]:
    """The data rows of a CSV file, gzipped or not. Raises UnreadableFile."""
    try:
        with _opened(path) as text:
            reader = csv.reader(text)
            found = next(reader, [])
            if [name.strip() for name in found] != header:
                raise UnreadableFile(f"{path.name}, line 1: expected the header {','.join(header)}, found {','.join(found)!r}")
            for row in reader:
                if len(row) != len(header):
                    message = f"{path.name}, line {reader.line_num}: expected {len(header)} fields, found {len(row)}"
                    raise UnreadableFile(message)
                yield row
    except (OSError, UnicodeDecodeError, EOFError, csv.Error) as error:
        raise UnreadableFile(f"{path}: {error}") from error


def read(path: Path) -> Cascades:
    """All rows of a file `cascade,parent,parent_min,child,child_min`. Raises UnreadableFile."""
    numbers: dict[str, int] = {}
    cascades: dict[str, int] = {}
    table = [
        (
            cascades.setdefault(cascade, len(cascades)),
            numbers.setdefault(parent, len(numbers)) if parent else NOBODY,
            numbers.setdefault(child, len(numbers)),
            _minutes(child_min) if parent else 0.0,
        )
        for cascade, parent, _, child, child_min in rows_of(path, HEADER)
    ]
    cascade, parent, child, minutes = zip(*table, strict=True) if table else ((), (), (), ())
    at = np.array(minutes, np.float64)
    readable = np.isfinite(at) & (np.abs(at) < _MINUTES_MAX)
    return Cascades(
        cascade=np.array(cascade, np.int64),
        parent=np.array(parent, np.int64),
        child=np.array(child, np.int64),
        at_ms=np.rint(np.where(readable, at, 0) * MINUTE_MS).astype(np.int64),
        readable=readable,
        people=list(numbers),
    )


def read_follows(path: Path, people: list[str]) -> tuple[Column, Column]:
    """(follower, followee) of a file `follower,followee`, numbered as `people` are; new people come after them."""
    numbers = {name: number for number, name in enumerate(people)}
    edges = [
        (numbers.setdefault(follower, len(numbers)), numbers.setdefault(followee, len(numbers)))
        for follower, followee in rows_of(path, ["follower", "followee"])
    ]
    table = np.array(edges, np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _minutes(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")
