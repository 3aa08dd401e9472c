"""Real cascades through the real inbox and settlement: exact figures, whatever the engine and the batch."""

import csv
import gzip
import subprocess
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from facevalue.kit.db import connect
from tests.bench.conftest import CASCADES, Command
from tests.settlement.model import Model, Post

HEADER = ["cascade", "parent", "parent_min", "child", "child_min"]
TWITTER = CASCADES / "twitter15.csv.gz"
PRICE, ESCROW = 50, 20_000
EXACT = {
    "post": 1_490,
    "paid": 337_469,
    "second_degree": 142_729,
    "budget": 116_322,
    "duplicate": 17_973,
    "unknown_via": 8_020,
    "early": 326,
    "self": 129,
}

Rows = list[list[str]]


def ran(command: "subprocess.CompletedProcess[str]") -> str:
    assert command.returncode == 0, command.stderr
    return command.stdout


def totals(outcomes: Path) -> tuple[Counter[str], int]:
    with outcomes.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return Counter(row["outcome"] for row in rows), sum(int(row["price"]) for row in rows)


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_the_issues_figures(engine: str, facevalue: Command, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    ways: list[Any] = ["--price", PRICE, "--escrow", ESCROW]
    if engine == "postgres":
        ways += ["--database", request.getfixturevalue("empty_databases")()]
    said = ran(facevalue("replay", "cascades", TWITTER, *ways, "--out", tmp_path / "whole"))
    assert totals(tmp_path / "whole" / "outcomes.csv") == (EXACT, 16_873_450)
    for outcome, count in EXACT.items():
        assert f"{outcome} {count:,}" in " ".join(said.split())
    assert "16,873,450 tokens paid" in said
    assert "events/s" in said
    if engine == "sqlite":
        ran(facevalue("replay", "cascades", TWITTER, *ways, "--batch", 10_000, "--out", tmp_path / "parts"))
        whole, parts = ((tmp_path / name / "outcomes.csv").read_bytes() for name in ("whole", "parts"))
        assert whole == parts


def save(path: Path, header: list[str], rows: Rows) -> Path:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def by_the_model(rows: Rows, follows: set[tuple[str, str]] | None) -> list[tuple[str, int]]:
    """What the slow model makes of a file, row by row: outcome and price."""
    model, said = Model(), [("", 0)] * len(rows)
    roots: dict[str, str] = {}
    for number, (cascade, parent, _, child, _) in enumerate(rows):
        if not parent:
            roots.setdefault(cascade, child)
            model.publish(cascade, Post(child, {"share": PRICE}, ESCROW, series=cascade))
            said[number] = "post", 0
    graph = follows if follows is not None else {(child, parent) for _, parent, _, child, _ in rows if parent}
    model.network |= {(followee, follower, "follow") for follower, followee in graph}
    shares = [(float(row[4]), number) for number, row in enumerate(rows) if row[1]]
    for minute, number in sorted(shares):
        cascade, parent, _, child, _ = rows[number]
        via = "" if parent == roots.get(cascade) else parent
        model.engage(cascade, "share", child, 0 if minute >= 0 else -1, via)
        outcome, _, price = model.said[-1]
        said[number] = outcome, price
    return said


def read_back(folder: Path) -> list[tuple[str, int]]:
    with (folder / "outcomes.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["row"]) for row in rows] == list(range(1, len(rows) + 1))
    return [(row["outcome"], int(row["price"])) for row in rows]


def test_batches_of_a_thousand_on_both_engines_and_by_the_model(
    facevalue: Command, tmp_path: Path, empty_databases: Callable[[], str]
) -> None:
    with gzip.open(TWITTER, "rt", newline="") as text:
        rows = list(islice(csv.reader(text), 1, 25_001))
    file = save(tmp_path / "cut.csv", HEADER, rows)
    ways = "--price", PRICE, "--escrow", ESCROW, "--batch", 1_000
    ran(facevalue("replay", "cascades", file, *ways, "--out", tmp_path / "sqlite"))
    ran(facevalue("replay", "cascades", file, *ways, "--out", tmp_path / "postgres", "--database", empty_databases()))
    sqlite, postgres = ((tmp_path / engine / "outcomes.csv").read_bytes() for engine in ("sqlite", "postgres"))
    assert sqlite == postgres
    assert read_back(tmp_path / "sqlite") == by_the_model(rows, None)


def android() -> tuple[Rows, Rows]:
    """Cascades of another shape, in our columns: who came before is whom they came by, where one follows the other."""
    edges = [line.split(",") for line in (CASCADES / "android" / "edges.txt").read_text().split()]
    follows = {(follower, followee) for follower, followee in edges}
    rows: Rows = []
    for number, line in enumerate((CASCADES / "android" / "cascades.txt").read_text().splitlines()):
        chunks = [chunk.split() for chunk in line.rstrip(",").split(",")]
        root = chunks[0][-2]
        rows.append([f"cascade {number}", "", "", root, "0"])
        before, began = [root], float(chunks[0][-1])
        for person, at in chunks[1:]:
            parent = next((earlier for earlier in before if (person, earlier) in follows), root)
            rows.append([f"cascade {number}", parent, "0", person, str((float(at) - began) / 60)])
            before.append(person)
    return rows, edges


@pytest.mark.parametrize("with_graph", [True, False], ids=["graph", "no graph"])
def test_other_cascades_with_and_without_a_graph(facevalue: Command, tmp_path: Path, *, with_graph: bool) -> None:
    rows, edges = android()
    file = save(tmp_path / "android.csv", HEADER, rows)
    graph = ["--follows", save(tmp_path / "follows.csv", ["follower", "followee"], edges)] if with_graph else []
    ran(facevalue("replay", "cascades", file, "--price", PRICE, "--escrow", ESCROW, *graph, "--out", tmp_path / "out"))
    follows = {(follower, followee) for follower, followee in edges} if with_graph else None
    said = read_back(tmp_path / "out")
    assert said == by_the_model(rows, follows)
    assert ("stranger" in dict(said)) is with_graph


def test_rows_as_dirty_as_they_come(facevalue: Command, tmp_path: Path) -> None:
    rows = {
        "1,,,Ayu,0": ("post", 0, 0),
        "1,Ayu,0,0,1": ("paid", 1, 50),  # 0 is a name like any other
        "1,0,0,Budi,2": ("second_degree", 2, 0),
        "1,Chidi,0,Dewi,2": ("unknown_via", 0, 0),
        "1,Ayu,0,Emeka,-0.0000001": ("early", 1, 0),
        "1,Ayu,0,Emeka,-1e18": ("early", 1, 0),
        "1,Ayu,0,Emeka,1e18": ("malformed", 0, 0),
        "1,Ayu,0,Emeka,NaN": ("malformed", 0, 0),
        "1,Ayu,0,Emeka,inf": ("malformed", 0, 0),
        "1,Ayu,0,Emeka,": ("malformed", 0, 0),
        "1,Ayu,0,Emeka": ("malformed", 0, 0),
        "1,Ayu,0,,3": ("malformed", 0, 0),
        "1,,,,": ("malformed", 0, 0),
        "cascade,parent,parent_min,child,child_min": ("malformed", 0, 0),
        "1,Ayu,0,Ayu,1": ("self", 1, 0),
        "1,Ayu,0,0,3": ("duplicate", 1, 0),
        "1,Ayu,0,Emeka,4": ("budget", 1, 0),
        "1,,,Linh,0": ("post", 0, 0),  # the cascade stays that of its first root
        "1,Linh,0,Mali,5": ("unknown_via", 0, 0),
        "2,Ayu,0,Budi,1": ("unknown_post", 0, 0),
        ",,,Amara,junk": ("post", 0, 0),  # a cascade without a name is one
        ",Amara,0,Budi,6": ("paid", 1, 50),
    }
    file = tmp_path / "dirty.csv"
    file.write_bytes(("\ufeff" + "\r\n".join([",".join(HEADER), *rows, "", ""])).encode())
    said = ran(facevalue("replay", "cascades", file, "--price", 50, "--escrow", 70, "--out", tmp_path / "out"))
    with (tmp_path / "out" / "outcomes.csv").open(newline="") as outcomes:
        answers = [(row["outcome"], int(row["degree"]), int(row["price"])) for row in csv.DictReader(outcomes)]
    assert dict(zip(rows, answers, strict=True)) == rows
    assert "22 rows, 100 tokens paid" in said


def test_small_numbers_and_empty_files(facevalue: Command, tmp_path: Path) -> None:
    """An escrow below the price pays nothing; a file without rows is played as one."""
    rows = [["1", "", "", "Ayu", "0"], ["1", "Ayu", "0", "Budi", "1"], ["1", "Budi", "0", "Chidi", "2"]]
    for name, content, answer in (("poor", rows, ["post", "budget", "second_degree"]), ("none", [], [])):
        file = save(tmp_path / f"{name}.csv", HEADER, content)
        ran(facevalue("replay", "cascades", file, "--price", 10**9, "--escrow", 1, "--batch", 1, "--out", tmp_path / name))
        assert [outcome for outcome, _ in read_back(tmp_path / name)] == answer


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_what_was_replayed_is_in_order_until_somebody_changes_it(
    engine: str, facevalue: Command, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    rows = [["1", "", "", "Ayu", "0"], ["1", "Ayu", "0", "Budi", "1"], ["1", "Budi", "0", "Chidi", "2"]]
    file, out = save(tmp_path / "one.csv", HEADER, rows), tmp_path / "out"
    address = request.getfixturevalue("empty_databases")() if engine == "postgres" else ""
    database = ["--database", address] if address else []
    ran(facevalue("replay", "cascades", file, "--price", 50, "--escrow", 70, "--out", out, *database))
    assert "Everything is as it should be" in ran(facevalue("verify", "--data", out, DATABASE_URL=address))
    with closing(connect(address or out / "state.sqlite")) as db:
        changed: Any = db.raw
        changed.execute("UPDATE settlement_engagement SET price = price + 1 WHERE degree = 1")
    refused = facevalue("verify", "--data", out, "--no-deep", DATABASE_URL=address)
    assert refused.returncode == 1
    assert "price: social_post" in refused.stdout
    assert "prices of its engagements: found 51, the facts add up to 50" in refused.stdout
    assert "Wrong: 1" in refused.stdout
    again = facevalue("verify", "--data", out, "--deep", DATABASE_URL=address)
    assert "found price 51; the log settled again makes price 50" in again.stdout
