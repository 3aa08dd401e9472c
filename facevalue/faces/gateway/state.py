"""What the gateway is given."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from facevalue.faces.gateway.limits import Rates
from facevalue.insight.queries import Store
from facevalue.kit.clock import now_ms
from facevalue.kit.db import Database
from facevalue.social.ingest import Log


@dataclass(frozen=True, slots=True)
class State:
    """The databases, opened by the gateway's own threads, and what tests replace.

    `secret` signs the tokens of live streams, `now_ms` tells the time of day and `clock_s` the seconds of rate limits.
    """

    open_log: Callable[[], Log]
    connect: Callable[[], Database]
    store: Store
    secret: bytes
    rates: Rates = field(default_factory=Rates)
    now_ms: Callable[[], int] = now_ms
    clock_s: Callable[[], float] = time.monotonic
