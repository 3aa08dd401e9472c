"""Two tables are held against each other page by page, and rows in any order by their hashes."""

from collections.abc import Callable, Iterator
from contextlib import closing
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facevalue.kit.compare import Difference, Tally, differences, pages, unlike
from facevalue.kit.db import Database, connect
from facevalue.kit.sql import Query

PAGE = Query(
    "page",
    "rows by their key",
    "SELECT a AS a, b AS b, c AS c FROM kit_numbers WHERE (a, b) > (:after_1, :after_2) ORDER BY a, b LIMIT :limit",
    "SELECT a AS a, b AS b, c AS c FROM kit_numbers WHERE (a, b) > (%(after_1)s, %(after_2)s) ORDER BY a, b LIMIT %(limit)s",
    "",
)
Rows = dict[tuple[int, int], int]
rows = st.dictionaries(st.tuples(st.integers(0, 3), st.integers(-5, 5)), st.integers(0, 2), max_size=30)


@pytest.fixture
def both(make_target: Callable[[], str]) -> Iterator[tuple[Database, Database]]:
    """Each engine against SQLite is how it is used; here against itself is enough."""
    with closing(connect(make_target())) as ours, closing(connect(make_target())) as theirs:
        for db in (ours, theirs):
            db.script("CREATE TABLE kit_numbers (a bigint, b bigint, c bigint, PRIMARY KEY (a, b))")
        yield ours, theirs


def fill(db: Database, content: Rows) -> None:
    db.script("DELETE FROM kit_numbers")
    for (a, b), c in content.items():
        db.script(f"INSERT INTO kit_numbers VALUES ({a}, {b}, {c})")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mine=rows, changes=rows, removed=st.sets(st.tuples(st.integers(0, 3), st.integers(-5, 5))), size=st.integers(1, 7))
def test_every_difference_and_nothing_else(
    both: tuple[Database, Database], mine: Rows, changes: Rows, removed: set[tuple[int, int]], size: int
) -> None:
    theirs = {key: value for key, value in (mine | changes).items() if key not in removed}
    fill(both[0], mine)
    fill(both[1], theirs)
    assert sum(len(page["a"]) for page in pages(both[0], PAGE, 2, size)) == len(mine)
    assert list(differences(*both, PAGE, 2, size)) == [
        Difference(key, *({"c": side[key]} if key in side else None for side in (mine, theirs)))
        for key in sorted(mine.keys() | theirs.keys())
        if mine.get(key) != theirs.get(key)
    ]


def test_what_differs_is_told_in_words(both: tuple[Database, Database]) -> None:
    fill(both[0], {(1, 1): 1, (1, 2): 2, (2, 1): 3})
    fill(both[1], {(1, 1): 1, (1, 2): 5, (3, 1): 4})
    assert [(where, detail) for _, where, detail in unlike(*both, PAGE, "numbers", ("a", "b"))] == [
        ("numbers a 1, b 2", "found c 2; the log settled again makes c 5"),
        ("numbers a 2, b 1", "stands there, the log settled again does not make it"),
        ("numbers a 3, b 1", "is missing, the log settled again makes it: c 4"),
    ]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9), st.integers(-9, 9))), st.randoms())
def test_tallies_see_rows_in_any_order(table: list[tuple[int, int, int]], random: Random) -> None:
    shuffled = list(table)
    random.shuffle(shuffled)
    ours = Tally(4)
    theirs, other = Tally(4, ours.salt), Tally(4, ours.salt)
    for tally, content in ((ours, table), (theirs, shuffled[::2]), (theirs, shuffled[1::2]), (other, [*table, (2, 5, 5)])):
        group, *columns = np.array(content, np.int64).reshape(-1, 3).T
        tally.add(group, columns)
    assert ours.unlike(theirs).tolist() == []
    assert ours.unlike(other).tolist() == [2]
