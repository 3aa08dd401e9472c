"""What pages say that a campaign pays is what it would pay whoever looks, on both engines."""

import numpy as np
from django.db import transaction

from facevalue.campaigns import actions as campaigns
from facevalue.campaigns.actions import CreatorTier, Prices
from facevalue.kit.clock import now_ms
from facevalue.kit.ids import slot_of
from facevalue.social import ingest as social
from facevalue.social.ingest import records
from tests import cast
from tests.faces.creator.apps import client_of
from tests.faces.creator.village import Village

# From so many followers on somebody is no nano any more.
FOLLOWERS = 10_000


def test_whoever_is_known_sees_the_prices_of_the_known(village: Village) -> None:
    card = {CreatorTier.NANO: Prices(11, 12, 13), CreatorTier.MICRO: Prices(7_301, 7_302, 7_303)}
    with transaction.atomic():
        campaigns.change_rates(cast.KOPI_NUSANTARA, village.kopi, card, now_ms())
    fans = np.arange(10_000, 10_000 + FOLLOWERS)
    same = {"op": records.FOLLOW, "slot": slot_of(cast.AYU), "creator": cast.AYU, "position": 1}
    edges = {name: np.full(len(fans), value) for name, value in same.items()} | {"person": fans}
    with village.network.lent() as (db, _), db.transaction():
        social.stage_edges(db, edges)
        social.apply_edges(db)
    for path in ("/", "/campaigns/", f"/campaigns/{village.kopi}/"):
        assert "7,303" in client_of(cast.AYU).get(path).content.decode()
        assert "7,303" not in client_of(cast.BUDI).get(path).content.decode()
