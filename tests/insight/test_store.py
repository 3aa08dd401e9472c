"""The file: whose it is, what it survives, and who may use it at the same time."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from facevalue.insight import actions, queries, store
from facevalue.insight.errors import StoreLocked, StoreUnreadable
from facevalue.kit import sql
from facevalue.kit.db import Database
from tests import cast
from tests.insight import plain
from tests.insight.plain import RAMADAN, SONGKRAN, Engagement

TOLD = [(cast.NOW + number * 1_000, [Engagement(), Engagement(campaign=SONGKRAN)]) for number in range(7)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "insight.duckdb"


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Database]:
    with closing(plain.source(str(tmp_path / "state.sqlite"))) as db:
        plain.tell(db, TOLD)
        yield db


def figures(opened: store.Store) -> tuple[int, int]:
    """How many facts are loaded, and the engagements of one campaign."""
    live = queries.live(opened, RAMADAN, cast.NOW)
    return live.seq, live.total.engagements


# DuckDB has no plan of a checkpoint; the test of readers executes it.
@pytest.mark.parametrize("name", sorted(set(store.SQL.entries) - {"write_back"}))
def test_statements_are_prepared(path: Path, name: str) -> None:
    query = store.SQL.entries[name]
    assert isinstance(query, sql.Query)
    with closing(actions.open_store(path)) as opened, opened.reader() as reader:
        reader.raw.execute('CREATE TEMP VIEW insight_stage AS SELECT *, at_ms AS "at" FROM insight_engagement')
        [statement] = reader.raw.extract_statements(query.duckdb)
        reader.raw.execute(f"EXPLAIN {query.duckdb}", dict.fromkeys(statement.named_parameters, 1)).fetchall()


def test_another_process_is_refused(path: Path) -> None:
    script = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    holder = subprocess.Popen([sys.executable, "-c", script, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(StoreLocked, match=str(holder.pid)):
            actions.open_store(path)
        holder.communicate()


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" * 1_000])
def test_something_else_is_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(StoreUnreadable):
        actions.open_store(path)
    assert path.read_bytes() == content


def test_a_store_comes_back_as_it_was(path: Path, source: Database) -> None:
    with closing(actions.open_store(path)) as opened:
        assert actions.advance(opened, source, 3) == 3
    with closing(actions.open_store(path)) as opened:
        assert figures(opened) == (3, 3)
        assert actions.advance(opened, source) == 4
        assert figures(opened) == (7, 7)


def test_a_deleted_store_is_made_again_whatever_was_left_of_it(path: Path, source: Database) -> None:
    with closing(actions.open_store(path)) as opened:
        actions.advance(opened, source)
    path.unlink()
    for leftover in (f"{path}.wal", f"{path}.new", f"{path}.new.wal"):
        Path(leftover).write_bytes(b"half")
    with closing(actions.open_store(path)) as opened:
        assert actions.advance(opened, source) == 7
        assert figures(opened) == (7, 7)


def test_a_store_of_an_older_shape_is_made_again(path: Path, source: Database) -> None:
    with closing(actions.open_store(path)) as opened:
        actions.advance(opened, source)
    with closing(duckdb.connect(path)) as raw:
        raw.execute("UPDATE insight_cursor SET shape = 'older'")
    with closing(actions.open_store(path)) as opened:
        assert figures(opened) == (0, 0)


@pytest.mark.parametrize("again", [TOLD[:2], [(cast.NOW, [Engagement()] * 5)] * 9])
def test_a_store_of_other_facts_begins_again(path: Path, source: Database, tmp_path: Path, again: list[plain.Told]) -> None:
    with closing(actions.open_store(path)) as opened:
        actions.advance(opened, source)
    with closing(plain.source(str(tmp_path / "restored.sqlite"))) as restored, closing(actions.open_store(path)) as opened:
        plain.tell(restored, again)
        assert actions.advance(opened, restored) == len(again)
        assert figures(opened) == (len(again), plain.count(again, RAMADAN).engagements)


def test_readers_see_whole_states_while_facts_are_loaded(
    path: Path, source: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "_FRESH_ROWS_MAX", 6)
    monkeypatch.setattr(store, "_JOURNAL_BYTES_MAX", 0)  # so that every transaction also has to keep readers waiting
    plain.tell(source, TOLD * 5)
    loaded, seen, odd = threading.Event(), set[int](), list[queries.Live]()

    def watch(opened: store.Store) -> None:
        while not loaded.is_set():
            live = queries.live(opened, RAMADAN, cast.NOW)
            seen.add(live.seq)
            parts = sum(part.engagements for part in live.by_kind)
            if not live.seq == live.total.engagements == parts == sum(part.engagements for part in live.top_creators):
                odd.append(live)

    with closing(actions.open_store(path)) as opened:
        readers = [threading.Thread(target=watch, args=(opened,)) for _ in range(3)]
        for reader in readers:
            reader.start()
        while actions.advance(opened, source, 1):
            pass
        loaded.set()
        for reader in readers:
            reader.join()
        assert figures(opened) == (42, 42)
    assert not odd
    assert seen
    assert not Path(f"{path}.wal").exists()
