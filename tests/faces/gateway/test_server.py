"""What reaches the server without being a request that a client would send."""

import socket
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from facevalue.faces.gateway.server import HEAD_BYTES_MAX
from tests.faces.gateway.world import World, serving


def _say(url: str, *chunks: bytes) -> bytes:
    """Everything that the server answers until it closes the connection."""
    address = urlsplit(url)
    with socket.create_connection((address.hostname, address.port or 0), timeout=10) as connection:
        try:
            for chunk in chunks:
                connection.sendall(chunk)
        except ConnectionError:
            pass
        answer = b""
        try:
            while part := connection.recv(65_536):
                answer += part
        except ConnectionResetError:
            pass
        return answer


@pytest.mark.parametrize(
    "head",
    [
        [b"GET /healthz HTTP/1.1\r\nX-Large: ", b"x" * HEAD_BYTES_MAX, b"x" * 100],
        [b"GET /healthz?", b"x" * HEAD_BYTES_MAX, b"x" * 100],
        [b"GET /healthz HTTP/1.1\r\n", *[b"X-%d: many\r\n" % n for n in range(HEAD_BYTES_MAX // 8)]],
    ],
    ids=["one header", "the address", "many headers"],
)
def test_an_endless_head_is_cut_off(client: httpx.Client, url: str, head: list[bytes]) -> None:
    assert _say(url, *head).startswith((b"HTTP/1.1 431 ", b"HTTP/1.1 400 "))
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\n\r\n",
        b"POST /v1/engagements HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/engagements HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST /v1/engagements HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /v1/engagements HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n{}\n",
    ],
)
def test_what_is_no_http_is_refused(client: httpx.Client, url: str, request_bytes: bytes) -> None:
    answer = _say(url, request_bytes, b"GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n")
    assert b" 500 " not in answer
    assert client.get("/healthz").status_code == 200


def test_large_heads_of_bodies_are_no_endless_heads(client: httpx.Client, world: World) -> None:
    """A body that arrives together with its head counts for itself."""
    headers = {"authorization": f"Bearer {world.keys['senyum']}", "content-type": "application/x-ndjson"}
    for _ in range(3):
        assert client.post("/v1/engagements", content=b"\n" * 9_000 + b" " * 200_000, headers=headers).status_code == 400


async def _who(scope: Scope, receive: Receive, send: Send) -> None:
    """Pages that tell whom they take the client for."""
    request = Request(scope)
    assert request.client is not None
    await JSONResponse([request.client.host, request.url.scheme])(scope, receive, send)


@pytest.mark.parametrize(
    ("proxies", "seen"),
    [
        ([], ["127.0.0.1", "http"]),
        (["10.0.0.0/8"], ["127.0.0.1", "http"]),
        (["127.0.0.1"], ["10.1.2.3", "https"]),
        (["127.0.0.1", "10.0.0.0/8"], ["203.0.113.9", "https"]),
    ],
)
def test_a_proxy_that_is_trusted_tells_who_the_client_is(world: World, proxies: list[str], seen: list[str]) -> None:
    """Whatever a client says of itself comes first in the list, and is believed as little as who passed it on."""
    headers = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9, 10.1.2.3", "X-Forwarded-Proto": "https"}
    with serving(world.state(), _who, proxies) as url:
        assert httpx.get(f"{url}/who", headers=headers).json() == seen
