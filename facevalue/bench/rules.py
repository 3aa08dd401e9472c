"""`facevalue bench rules`: a month of submissions, decided again by a brand's rules."""

import json
import resource
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from facevalue.bench import submissions
from facevalue.config import environment, schema
from facevalue.kit.clock import now_ms
from facevalue.kit.db import Database, connect

_RULES = {
    "faces": {"min": 1, "max": 3, "then": "reject"},
    "face_size": {"min": 0.12},
    "stickers": {"max": 3},
    "caption": {"min": 8, "max": 200},
    "words": {
        "languages": {
            "id": {"required": ["kopi*", "pagi"], "forbidden": [f"merek{number}" for number in range(50)]},
            "en": {"required": ["coffee*", "morning"], "forbidden": [f"brand{number}" for number in range(50)]},
        }
    },
    "hours": {"from": 5, "to": 22, "timezone": "Asia/Jakarta"},
    "backgrounds": {"own": True},
}


@dataclass(slots=True)
class Figures:
    """What the command prints. `replay_s` is from the request to what its page shows, stored."""

    posts: int
    replay_s: float
    posts_per_second: int
    cpu_s: float
    decided_otherwise: int
    stored_mib: float
    memory_mib: int


def run(posts: int) -> dict[str, Any]:
    """Fills a fresh state with so many submissions of the last 30 days, and replays the rules over them."""
    with tempfile.TemporaryDirectory(prefix="facevalue-bench-") as folder:
        environment.choose(Path(folder))
        environment.use_django_settings()
        state = str(Path(folder) / "state.sqlite")
        schema.prepare(state)
        db = connect(state)
        try:
            return asdict(_measure(db, posts))
        finally:
            db.close()


def _measure(db: Database, posts: int) -> Figures:
    from django.db import transaction

    from facevalue.bench import brand  # its models want Django to be ready
    from facevalue.campaigns.ingest import brand_of
    from facevalue.trust import actions, queries

    campaign, app = brand.begin((10, 20, 40), 1_000, 0)
    whose, at_ms = brand_of(db, campaign), now_ms()
    assert whose is not None
    submissions.fill(db, campaign, app, posts, at_ms)
    with transaction.atomic():
        version = actions.write_rules(whose, campaign, json.dumps(_RULES), 1, at_ms).version
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    found = queries.would_decide(whose, campaign, version, at_ms, whole_brand=False)
    with transaction.atomic():
        kept = actions.keep_replay(whose, campaign, version, found, at_ms)
    wall_s, cpu_s = time.perf_counter() - wall_s, time.process_time() - cpu_s
    assert found.total == posts
    as_before = sum(row[place] for place, row in enumerate(found.counts))
    return Figures(
        posts=posts,
        replay_s=round(wall_s, 2),
        posts_per_second=round(posts / wall_s),
        cpu_s=round(cpu_s, 2),
        decided_otherwise=posts - as_before,
        stored_mib=round(len(kept.rows) / (1 << 20), 1),
        memory_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )
