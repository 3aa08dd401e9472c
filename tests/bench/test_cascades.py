"""Files as people really have them: all kinds of labels, line ends and holes; and what is told of those that are unreadable."""

import gzip
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psycopg
import pytest

from facevalue.bench.cascades import NOBODY, Cascades, UnreadableFile, read, read_follows
from facevalue.config.cli import main

HEADER = "cascade,parent,parent_min,child,child_min\n"


def written(folder: Path, text: str | bytes, name: str = "cascades.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def names(rows: Cascades) -> list[tuple[str, str, str, float]]:
    """What was read, in the words of the file."""
    people = {number: name for name, number in rows.people.items()}
    columns = (rows.cascade.tolist(), rows.parent.tolist(), rows.child.tolist(), rows.minute.tolist())
    return [(str(c), people[p], people[h], minute) for c, p, h, minute in zip(*columns, strict=True)]


def test_a_row_without_a_parent_is_a_root_and_labels_are_any_text(tmp_path: Path) -> None:
    rows = read(written(tmp_path, HEADER + "x,,,Ayu,0\nx,Ayu,0,0,1.5\n0,,,0,junk\n0,0,0,-7,2e1\n"))
    root = ("1", "", "0", pytest.approx(np.nan, nan_ok=True))
    assert names(rows) == [("0", "", "Ayu", 0), ("0", "Ayu", "0", 1.5), root, ("1", "0", "-7", 20)]
    assert rows.roots.tolist() == [0, 2]
    assert rows.shares.tolist() == [1, 3]


@pytest.mark.parametrize(
    "dress",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text.rstrip("\n"),
        lambda text: text.replace(",", ", "),
        lambda text: text.replace("Ayu", '"Ayu"'),
        lambda text: gzip.compress(text.encode()),
    ],
    ids=["CRLF", "CR", "byte order mark", "blank lines", "no end of line", "spaces", "quotes", "gzip"],
)
def test_the_same_rows_in_another_dress(tmp_path: Path, dress: Callable[[str], str | bytes]) -> None:
    text = HEADER + "1,,,Ayu,0\n1,Ayu,0,Budi,0.5\n"
    assert names(read(written(tmp_path, dress(text)))) == names(read(written(tmp_path, text)))


def test_what_is_no_number_or_names_nobody_is_read_as_such(tmp_path: Path) -> None:
    torn = "1,Ayu\n,,,,\n1,Ayu,0,Budi,1,2\n"
    rows = read(written(tmp_path, HEADER + "1,Ayu,0,Budi,\n1,Ayu,0,Budi,NaN\n1,Ayu,0,,3\n" + HEADER + torn))
    assert np.isnan(rows.minute).tolist() == [True, True, False, True, True, True, True]
    assert (rows.child == NOBODY).tolist() == [False, False, True, False, True, True, True]
    assert len(rows.roots) == 0


def test_names_in_another_encoding_are_names(tmp_path: Path) -> None:
    rows = read(written(tmp_path, HEADER.encode() + b"1,,,Am\xe9lie,0\n1,Am\xe9lie,0,\xff\xfe,1\n"))
    assert rows.parent[1] == rows.child[0] != rows.child[1]


def test_a_file_without_rows_is_one(tmp_path: Path) -> None:
    assert len(read(written(tmp_path, HEADER)).cascade) == 0


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "line 1: expected the header cascade,parent,parent_min,child,child_min, found ''"),
        ("child,parent\n1,2\n", "line 1: expected the header cascade,parent,parent_min,child,child_min, found 'child,parent'"),
        (b"\x89PNG\r\n\x1a\n\0\0", "line 1: expected the header"),
        (gzip.compress((HEADER + "1,,,Ayu,0\n" * 1000).encode())[:-20], "broken off or damaged"),
        (b"\x1f\x8b" + b"no gzip at all, whatever it says", "cascades.csv: "),
        (HEADER + "1,,," + "x" * 200_000 + ",0\n", "line 2: field larger than field limit"),
    ],
    ids=["empty", "header", "picture", "truncated", "no gzip", "endless field"],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, text: str | bytes, complaint: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        read(written(tmp_path, text))
    assert complaint in refusal.value.detail
    assert "\n" not in refusal.value.detail


def test_follows_add_people_and_have_no_holes(tmp_path: Path) -> None:
    rows = read(written(tmp_path, HEADER + "1,,,Ayu,0\n1,Ayu,0,Budi,1\n"))
    follower, followee = read_follows(written(tmp_path, "follower,followee\nBudi,Ayu\nDewi,Budi\n"), rows.people)
    assert (follower.tolist(), followee.tolist()) == ([2, 3], [1, 2])
    with pytest.raises(UnreadableFile, match=r"line 3: expected two names, found 'Dewi,'"):
        read_follows(written(tmp_path, "follower,followee\nBudi,Ayu\nDewi,\n"), rows.people)


def refused(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    """What the command says before it gives up; nothing about the program's insides."""
    code: object = None
    try:
        code = main(["replay", "cascades", *map(str, words)])
    except SystemExit as stop:
        code = stop.code
    assert code in (1, 2)
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert said.startswith("facevalue")
    return said


def test_the_command_refuses_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = written(tmp_path, HEADER + "1,,,Ayu,0\n"), tmp_path / "out"
    ways = "--price", 50, "--escrow", 100, "--out", out
    assert "nothing.csv: No such file" in refused(capsys, tmp_path / "nothing.csv", *ways)
    assert "Is a directory" in refused(capsys, tmp_path, *ways)
    assert "expected the header follower,followee" in refused(capsys, file, *ways, "--follows", file)
    for number in ("0", "-5", "many", "1.5", str(10**30)):
        assert "argument --price" in refused(capsys, file, *ways, "--price", number)
        assert "argument --escrow" in refused(capsys, file, *ways, "--escrow", number)
    assert "argument --batch" in refused(capsys, file, *ways, "--batch", 0)
    assert "expected postgresql://" in refused(capsys, file, *ways, "--database", "mysql://host/name")
    assert not out.exists()


def test_the_command_wants_a_fresh_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = written(tmp_path, HEADER + "1,,,Ayu,0\n"), tmp_path / "out"
    out.mkdir()
    written(out, "", "state.sqlite")
    ways = "--price", 50, "--escrow", 100, "--out"
    assert "is not fresh: state.sqlite is there already" in refused(capsys, file, *ways, out)
    assert "cannot be made" in refused(capsys, file, *ways, file)
    assert "together" in refused(
        capsys, written(tmp_path, HEADER + "1,,,Ayu,0\n" * 1001), *ways[:2], "--escrow", 10**12, "--out", out
    )


def test_the_command_wants_an_empty_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    file = written(tmp_path, HEADER + "1,,,Ayu,0\n")
    ways = file, "--price", 50, "--escrow", 100, "--out", tmp_path / "out", "--database"
    assert "cannot be reached" in refused(capsys, *ways, "postgresql://nobody@127.0.0.1:1/nowhere")
    address = request.getfixturevalue("empty_databases")()
    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute("CREATE TABLE shopping_list (item text)")
    assert "not empty: it has tables" in refused(capsys, *ways, address)
