"""Requests reach the pages whole, or not at all."""

import asyncio
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from facevalue.config import spool
from facevalue.config.spool import Spool


class Pages:
    """What the application was called with."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    async def __call__(self, _scope: Scope, receive: Receive, _send: Send) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        self.bodies.append(body)


def ask(path: str, *messages: Message) -> tuple[list[bytes], list[Any]]:
    """The bodies that the pages saw, and what was answered in their place."""
    pages, answers, waiting = Pages(), list[Any](), list(messages)

    async def receive() -> Message:
        return waiting.pop(0)

    async def send(message: Any) -> None:
        answers.append(message)

    application = Spool(pages, lambda path: path.startswith("/uploads/"))
    asyncio.run(application({"type": "http", "path": path, "method": "POST", "headers": []}, receive, send))
    return pages.bodies, answers


def part(body: bytes, more: bool = True) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


CUT: Message = {"type": "http.disconnect"}


@pytest.mark.parametrize("path", ["/", "/uploads/1"])
def test_a_body_arrives_whole(path: str) -> None:
    assert ask(path, part(b"first "), part(b"second", more=False)) == ([b"first second"], [])
    assert ask(path, part(b"x" * 300_000), part(b"y" * 300_000, more=False)) == ([b"x" * 300_000 + b"y" * 300_000], [])
    assert ask(path, part(b"", more=False), CUT) == ([b""], [])


def test_what_was_cut_off_reaches_whoever_can_use_it() -> None:
    assert ask("/", part(b"half"), CUT) == ([], [])
    assert ask("/uploads/1", part(b"half"), CUT) == ([b"half"], [])
    assert ask("/uploads/1", CUT) == ([], [])


def test_too_much_is_not_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "BODY_BYTES_MAX", 10)
    bodies, answers = ask("/", part(b"x" * 6), part(b"x" * 6))
    assert bodies == []
    assert answers[0]["status"] == 413
