"""`facevalue ingest`: a file arrives once and whole, over a network that does not want it to."""

import io
import json
from collections.abc import Callable, Iterator
from itertools import count as count_from
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevalue.config import cli, courier
from facevalue.config.courier import Courier, Refused, Standing, Unreachable, batches, sidecar_of, standing_of
from facevalue.insight.actions import open_store
from tests.conftest import fresh_targets
from tests.faces.gateway.world import World, make_world, serving

Carry = Callable[..., Standing]
_actors = count_from(1)


@pytest.fixture(scope="module")
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The gateway's world, on SQLite alone: what is carried does not depend on the engine."""
    folder = tmp_path_factory.mktemp("world")
    with fresh_targets("sqlite", request, folder) as make:
        store = open_store(folder / "insight.duckdb")
        yield make_world(make(), str(folder / "log.sqlite"), store)
        store.close()


@pytest.fixture(scope="module")
def url(world: World) -> Iterator[str]:
    with serving(world.state()) as address:
        yield address


class Network(httpx.HTTPTransport):
    """A way to the gateway that does, request after request, what `plan` says: "lose" the request or its "answer", or answer
    with a status of its own; afterwards it works."""

    def __init__(self, *plan: str | int) -> None:
        super().__init__()
        self.plan = list(plan)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        step = self.plan.pop(0) if self.plan else ""
        if step == "lose":
            raise httpx.ConnectError("nobody there")
        if isinstance(step, int):
            return httpx.Response(step, headers={"retry-after": "7"}, json={"detail": "not now"})
        response = super().handle_request(request)
        if step == "answer":
            response.read()
            raise httpx.ReadError("the line was cut")
        return response


@pytest.fixture
def pauses() -> list[float]:
    """How long the courier would have waited."""
    return []


@pytest.fixture
def carry(world: World, url: str, pauses: list[float]) -> Carry:
    """Carries a file from where it stands; the standing afterwards."""

    def carried(
        path: Path,
        *plan: str | int,
        key: str = "senyum",
        told: Callable[[Standing], None] = lambda _: None,
        patience_s: float = 100,
    ) -> Standing:
        standing = standing_of(path, url)
        headers = {"authorization": f"Bearer {world.keys[key]}"}
        with httpx.Client(base_url=url, headers=headers, transport=Network(*plan)) as client:
            Courier(path, client, standing, patience_s, told, pauses.append).carry()
        return standing

    return carried


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "LINES_PER_BATCH", 100)


def _write(path: Path, world: World, count: int) -> Path:
    """As many lines as no file before has had."""
    actors = (next(_actors) for _ in range(count))
    path.write_text("".join(json.dumps(world.line(actor=str(actor))) + "\n" for actor in actors))
    return path


def _in_log(world: World) -> int:
    return sum(len(segment.columns["op"]) for segment in world.segments())


def _report(path: Path) -> list[dict[str, Any]]:
    report = path.with_name(path.name + ".rejected.ndjson")
    return [json.loads(line) for line in report.read_text().splitlines()] if report.exists() else []


def test_a_file_arrives(tmp_path: Path, world: World, carry: Carry) -> None:
    path, before = _write(tmp_path / "monday.ndjson", world, 250), _in_log(world)
    standings: list[int] = []
    standing = carry(path, told=lambda standing: standings.append(standing.lines))
    assert standings == [100, 200, 250]
    assert (standing.accepted, standing.rejected, standing.offset) == (250, 0, path.stat().st_size)
    assert _in_log(world) == before + 250
    assert _report(path) == []


def test_carrying_it_again_sends_nothing(tmp_path: Path, world: World, carry: Carry) -> None:
    path = _write(tmp_path / "monday.ndjson", world, 10)
    carry(path)
    assert carry(path, "lose", patience_s=0).accepted == 10


def test_rejected_lines_are_reported_with_their_place_in_the_file(tmp_path: Path, world: World, carry: Carry) -> None:
    path = _write(tmp_path / "monday.ndjson", world, 250)
    lines = path.read_bytes().splitlines()
    lines[4], lines[99], lines[120], lines[249] = b"{", b"", b'{"post":"' + b"x" * 20_000 + b'"}', b"\xff"
    path.write_bytes(b"\r\n".join(lines))
    standing = carry(path, "answer")
    assert (standing.accepted, standing.rejected, standing.lines) == (246, 3, 250)
    report = _report(path)
    assert [(each["line"], each["code"]) for each in report] == [
        (5, "broken_json"),
        (121, "line_too_long"),
        (250, "broken_json"),
    ]
    assert report[0]["text"] == "{"


def test_a_batch_of_nothing_good_is_no_end(tmp_path: Path, world: World, carry: Carry) -> None:
    path = _write(tmp_path / "monday.ndjson", world, 50)
    path.write_text("\n" * 100 + "{}\n" * 100 + path.read_text())
    standing = carry(path)
    assert (standing.accepted, standing.rejected, standing.lines) == (50, 100, 250)


def test_what_was_lost_is_sent_again_and_counts_once(tmp_path: Path, world: World, carry: Carry, pauses: list[float]) -> None:
    path, before = _write(tmp_path / "monday.ndjson", world, 300), _in_log(world)
    standing = carry(path, "lose", "answer", 503, "answer", "", "answer", 429, "")
    assert standing.accepted == 300
    assert _in_log(world) == before + 300
    assert [pause for pause in pauses if pause >= 7] == [7, 7], "as Retry-After asked"
    assert len(pauses) == 6


def test_it_goes_on_where_it_was_stopped(tmp_path: Path, world: World, carry: Carry) -> None:
    path, before = _write(tmp_path / "monday.ndjson", world, 300), _in_log(world)

    def stop(standing: Standing) -> None:
        if standing.lines == 200:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        carry(path, told=stop)
    assert _in_log(world) == before + 200
    seen: list[int] = []
    assert carry(path, told=lambda standing: seen.append(standing.lines)).accepted == 300
    assert seen == [300]
    assert _in_log(world) == before + 300


def test_nothing_is_doubled_when_its_standing_was_lost(tmp_path: Path, world: World, carry: Carry) -> None:
    path = _write(tmp_path / "monday.ndjson", world, 150)
    path.write_text("{}\n" + path.read_text())
    carry(path)
    before = _in_log(world)
    sidecar_of(path).unlink()
    standing = carry(path)
    assert (standing.accepted, standing.rejected) == (150, 1)
    assert _in_log(world) == before
    assert len(_report(path)) == 1


def test_another_content_is_another_file(tmp_path: Path, world: World, carry: Carry) -> None:
    path = _write(tmp_path / "monday.ndjson", world, 50)
    carry(path)
    before = _in_log(world)
    _write(path, world, 60)
    assert carry(path).accepted == 60
    assert _in_log(world) == before + 60


def test_patience_ends_and_the_next_run_goes_on(tmp_path: Path, world: World, carry: Carry, pauses: list[float]) -> None:
    path = _write(tmp_path / "monday.ndjson", world, 200)
    with pytest.raises(Unreachable, match=r"Line 101 and what follows.*503 not now"):
        carry(path, "", *[503] * 100, patience_s=30)
    assert 7 <= sum(pauses) <= 30
    assert carry(path).accepted == 200


def test_a_refusal_is_not_repeated(tmp_path: Path, world: World, carry: Carry, pauses: list[float]) -> None:
    path = _write(tmp_path / "monday.ndjson", world, 5)
    with pytest.raises(Refused, match="403"):
        carry(path, key="kopi")
    assert pauses == []


@given(st.binary(max_size=300) | st.lists(st.sampled_from([b"a", b"", b"bc"]), max_size=300).map(b"\n".join))
def test_batches_are_the_file_cut_in_the_same_places(content: bytes) -> None:
    whole = list(batches(io.BytesIO(content), 0, 1))
    assert b"".join(b"".join(batch.lines) for batch in whole) == content
    for batch in whole:
        assert list(batches(io.BytesIO(content), batch.offset, batch.line)) == whole[whole.index(batch) :]


class TestCommand:
    def test_it_says_what_became_of_the_file(
        self, tmp_path: Path, world: World, url: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = _write(tmp_path / "monday.ndjson", world, 120)
        assert cli.main(["ingest", str(path), "--url", f"{url}/", "--key", world.keys["senyum"]]) == 0
        assert "120 lines: 120 accepted, 0 rejected" in capsys.readouterr().out
        path.write_text(path.read_text() + "{}\n")
        assert cli.main(["ingest", str(path), "--url", url, "--key", world.keys["senyum"]]) == 3
        assert "121 lines: 120 accepted, 1 rejected" in capsys.readouterr().out

    def test_a_wrong_key_is_told_in_one_line(
        self, tmp_path: Path, world: World, url: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = _write(tmp_path / "monday.ndjson", world, 1)
        assert cli.main(["ingest", str(path), "--url", url, "--key", "fv_wrong"]) == 1
        assert capsys.readouterr().err == "facevalue: The gateway refused it: 401 The API key is unknown, expired or revoked\n"

    def test_a_missing_file_is_told(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["ingest", str(tmp_path / "none.ndjson"), "--url", "http://localhost:1", "--key", "fv_"]) == 1
        assert "cannot be read: No such file" in capsys.readouterr().err

    def test_an_address_needs_its_scheme(self, tmp_path: Path) -> None:
        with pytest.raises(SystemExit, match="http://"):
            cli.main(["ingest", str(tmp_path), "--url", "localhost:8000", "--key", "fv_"])
