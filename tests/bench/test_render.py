"""The measurement of pictures runs, and tells what it is asked for."""

import json

from tests.bench.conftest import Command


def test_pictures_are_measured(facevalue: Command) -> None:
    done = facevalue("bench", "render", "--pictures", 1, "--json")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert figures["render_cpu_ms_p50"] > 0
    assert figures["peak_rss_mb"] > 0
    assert figures["feed_bytes_max"] <= 25 * 1024


def test_a_folder_without_photos_is_told(facevalue: Command, tmp_path: object) -> None:
    done = facevalue("bench", "render", "--photos", tmp_path)
    assert done.returncode != 0
    assert "no .jpg file" in done.stderr
