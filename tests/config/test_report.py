"""What the command says and prints."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from facevalue.config import audits, report
from facevalue.config.cli import main
from facevalue.kit.findings import Finding


def test_there_must_be_something(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["verify", "--data", str(tmp_path / "nowhere")]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"facevalue: {tmp_path}/nowhere/state.sqlite is not there\n")
    assert not (tmp_path / "nowhere").exists()
    for name in ("state.sqlite", "log.sqlite"):
        (tmp_path / name).write_text("Dear diary, today was a day like any other. " * 100)
    monkeypatch.setenv("FACEVALUE_DATA", str(tmp_path))
    assert main(["verify"]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == (
        "",
        f"facevalue: {tmp_path}/state.sqlite holds nothing of Facevalue's: file is not a database\n",
    )


def test_of_many_findings_the_first_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    def audit(tell: audits.Tell) -> Iterator[Finding]:
        yield Finding("balance", "account 16384", "is wrong")
        for number in range(1_000):
            tell(1)
            yield Finding("post", f"social_post {number}", "is wrong")
        raise ValueError("no such table")

    assert report.print_findings({"posts": audit}, 1_000) == 1_002
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "balance: ledger_account 16384 of slot 1: is wrong"
    assert lines[-2:] == ["audit: posts: cannot go on: ValueError('no such table')", "post: and 950 more"]
    assert len(lines) == 1 + 50 + 2
