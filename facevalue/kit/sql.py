"""Named SQL: each statement stands in a room's `sql/*.sql` with its name and one line of why.

    -- stage: stage_moves slot i2, debit i8, amount i8
    -- name: insert_transfers / one row for each move
    INSERT INTO ... :parameter ...
    -- name: insert_transfers (postgres) / a dialect twin, where proven necessary
    -- name: live_totals (duckdb) / analytics, on DuckDB alone

A stage declares a staging table, filled by `Database.stage` and joined by the statements; besides its columns it has `n`,
the row's number from 0. `schema_sqlite.sql` and `schema_postgres.sql` hold a room's tables.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_HEAD = re.compile(
    r"^-- (?:name: (?P<name>\w+)(?: \((?P<engine>sqlite|postgres|duckdb)\))? / (?P<why>.+)"
    r"|stage: (?P<stage>\w+) (?P<columns>.+))$",
    re.MULTILINE,
)
_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]\w*)")


@dataclass(frozen=True, slots=True)
class Query:
    """One named statement in the dialects of both engines, or in DuckDB's alone."""

    name: str
    why: str
    sqlite: str
    postgres: str
    duckdb: str


@dataclass(frozen=True, slots=True)
class Stage:
    """The shape of a staging table: column name → width in bytes (1, 2, 4 or 8), integers all."""

    name: str
    widths: dict[str, int]


class Statements:
    """The statements and stages of one room, as attributes."""

    def __init__(self, room: str, entries: dict[str, Query | Stage]) -> None:
        self.room = room
        self.entries = entries

    def __getattr__(self, name: str) -> Any:
        try:
            return self.entries[name]
        except KeyError:
            raise AttributeError(f"{self.room} has no SQL named {name!r}") from None


@cache
def load(room: str) -> Statements:
    """All named SQL of a room, such as `facevalue.ledger`. Raises ValueError for a name used twice or SQL without a name."""
    texts: dict[str, dict[str, tuple[str, str]]] = {}
    entries: dict[str, Query | Stage] = {}
    for path in sorted(files(room).joinpath("sql").iterdir(), key=lambda path: path.name):
        if not path.name.endswith(".sql") or path.name.startswith("schema_"):
            continue
        text = path.read_text(encoding="utf-8")
        heads = list(_HEAD.finditer(text))
        if re.sub(r"^--.*$", "", text[: heads[0].start()] if heads else text, flags=re.MULTILINE).strip():
            raise ValueError(f"{room}: {path.name} holds SQL without a name")
        for head, following in zip(heads, [*heads[1:], None], strict=True):
            if head["stage"]:
                entries[head["stage"]] = Stage(head["stage"], _widths(head["columns"]))
                continue
            engine, dialects = head["engine"] or "both", texts.setdefault(head["name"], {})
            if engine in dialects:
                raise ValueError(f"{room}: SQL named {head['name']} ({engine}) stands twice")
            dialects[engine] = (head["why"], text[head.end() : following.start() if following else len(text)].strip())
    for name, dialects in texts.items():
        why, _ = next(iter(dialects.values()))
        both = dialects.get("both", ("", ""))[1]
        sqlite, postgres = dialects.get("sqlite", ("", both))[1], dialects.get("postgres", ("", both))[1]
        duckdb = _PARAMETER.sub(r"$\1", dialects.get("duckdb", ("", ""))[1])
        entries[name] = Query(name, why, sqlite, _pyformat(postgres), duckdb)
    return Statements(room, entries)


def schema(room: str, engine: str) -> str:
    """The room's tables in the dialect of `engine`, repeatable: CREATE … IF NOT EXISTS."""
    return files(room).joinpath("sql", f"schema_{engine}.sql").read_text(encoding="utf-8")


def _widths(columns: str) -> dict[str, int]:
    pairs = (column.split() for column in columns.split(","))
    return {name: int(code.removeprefix("i")) for name, code in pairs}


def _pyformat(text: str) -> str:
    return _PARAMETER.sub(r"%(\1)s", text.replace("%", "%%"))
