"""What a client sends to `POST /v1/engagements`, and how it becomes columns.

A request is read as one whole: one decode, then numpy. Only when anything in it is wrong is it read again, line by line, to
name what is wrong and keep the rest. Both ways end in `_columns`, and `_fault` says of one engagement what `_columns` checks
of all at once.
"""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

import msgspec
import numpy as np
from msgspec import Meta

from facevalue.faces.gateway.errors import EmptyBody, MalformedBody, TooManyLines
from facevalue.kit.columns import Column, Columns
from facevalue.social.ingest import records

KINDS = records.KINDS

LINES_MAX = 10_000
LINE_BYTES_MAX = 4096
# An array of so many engagements has six fields and a separator for each at most; whatever has more would only fill the memory.
COMMAS_MAX = 6 * LINES_MAX
FUTURE_MS_MAX = 5 * 60_000
ID_MAX = 2**63 - 1
# An integer before the year 2000 is a time in seconds that somebody took for milliseconds.
AT_MS_MIN = 946_684_800_000
DETAIL_CHARACTERS_MAX = 200

# The patterns below go into the schema alone: checking them here, one by one, would take five times as long as decoding.
Id = Annotated[str | int, Meta(extra_json_schema={"pattern": "^[0-9]{1,19}$", "minimum": 1, "maximum": ID_MAX})]
Kind = Literal["like", "comment", "share"]
Time = Annotated[datetime, Meta(tz=True)] | int

Code = Literal[
    "broken_json",
    "broken_utf8",
    "line_too_long",
    "unknown_field",
    "missing_field",
    "wrong_type",
    "wrong_value",
    "time_in_future",
    "time_too_old",
    "post_of_other_app",
]


REJECTIONS: dict[Code, str] = {
    "broken_json": "The line is not JSON.",
    "broken_utf8": "The line is not UTF-8.",
    "line_too_long": f"The line of NDJSON has more than {LINE_BYTES_MAX:,} bytes.",
    "unknown_field": "The engagement has a field that does not exist.",
    "missing_field": "The engagement lacks post, kind or actor.",
    "wrong_type": "The line is no object, or a field has another type.",
    "wrong_value": "A field's value is out of range, or no word that we know.",
    "time_in_future": f"The time is more than {FUTURE_MS_MAX // 60_000} minutes ahead of our clock.",
    "time_too_old": "The time is before the year 2000.",
    "post_of_other_app": "The post was published in another app.",
}


class Engagement(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """One like, comment or share, or the undoing of one."""

    post: Annotated[Id, Meta(description="The post that was engaged with.", examples=["281474976710656"])]
    kind: Annotated[Kind, Meta(description="What the actor did.")]
    actor: Annotated[Id, Meta(description="The person who did it.", examples=["1200450"])]
    via: Annotated[Id, Meta(description="The person whose share of the post the actor acted on.")] | None = None
    at: Annotated[Time, Meta(description="RFC 3339 with an offset, or milliseconds since 1970.")] | None = None
    undo: Annotated[bool, Meta(description="True withdraws the engagement.")] = False


class Rejection(msgspec.Struct, frozen=True):
    """Why one line was not accepted; the others were."""

    line: Annotated[int, Meta(ge=1, description="Line of the body, or element of the array, counted from 1.")]
    code: Code
    detail: Annotated[str, Meta(description="One sentence for people.")]


class Accepted(msgspec.Struct):
    """What became of a request's lines: those not named in `rejected` are durable and will be settled."""

    batch: Annotated[str, Meta(description="The id of this delivery, for support.", examples=["281474976710656"])]
    accepted: Annotated[int, Meta(ge=0, description="How many lines were accepted.")]
    rejected: Annotated[list[Rejection], Meta(description="Every other line, in order.")]


@dataclass(slots=True)
class Reading:
    """A request's engagements in columns: `line` (its number), `post`, `actor`, `via` (0 = directly), `at` (ms) and `op`."""

    columns: Columns
    rejected: list[Rejection]

    @property
    def lines(self) -> int:
        """How many lines there were."""
        return len(self.columns["line"]) + len(self.rejected)

    def reject(self, rows: Column, code: Code, detail: str) -> None:
        """Moves the rows of a mask to the rejected."""
        self.rejected += [Rejection(int(line), code, detail) for line in self.columns["line"][rows]]
        self.rejected.sort(key=lambda rejection: rejection.line)
        self.columns = {name: column[~rows] for name, column in self.columns.items()}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line."""

    code: Code
    detail: str


_engagement = msgspec.json.Decoder(Engagement)
_engagements = msgspec.json.Decoder(list[Engagement])
# Only finds where an element ends, so numbers need not become numbers.
_element = json.JSONDecoder(parse_int=len, parse_float=len, strict=False)
_SPACE = re.compile(r"[ \t\r\n]*")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ANYTHING_WRONG = (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError, OverflowError)
_MILLISECOND = timedelta(milliseconds=1)


def read(body: bytes, now_ms: int, *, is_ndjson: bool) -> Reading:
    """Reads NDJSON, or a JSON array or single object. Times that are missing become `now_ms`.

    Raises EmptyBody, TooManyLines, or MalformedBody for an array that is broken as a whole.
    """
    if is_ndjson:
        return _read_lines(_lines(body), now_ms)
    first = body.lstrip(b" \t\r\n")[:1]
    _check_count(len(first))
    return _read_array(body, now_ms) if first == b"[" else _read_each([(1, body)], now_ms)


def _read_lines(lines: list[tuple[int, bytes]], now_ms: int) -> Reading:
    numbers, texts = zip(*lines, strict=True)
    if max(map(len, texts)) <= LINE_BYTES_MAX:
        with suppress(*_ANYTHING_WRONG):
            events = list(map(_engagement.decode, texts))
            return Reading(_columns(events, np.array(numbers, np.int64), now_ms), [])
    return _read_each(lines, now_ms, LINE_BYTES_MAX)


def _read_array(body: bytes, now_ms: int) -> Reading:
    if body.count(b",") > COMMAS_MAX:
        _check_count(LINES_MAX + 1)
    with suppress(*_ANYTHING_WRONG):
        events = _engagements.decode(body)
        _check_count(len(events))
        return Reading(_columns(events, np.arange(1, len(events) + 1), now_ms), [])
    return _read_each(_elements(body), now_ms)


def _read_each(lines: list[tuple[int, bytes]], now_ms: int, bytes_max: int = sys.maxsize) -> Reading:
    events: list[Engagement] = []
    numbers: list[int] = []
    rejected: list[Rejection] = []
    for number, line in lines:
        event = _decode(line) if len(line) <= bytes_max else _too_long(line)
        fault = event if isinstance(event, Fault) else _fault(event, now_ms)
        if fault:
            rejected.append(Rejection(number, fault.code, fault.detail[:DETAIL_CHARACTERS_MAX]))
        elif isinstance(event, Engagement):
            events.append(event)
            numbers.append(number)
    return Reading(_columns(events, np.array(numbers, np.int64), now_ms), rejected)


def _too_long(line: bytes) -> Fault:
    return Fault("line_too_long", f"The line has {len(line):,} bytes; at most {LINE_BYTES_MAX:,} are allowed")


def _check_count(count: int) -> None:
    if count == 0:
        raise EmptyBody("The body holds no engagement")
    if count > LINES_MAX:
        raise TooManyLines(f"A request holds at most {LINES_MAX} engagements", lines_max=LINES_MAX)


def _lines(body: bytes) -> list[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers."""
    if body.count(b"\n") > LINES_MAX:
        _check_count(LINES_MAX + 1)
    lines = [(number, line) for number, line in enumerate(body.split(b"\n"), 1) if line and not line.isspace()]
    _check_count(len(lines))
    return lines


def _elements(body: bytes) -> list[tuple[int, bytes]]:
    """The elements of a JSON array, with their numbers. Latin-1 keeps one character for each byte, whatever the bytes are."""
    elements: list[tuple[int, bytes]] = []
    text = body.decode("latin-1")
    end = _skip(text, text.index("[") + 1)
    while text[end : end + 1] != "]":
        if elements:
            end = _skip(text, _expect(text, end, ",", len(elements)))
        start, end = end, _end_of_element(text, end, len(elements) + 1)
        elements.append((len(elements) + 1, body[start:end]))
        end = _skip(text, end)
        _check_count(len(elements))
    if _skip(text, end + 1) != len(text):
        raise MalformedBody(f"Something follows the array's end at byte {end + 1}")
    _check_count(len(elements))
    return elements


def _skip(text: str, start: int) -> int:
    space = _SPACE.match(text, start)
    assert space is not None
    return space.end()


def _expect(text: str, start: int, character: str, number: int) -> int:
    if text[start : start + 1] != character:
        raise MalformedBody(f"After element {number} the array is broken, at byte {start}: nothing was accepted", line=number)
    return start + 1


def _end_of_element(text: str, start: int, number: int) -> int:
    try:
        return int(_element.raw_decode(text, start)[1])
    except (ValueError, RecursionError):
        detail = f"Element {number} of the array is broken, at byte {start}: nothing was accepted"
        raise MalformedBody(detail, line=number) from None


def _decode(line: bytes) -> Engagement | Fault:
    try:
        return _engagement.decode(line)
    except UnicodeError:
        return Fault("broken_utf8", "The line is not valid UTF-8")
    except msgspec.ValidationError as error:
        return _translate(str(error))
    except (msgspec.DecodeError, RecursionError) as error:
        return Fault("broken_json", f"The line is not JSON: {str(error).removeprefix('JSON is malformed: ')}")


def _translate(message: str) -> Fault:
    """A decoder's message as a fault: `Expected … - at `$.field`` becomes a sentence that begins with the field."""
    what, _, where = message.partition(" - at `$.")
    field = where.rstrip("`")
    if what.startswith("Object contains unknown field"):
        return Fault("unknown_field", what.replace("Object contains", "The engagement has the"))
    if what.startswith("Object missing required field"):
        return Fault("missing_field", what.replace("Object missing required", "The engagement lacks the"))
    if not field:
        return Fault("wrong_type", "The line is not a JSON object")
    if "RFC3339" in what or "timezone" in what:
        return Fault("wrong_value", f"`{field}` is not an RFC 3339 time with an offset")
    if what.startswith("Expected"):
        return Fault("wrong_type", f"`{field}` has the wrong type: {what[0].lower()}{what[1:]}")
    return Fault("wrong_value", f"`{field}` has a wrong value: {what}")


def _fault(event: Engagement, now_ms: int) -> Fault | None:
    for field, value in _ids(event):
        if not _is_id(value):
            return Fault("wrong_value", f"`{field}` is not a whole number from 1 to {ID_MAX}")
    at = now_ms if event.at is None else _milliseconds(event.at)
    if at > now_ms + FUTURE_MS_MAX:
        return Fault("time_in_future", f"`at` is more than {FUTURE_MS_MAX // 60_000} minutes ahead of the server's clock")
    if at < AT_MS_MIN:
        return Fault("time_too_old", "`at` is before the year 2000; is it in seconds instead of milliseconds?")
    return None


def _ids(event: Engagement) -> Iterator[tuple[str, str | int]]:
    yield "post", event.post
    yield "actor", event.actor
    if event.via is not None:
        yield "via", event.via


def _is_id(value: str | int) -> bool:
    text = str(value)
    return text.isascii() and text.isdigit() and len(text) <= len(str(ID_MAX)) and 1 <= int(text) <= ID_MAX


def _milliseconds(at: datetime | int) -> int:
    return at if isinstance(at, int) else (at - _EPOCH) // _MILLISECOND


def _columns(events: list[Engagement], numbers: Column, now_ms: int) -> Columns:
    """Raises ValueError or OverflowError if `_fault` would find anything."""
    count = len(events)
    if count == 0:
        return {name: np.empty(0, np.int64) for name in ("line", "post", "actor", "via", "at", "op")}
    posts, kinds, actors, vias, ats, undos = zip(*map(msgspec.structs.astuple, events), strict=True)
    directly = vias.count(None)
    people = posts + actors + (tuple(0 if via is None else via for via in vias) if directly else vias)
    texts = list(map(str, people))
    digits = "".join(texts)
    if not (digits.isascii() and digits.isdigit()) or max(map(len, texts)) > len(str(ID_MAX)):
        raise ValueError("Not an id")
    ids = np.fromiter(map(int, texts), np.int64, 3 * count)
    if count * 3 - np.count_nonzero(ids) != directly:
        raise ValueError("Id out of range")
    at = np.fromiter((now_ms if time is None else _milliseconds(time) for time in ats), np.int64, count)
    if at.max() > now_ms + FUTURE_MS_MAX or at.min() < AT_MS_MIN:
        raise ValueError("Time out of range")
    kind = np.fromiter(map(KINDS.__getitem__, kinds), np.int64, count)
    post, actor, via = ids.reshape(3, count)
    op = kind + records.UNDO * np.fromiter(undos, np.int64, count)
    return {"line": numbers, "post": post, "actor": actor, "via": via, "at": at, "op": op}
