"""A few dozen posts while everything fails; `compose_storm` runs a thousand."""

from pathlib import Path

from tests.faces.creator.compose_storm import storm

RUNS = 24


def test_none_is_lost_and_none_is_doubled(tmp_path: Path) -> None:
    report = storm(RUNS, 7, tmp_path)
    assert len(report.kept) > RUNS / 2
    assert (report.lost, report.doubled) == ([], [])
    assert report.failures.keys() >= {"cut", "server", "page", "browser", "no signal"}
