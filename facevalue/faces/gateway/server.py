"""uvicorn, told to end the streams before it waits for connections to close."""

import socket

import uvicorn

from facevalue.faces.gateway.app import Gateway

GRACE_S = 10


class Server(uvicorn.Server):
    """Serves a gateway. Open streams would otherwise hold up a graceful stop until its time is over."""

    def __init__(self, gateway: Gateway, host: str, port: int) -> None:
        super().__init__(
            uvicorn.Config(
                gateway,
                host=host,
                port=port,
                loop="uvloop",
                http="httptools",
                ws="none",
                lifespan="on",
                access_log=False,
                log_level="warning",
                timeout_graceful_shutdown=GRACE_S,
            )
        )
        self._gateway = gateway

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends the streams, then lets uvicorn finish what is under way."""
        self._gateway.live.close()
        await super().shutdown(sockets)
