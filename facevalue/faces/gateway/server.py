"""uvicorn, told to refuse endless heads, and to end the streams before it waits for connections to close."""

import socket
from collections.abc import Sequence

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from facevalue.faces.gateway.app import Gateway

GRACE_S = 10
KEEP_ALIVE_S = 65
HEAD_BYTES_MAX = 32 << 10
_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class _Protocol(HttpToolsProtocol):
    """One connection. The parser would gather a head of any size before anybody could look at it."""

    _head_bytes = 0
    _in_head = False

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._head_bytes = self._head_bytes + len(data) if self._in_head else 0
        if self._head_bytes > HEAD_BYTES_MAX and not self.transport.is_closing():
            self.transport.write(_TOO_LARGE)
            self.transport.close()

    def on_message_begin(self) -> None:
        self._in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_head = False
        super().on_headers_complete()


class Server(uvicorn.Server):
    """Serves a gateway. Open streams would otherwise hold up a graceful stop until its time is over. `proxies`: addresses and
    networks that are believed whom they speak for, and whether by TLS."""

    def __init__(self, gateway: Gateway, host: str, port: int, proxies: Sequence[str] = ()) -> None:
        super().__init__(
            uvicorn.Config(
                gateway,
                host=host,
                port=port,
                loop="uvloop",
                http=_Protocol,
                ws="none",
                forwarded_allow_ips=list(proxies),
                lifespan="on",
                access_log=False,
                log_level="warning",
                timeout_keep_alive=KEEP_ALIVE_S,
                timeout_graceful_shutdown=GRACE_S,
            )
        )
        self._gateway = gateway

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends the streams, then lets uvicorn finish what is under way."""
        self._gateway.live.close()
        await super().shutdown(sockets)
