"""The cast's databases, keys and posts, and a server over them."""

import socket
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import msgspec
import numpy as np
from django.db import connections, transaction

from facevalue.faces.gateway import app, limits, server, state
from facevalue.identity import actions as identity
from facevalue.insight.queries import Store
from facevalue.kit import db, ids
from facevalue.social import ingest as social
from tests import cast
from tests.conftest import point_django_at

SECRET = b"only for tests"
UNLIMITED = limits.Rates(requests_per_second=1e9, engagements_per_second=1e9)


@dataclass
class Clock:
    """Stands still until it is moved."""

    now_ms: int = cast.NOW
    now_s: float = 0.0


@dataclass
class World:
    """The cast's databases, the keys of its organisations and apps, and a post of Ayu in Senyum and of Mali in Sabai."""

    target: str
    log_target: str
    store: Store
    keys: dict[str, str] = field(default_factory=dict)
    posts: dict[int, int] = field(default_factory=dict)
    clock: Clock = field(default_factory=Clock)

    def state(self, rates: limits.Rates = UNLIMITED) -> state.State:
        """What a gateway over these databases is given."""
        return state.State(
            open_log=lambda: social.open_log(self.log_target),
            connect=lambda: db.connect(self.target),
            store=self.store,
            secret=SECRET,
            rates=rates,
            now_ms=lambda: self.clock.now_ms,
            clock_s=lambda: self.clock.now_s,
        )

    def segments(self) -> list[social.Segment]:
        """Everything in the log."""
        log = social.open_log(self.log_target)
        found = log.read(0, social.SEGMENT_RECORDS_MAX)
        log.close()
        return found

    def line(self, **fields: object) -> dict[str, object]:
        """A good engagement with Ayu's post, changed by `fields`."""
        return {"post": str(self.posts[cast.AYU]), "kind": "like", "actor": str(cast.BUDI), **fields}


def make_key(organisation: int, app_id: int | None, *scopes: str) -> str:
    """The text of a new API key."""
    with transaction.atomic():
        return identity.create_credential(organisation, "test", scopes, cast.NOW, app=app_id)[1]


def publish(database: db.Database, creator: int, app_id: int) -> int:
    """A post that settlement has met."""
    post = ids.make(ids.slot_of(creator))
    detail = dict.fromkeys(
        ("campaign", "series", "escrow_account", "purse_account", "pending_account", "fee_account", "cap_post", "cap_actor"), 1
    )
    detail |= {"fee_bps": 0, "published_at": 1, "closes_at": 0, "escrow_tokens": 100, "post": post}
    details = [detail | {"creator": creator, "app": app_id, "prices": [1, 1, 1]}]
    with database.transaction():
        social.publish(database, details, np.array([1]))
    return post


def make_world(target: str, log_target: str, store: Store) -> World:
    """The cast in a fresh database."""
    point_django_at(target)
    cast.enter()
    keys = {
        "senyum": make_key(cast.SENYUM_OPERATOR, cast.SENYUM, identity.Scope.ENGAGEMENTS_WRITE),
        "sabai": make_key(cast.SABAI_OPERATOR, cast.SABAI, identity.Scope.ENGAGEMENTS_WRITE),
        "without app": make_key(cast.SENYUM_OPERATOR, None, identity.Scope.ENGAGEMENTS_WRITE),
        "kopi": make_key(cast.KOPI_NUSANTARA, None, identity.Scope.LIVE_READ),
        "glow": make_key(cast.SIAM_GLOW, None, identity.Scope.LIVE_READ),
    }
    connections.close_all()
    database = db.connect(target)
    posts = {cast.AYU: publish(database, cast.AYU, cast.SENYUM), cast.MALI: publish(database, cast.MALI, cast.SABAI)}
    database.close()
    return World(target, log_target, store, keys, posts)


@contextmanager
def serving(
    given: state.State, pages: Callable[..., Awaitable[None]] | None = None, proxies: Sequence[str] = ()
) -> Iterator[str]:
    """The address of a gateway that runs in a thread of its own."""
    # Whoever connects before the server is ready waits in the socket's queue.
    listener = socket.create_server(("127.0.0.1", 0))
    running = server.Server(app.create(given, pages), "127.0.0.1", 0, proxies)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        running.should_exit = True
        thread.join()
        listener.close()


def ndjson(*lines: dict[str, object]) -> bytes:
    """One JSON object in each line."""
    return b"\n".join(map(msgspec.json.encode, lines))
