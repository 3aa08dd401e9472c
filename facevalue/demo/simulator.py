"""Keeps the demo world alive, beside whatever serves it."""

from collections.abc import Callable
from contextlib import ExitStack
from random import Random

import httpx
from django.db import connections

from facevalue.demo.life import Life
from facevalue.demo.world import World
from facevalue.faces.worker.loops import Loop


class Simulator:
    """Engagements for the gateway at `url`, on average `pace` a second, from a thread of its own."""

    def __init__(self, world: World, url: str, pace: float) -> None:
        self._world, self._url, self._pace = world, url, pace
        self._loop = Loop("demo", self._begin)

    def start(self) -> None:
        """Begins."""
        self._loop.start()

    def stop(self) -> None:
        """Ends, without waiting for answers that do not come."""
        self._loop.stop()

    def _begin(self, stack: ExitStack) -> Callable[[], float]:
        client = stack.enter_context(httpx.Client(base_url=self._url, timeout=30, trust_env=False))
        stack.callback(connections.close_all)
        life = Life(self._world, client, self._pace, Random())
        stack.callback(life.close)
        return life.turn
