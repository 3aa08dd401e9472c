"""A world that a made-up crowd lives in: its graph, its posts, and what it does, brought to the inbox."""

from pathlib import Path

import numpy as np

from facevalue.bench import world as worlds
from facevalue.bench.crowd import PEOPLE_PER_POST, Crowd, Stream
from facevalue.bench.world import World
from facevalue.kit.checkpoint import Checkpointer
from facevalue.kit.clock import now_ms
from facevalue.social import ingest as social
from facevalue.social.ingest import Delivery, records

SEGMENT_RECORDS = 10_000
_EDGES_AT_ONCE = 50_000
_ESCROW_TOKENS = 20_000
_PRICES = (10, 50, 100)
_CAP_ACTOR = 20
_SEED = 20_240_101


def build(folder: Path, database_url: str, people: int) -> tuple[World, Stream]:
    """A world with its follower graph and posts, and the stream of what will happen."""
    crowd = Crowd(people, np.random.default_rng(_SEED))
    posts = max(1, people // PEOPLE_PER_POST)
    made = worlds.create(folder, database_url, _PRICES, posts * _ESCROW_TOKENS, _CAP_ACTOR)
    for first in range(0, people, _EDGES_AT_ONCE):
        if social.stage_edges(made.db, crowd.edges(first, min(people, first + _EDGES_AT_ONCE))):
            with made.db.transaction():
                social.apply_edges(made.db)
    creators = crowd.creators(posts)
    published = made.publish(crowd.person[creators], _ESCROW_TOKENS, 1)
    if not database_url:
        for path in (made.folder.state, made.folder.log):
            Checkpointer(Path(path)).stop()  # what building wrote ahead is not for those to move who are measured
    return made, Stream(crowd, published, creators, made.app)


def append(made: World, stream: Stream, count: int) -> int:
    """Puts the next engagements into the inbox, in segments as the gateway's group commits make them."""
    events = stream.window(count, now_ms())
    for start in range(0, count, SEGMENT_RECORDS):
        part = {name: column[start : start + SEGMENT_RECORDS] for name, column in events.items()}
        key = f"window {stream.done}, from {start}"
        made.log.append([Delivery(stream.app, key, b"", records.make(**part))], now_ms())
    return count
