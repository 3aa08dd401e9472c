"""Sharing cascades read from CSV: who shared whose post, via whom, when."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import cast

import numpy as np

from facevalue.kit.columns import Column, Columns, concatenate
from facevalue.kit.errors import FacevalueError

HEADER = ["cascade", "parent", "parent_min", "child", "child_min"]
FOLLOWS_HEADER = ["follower", "followee"]
NOBODY = 0
# Small enough for what was just read to be still in the processor's cache: large parts take twice as long.
_ROWS_AT_ONCE = 500


class UnreadableFile(FacevalueError):
    """The file is not what the command takes; names the line."""

    code = "unreadable_file"
    title = "The file cannot be read"


class Numbers(dict[str, int]):
    """Numbers names as they are asked for, in the order of their appearance."""

    def __missing__(self, name: str) -> int:
        self[name] = number = len(self)
        return number

    def of(self, names: tuple[str, ...]) -> Column:
        """The number of each name."""
        return np.fromiter(map(self.__getitem__, names), np.int64, len(names))


@dataclass(slots=True)
class Cascades:
    """The data rows of a file, in its order. Cascades are numbered from 0, people from 1: labels need not be valid ids.

    `parent` is NOBODY in the row that publishes a post, `child` where nobody is named, which is also how a row with another
    number of fields reads. `minute` of `child` after the post, NaN where it is no number.
    """

    cascade: Column
    parent: Column
    child: Column
    minute: Column
    people: Numbers

    @property
    def roots(self) -> Column:
        """The rows that publish posts."""
        return np.flatnonzero((self.parent == NOBODY) & (self.child != NOBODY))

    @property
    def shares(self) -> Column:
        """The rows that share posts, readable or not."""
        return np.flatnonzero(self.parent != NOBODY)


def read(path: Path) -> Cascades:
    """All rows of a file `cascade,parent,parent_min,child,child_min`. Raises UnreadableFile."""
    people, cascades = Numbers({"": NOBODY}), Numbers()
    parts: list[Columns] = []
    for rows, _ in _rows(path, HEADER):
        whole = rows if set(map(len, rows)) == {len(HEADER)} else [_torn_to_blank(row) for row in rows]
        cascade, parent, _, child, child_min = zip(*whole, strict=True)
        numbers = {"cascade": cascades.of(cascade), "parent": people.of(parent), "child": people.of(child)}
        parts.append(numbers | {"minute": _minutes(child_min)})
    empty = {"cascade": np.zeros(0, np.int64), "parent": np.zeros(0, np.int64), "child": np.zeros(0, np.int64)}
    return Cascades(**concatenate([empty | {"minute": np.zeros(0)}, *parts]), people=people)


def read_follows(path: Path, people: Numbers) -> tuple[Column, Column]:
    """(follower, followee) of a file `follower,followee`; people whom `people` does not know are added to it.

    Raises UnreadableFile, also for a row without two names: a graph with holes would quietly give other outcomes.
    """
    parts = [np.zeros((2, 0), np.int64)]
    for rows, line in _rows(path, FOLLOWS_HEADER):
        for place, row in enumerate(rows):
            if len(row) != len(FOLLOWS_HEADER) or not all(row):
                raise UnreadableFile(f"{path.name}, near line {line + place}: expected two names, found {','.join(row)!r}")
        followers, followees = zip(*rows, strict=True)
        parts.append(np.stack((people.of(followers), people.of(followees))))
    follower, followee = np.concatenate(parts, axis=1)
    return follower, followee


def _rows(path: Path, header: list[str]) -> Iterator[tuple[list[list[str]], int]]:
    """The data rows of a CSV file, gzipped or not, in parts that are not empty, each with the number of its first line.

    Blank lines are no rows. Names may be in any encoding that has ASCII in it: they are only compared.
    """
    try:
        with _opened(path) as text:
            reader = csv.reader(text, skipinitialspace=True)
            found = next(reader, [])
            if [name.strip() for name in found] != header:
                raise UnreadableFile(f"{path.name}, line 1: expected the header {','.join(header)}, found {','.join(found)!r}")
            line = reader.line_num + 1
            while part := list(islice(reader, _ROWS_AT_ONCE)):
                if rows := [row for row in part if row]:
                    yield rows, line
                line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile(f"{path.name}, line {reader.line_num}: {error}") from error
    except OSError as error:
        raise UnreadableFile(f"{path}: {error.strerror or error}") from error
    except (EOFError, zlib.error) as error:
        raise UnreadableFile(f"{path}: broken off or damaged: {error}") from error


@contextmanager
def _opened(path: Path) -> Iterator[io.TextIOBase]:
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        body = gzip.GzipFile(fileobj=raw) if packed else raw
        yield io.TextIOWrapper(cast(io.BufferedReader, body), "utf-8-sig", "surrogateescape", newline="")


def _torn_to_blank(row: list[str]) -> list[str]:
    return row if len(row) == len(HEADER) else [""] * len(HEADER)


def _minutes(texts: tuple[str, ...]) -> Column:
    try:
        return np.fromiter(map(float, texts), np.float64, len(texts))
    except ValueError:
        return np.array([_minute(text) for text in texts])


def _minute(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")
