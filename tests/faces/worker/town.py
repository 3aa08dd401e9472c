"""A data folder with a small town in it: `python -m tests.faces.worker.town FOLDER [DATABASE_URL]`.

A campaign with caps and a fee, posts of four creators with little set aside, fans of some of them, and one creator whose
earnings clear later. Prints the Town as one line of JSON.
"""

import json
import random
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from facevalue.config import schema
from facevalue.config.environment import choose, use_django_settings
from facevalue.config.folder import Folder
from facevalue.kit.clock import HOUR_MS, now_ms

ESCROW_TOKENS = 800
FANS = tuple(range(1_001, 1_031))
KINDS = ("like", "comment", "share")

Line = dict[str, Any]


@dataclass(frozen=True)
class Town:
    """`key` is an app's API key, `watch_key` the brand's; `posts` are in that app; `at_ms`: when everything began."""

    brand: int
    campaign: int
    app: int
    key: str
    watch_key: str
    posts: list[int]
    at_ms: int


def requests(town: Town, seed: int, lines_max: int = 12) -> Iterator[list[Line]]:
    """Engagements as an app reports them, request after request: repeated, undone, by way of others, on posts unknown."""
    rng = random.Random(seed)
    while True:
        yield [_line(town, rng) for _ in range(rng.randint(1, lines_max))]


def _line(town: Town, rng: random.Random) -> Line:
    post = rng.choice(town.posts) if rng.random() < 0.98 else town.posts[0] + 1
    line: Line = {"post": str(post), "kind": rng.choices(KINDS, (6, 2, 3))[0], "actor": str(rng.choice(FANS))}
    if rng.random() < 0.3:
        line["via"] = str(rng.choice(FANS))
    elif rng.random() < 0.1:
        line["undo"] = True
    return line | {"at": town.at_ms + rng.randrange(60_000)}


def build(folder: Folder) -> Town:
    """Makes the databases and everything in them."""
    folder.path.mkdir(parents=True, exist_ok=True)
    choose(folder.path, folder.database_url)
    use_django_settings()
    schema.prepare(folder.state)
    from django.db import transaction

    from facevalue.campaigns.actions import CreatorTier
    from facevalue.campaigns.ingest import relay
    from facevalue.faces.worker.relay import deliver_to
    from facevalue.identity import actions as identity
    from facevalue.social.ingest import Delivery, records
    from tests import cast

    cast.enter()
    creators = (cast.AYU, cast.LINH, cast.AMARA, cast.MALI)
    at_ms = now_ms() - HOUR_MS
    campaign, posts = _campaign(creators, CreatorTier.NANO, at_ms)
    with transaction.atomic():
        _, key = identity.create_credential(cast.SENYUM_OPERATOR, "town", ["engagements:write"], at_ms, app=cast.SENYUM)
        _, watch_key = identity.create_credential(cast.KOPI_NUSANTARA, "town", ["live:read"], at_ms)
    db, log = folder.open_state(), folder.open_log()
    relay(db, deliver_to(log), at_ms, rows_max=10)
    rng = random.Random(1)
    pairs = [(creator, fan) for creator in creators for fan in FANS if rng.random() < 0.7]
    followed, followers = (list(column) for column in zip(*pairs, strict=True))
    follows = records.make(op=[records.FOLLOW] * len(pairs), subject=followed, actor=followers)
    slowly = records.one(records.TIER, cast.LINH, {"clears_after_ms": HOUR_MS, "held": False}, at=at_ms)
    log.append([Delivery(cast.SENYUM, "follows", b"", follows), Delivery(0, "slowly", b"", slowly)], at_ms)
    log.close()
    db.close()
    return Town(cast.KOPI_NUSANTARA, campaign, cast.SENYUM, key, watch_key, posts, at_ms)


def _campaign(creators: tuple[int, ...], tier: Any, at_ms: int) -> tuple[int, list[int]]:
    from django.db import transaction

    from facevalue.campaigns import actions as campaigns
    from facevalue.campaigns.actions import Plan, Prices
    from facevalue.treasury import actions as treasury
    from tests import cast

    brand = cast.KOPI_NUSANTARA
    with transaction.atomic():
        treasury.accept_currency("USD", 840, tokens_per_cent=100)
        treasury.record_payment(brand, 10_000, "USD", "first", at_ms)
        plan = Plan(starts_at=0, cap_actor=9, cap_post_tokens=2 * ESCROW_TOKENS, fee_bps=500)
        campaign = campaigns.create(brand, "Town", plan, {tier: Prices(10, 25, 60)}, [cast.SENYUM], at_ms).pk
        campaigns.fund(brand, campaign, 500_000, "first", at_ms)
        campaigns.go_live(brand, campaign)
        made = [
            campaigns.publish(creator, campaign, cast.SENYUM, tier, ESCROW_TOKENS, at_ms)
            for creator in creators
            for _ in range(3)
        ]
    return campaign, made


if __name__ == "__main__":
    print(json.dumps(asdict(build(Folder(Path(sys.argv[1]), *sys.argv[2:])))))
