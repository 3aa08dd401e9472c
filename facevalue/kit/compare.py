"""Whether two tables hold the same rows, without holding either in memory."""

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from facevalue.kit.columns import Column, Columns
from facevalue.kit.db import Database
from facevalue.kit.findings import Finding
from facevalue.kit.sql import Query

PAGE_ROWS = 50_000
_LEAST = -(1 << 63)
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9))

Key = tuple[int, ...]
Values = dict[str, int]


class Difference(NamedTuple):
    """A key whose values are not the same in both tables; None where one has no such row."""

    key: Key
    ours: Values | None
    theirs: Values | None


def pages(db: Database, query: Query, key: int, rows_max: int = PAGE_ROWS, **parameters: int) -> Iterator[Columns]:
    """A table page by page. The first `key` columns of the query are its key and order; it takes :after_1 …, the key after
    which to begin, and :limit. Only the last page may be empty."""
    after: Sequence[int] = [_LEAST] * key
    while True:
        page = db.columns(query, limit=rows_max, **_after(after), **parameters)
        yield page
        names = list(page)[:key]
        if len(page[names[0]]) < rows_max:
            return
        after = [int(page[name][-1]) for name in names]


def differences(ours: Database, theirs: Database, query: Query, key: int, rows_max: int = PAGE_ROWS) -> Iterator[Difference]:
    """Compares what a query of pages, as `pages` takes it, finds in two databases."""
    after: Key = (_LEAST,) * key
    while True:
        left, right = (database.columns(query, limit=rows_max, **_after(after)) for database in (ours, theirs))
        count = len(next(iter(left.values())))
        if all(np.array_equal(left[name], right[name]) for name in left):
            end = tuple(int(column[-1]) for column in list(left.values())[:key]) if count == rows_max else None
        else:
            mine, other = _by_key(left, key), _by_key(right, key)
            # Beyond the end of a full page there may be rows that nobody has seen yet.
            end = min((max(rows) for rows in (mine, other) if len(rows) == rows_max), default=None)
            for found in sorted(mine.keys() | other.keys()):
                if (end is None or found <= end) and mine.get(found) != other.get(found):
                    yield Difference(found, mine.get(found), other.get(found))
        if end is None:
            return
        after = end


def unlike(
    ours: Database,
    rebuilt: Database,
    query: Query,
    table: str,
    key: Sequence[str],
    skip: Callable[[Key, Values], bool] | None = None,
) -> Iterator[Finding]:
    """What stands in a table against what was rebuilt from the log, row by row; `skip` says which keys need not be there."""
    for found in differences(ours, rebuilt, query, len(key)):
        where = f"{table} " + ", ".join(f"{name} {value}" for name, value in zip(key, found.key, strict=True))
        if found.ours is not None and found.theirs is None:
            if skip is None or not skip(found.key, found.ours):
                yield Finding("replay", where, "stands there, the log settled again does not make it")
        elif found.ours is None and found.theirs is not None:
            yield Finding("replay", where, f"is missing, the log settled again makes it: {_told(found.theirs)}")
        elif found.ours is not None and found.theirs is not None:
            names = [name for name, value in found.ours.items() if value != found.theirs[name]]
            wrong, right = ({name: values[name] for name in names} for values in (found.ours, found.theirs))
            yield Finding("replay", where, f"found {_told(wrong)}; the log settled again makes {_told(right)}")


def _told(values: Values) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items())


def _after(key: Sequence[int]) -> dict[str, int]:
    return {f"after_{place}": value for place, value in enumerate(key, 1)}


def _by_key(columns: Columns, key: int) -> dict[Key, Values]:
    names = list(columns)[key:]
    rows = zip(*(column.tolist() for column in columns.values()), strict=True)
    return {row[:key]: dict(zip(names, row[key:], strict=True)) for row in rows}


class Tally:
    """Counts rows in groups, in any order, so that two tallies tell in which groups the rows differ: two sums of salted hashes
    are the same by chance once in 2^64 times."""

    def __init__(self, groups: int, salt: int | None = None) -> None:
        self.salt = secrets.randbits(64) if salt is None else salt
        self.count = np.zeros(groups, np.int64)
        self.hashes = np.zeros(groups, np.uint64)

    def add(self, group: Column, columns: Iterable[Column]) -> None:
        """Rows as columns of equal length."""
        mixed = np.full(len(group), self.salt, np.uint64)
        with np.errstate(over="ignore"):
            for column in columns:
                mixed = (mixed ^ column.astype(np.int64).view(np.uint64)) * _MIX[0]
                mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIX[1]
                mixed ^= mixed >> np.uint64(32)
            np.add.at(self.hashes, group, mixed)
        np.add.at(self.count, group, 1)

    def unlike(self, other: "Tally") -> Column:
        """The groups that differ; both tallies have the same salt."""
        assert self.salt == other.salt
        return np.flatnonzero((self.count != other.count) | (self.hashes != other.hashes))
