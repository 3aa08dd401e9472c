"""Carries a file of engagements to a gateway: in batches, each taken once however often it is sent."""

import hashlib
import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import httpx
import msgspec

from facevalue.faces.gateway.engagements import LINE_BYTES_MAX, Accepted, Rejection
from facevalue.kit.errors import FacevalueError

LINES_PER_BATCH = 5_000
BYTES_PER_BATCH = 4 << 20
REQUEST_S_MAX = 60
WAIT_S_MAX = 30.0
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_CHUNK_BYTES = 1 << 20


class Unreachable(FacevalueError):
    """The gateway did not take a batch for as long as we were to wait."""

    code = "unreachable"
    status = 504
    title = "The gateway cannot be reached"


class Refused(FacevalueError):
    """The gateway will not take this, however often it is sent."""

    code = "refused"
    status = 502
    title = "The gateway refused the file"


class Standing(msgspec.Struct):
    """How far a file has been carried: what the sidecar file remembers."""

    digest: str
    url: str
    offset: int = 0
    lines: int = 0
    accepted: int = 0
    rejected: int = 0
    report_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """Some whole lines of the file, the first of which is `line` (counted from 1), at byte `offset`."""

    offset: int
    line: int
    lines: list[bytes]

    @property
    def size(self) -> int:
        """Bytes in the file."""
        return sum(map(len, self.lines))

    @property
    def body(self) -> bytes:
        """What is sent. A line that is too long is left blank: it would be rejected, and could make the body too large."""
        return b"".join(line if len(line) <= LINE_BYTES_MAX else b"\n" for line in self.lines)


@dataclass(slots=True)
class Courier:
    """Sends one file to one gateway. `pause` waits so many seconds; `told` is called after each batch."""

    path: Path
    client: httpx.Client
    standing: Standing
    patience_s: float
    told: Callable[[Standing], None]
    pause: Callable[[float], None] = time.sleep
    _jitter: random.Random = field(default_factory=random.Random)

    @property
    def sidecar(self) -> Path:
        """Where the file's standing is kept, beside it."""
        return sidecar_of(self.path)

    @property
    def report(self) -> Path:
        """The rejected lines, each with its number and reason."""
        return self.path.with_name(self.path.name + ".rejected.ndjson")

    def carry(self) -> None:
        """Sends what was not sent yet. Raises Unreachable, Refused, OSError; the next call goes on where this one was."""
        if self.report.exists():
            # What was noted after the last standing is noted again.
            os.truncate(self.report, self.standing.report_bytes)
        with self.path.open("rb") as file:
            for batch in batches(file, self.standing.offset, self.standing.lines + 1):
                rejections = self._rejections(batch, self._deliver(batch))
                self._note(batch, rejections)
                self.told(self.standing)

    def _deliver(self, batch: Batch) -> Accepted:
        headers = {"Content-Type": "application/x-ndjson", "Idempotency-Key": f"{self.standing.digest}-{batch.offset}"}
        waited_s, tries = 0.0, 0
        while True:
            wait_s = min(WAIT_S_MAX, 0.5 * 2**tries) * self._jitter.uniform(0.5, 1)
            try:
                response = self.client.post("/v1/engagements", content=batch.body, headers=headers, timeout=REQUEST_S_MAX)
            except httpx.TransportError as error:
                why = str(error) or type(error).__name__
            else:
                if response.status_code not in _AGAIN:
                    return _answer(response)
                why = f"{response.status_code} {_detail(response)}"
                wait_s = max(wait_s, _retry_after_s(response))
            if waited_s + wait_s > self.patience_s:
                raise Unreachable(f"Line {batch.line} and what follows could not be delivered: {why}")
            self.pause(wait_s)
            waited_s, tries = waited_s + wait_s, tries + 1

    def _rejections(self, batch: Batch, answer: Accepted) -> list[Rejection]:
        """All of them, by line of the batch: the gateway's, and those of lines that were not even sent."""
        ours = [
            Rejection(number, "line_too_long", f"The line has {len(line):,} bytes; at most {LINE_BYTES_MAX:,} are allowed")
            for number, line in enumerate(batch.lines, 1)
            if len(line) > LINE_BYTES_MAX
        ]
        self.standing.accepted += answer.accepted
        return sorted(answer.rejected + ours, key=lambda rejection: rejection.line)

    def _note(self, batch: Batch, rejections: list[Rejection]) -> None:
        if rejections:
            with self.report.open("ab") as file:
                for each in rejections:
                    text = batch.lines[each.line - 1][:LINE_BYTES_MAX].decode(errors="replace").rstrip("\r\n")
                    found = {"line": batch.line + each.line - 1, "code": each.code, "detail": each.detail, "text": text}
                    file.write(msgspec.json.encode(found) + b"\n")
                self.standing.report_bytes = file.tell()
        self.standing.rejected += len(rejections)
        self.standing.offset += batch.size
        self.standing.lines += len(batch.lines)
        new = self.sidecar.with_name(self.sidecar.name + ".new")
        new.write_bytes(msgspec.json.encode(self.standing))
        new.replace(self.sidecar)


def sidecar_of(path: Path) -> Path:
    """Where a file's standing is kept."""
    return path.with_name(path.name + ".ingest.json")


def standing_of(path: Path, url: str) -> Standing:
    """How far the file, as it is now, has been carried to `url`: from the start if nothing is known. Raises OSError."""
    fresh = Standing(_digest(path), url)
    try:
        found = msgspec.json.decode(sidecar_of(path).read_bytes(), type=Standing)
    except (FileNotFoundError, msgspec.MsgspecError):
        return fresh
    return found if (found.digest, found.url) == (fresh.digest, fresh.url) else fresh


def batches(file: BinaryIO, offset: int, line: int) -> Iterator[Batch]:
    """The rest of a file, always cut in the same places."""
    file.seek(offset)
    while lines := _some_lines(file):
        yield Batch(offset, line, lines)
        offset += sum(map(len, lines))
        line += len(lines)


def _some_lines(file: BinaryIO) -> list[bytes]:
    lines: list[bytes] = []
    size = 0
    while len(lines) < LINES_PER_BATCH and size < BYTES_PER_BATCH and (line := file.readline()):
        lines.append(line)
        size += len(line)
    return lines


def _digest(path: Path) -> str:
    digest = hashlib.blake2b(digest_size=16)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _answer(response: httpx.Response) -> Accepted:
    """What became of a batch. That all of its lines are bad, or blank, is an answer too."""
    if response.status_code == 202:
        return msgspec.json.decode(response.content, type=Accepted)
    problem = _problem(response)
    if problem.get("code") == "nothing_accepted":
        return Accepted("", 0, msgspec.convert(problem["rejected"], list[Rejection]))
    if problem.get("code") == "empty_body":
        return Accepted("", 0, [])
    raise Refused(f"The gateway refused it: {response.status_code} {_detail(response)}")


def _problem(response: httpx.Response) -> dict[str, object]:
    try:
        found = response.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _detail(response: httpx.Response) -> str:
    return str(_problem(response).get("detail", response.reason_phrase))


def _retry_after_s(response: httpx.Response) -> float:
    """What the gateway asks for, in seconds; the date that HTTP also allows there is not worth a clock that may be wrong."""
    value = response.headers.get("retry-after", "")
    return float(value) if value.isascii() and value.isdigit() else 0.0
