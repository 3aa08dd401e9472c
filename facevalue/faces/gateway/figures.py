"""Reads what live streams say."""

from collections.abc import Callable

import msgspec

from facevalue.campaigns.ingest import brand_of, budget, name_of
from facevalue.faces.gateway.feeds import Snapshot
from facevalue.faces.gateway.reader import Reader
from facevalue.faces.gateway.totals import App, Creator, Second, Totals
from facevalue.identity.ingest import app_names, names
from facevalue.insight.queries import Part, Store, live
from facevalue.kit.db import Database
from facevalue.settlement.queries import Outcome
from facevalue.social.ingest import records

# While nothing is settled the stream still shows that it is alive.
QUIET_MS_MAX = 2_000
_KINDS = {code: kind for kind, code in records.KINDS.items()}


class Figures:
    """The figures of campaigns: what insight counted, with the names and the budget that the database knows."""

    def __init__(self, store: Store, reader: Reader, now_ms: Callable[[], int]) -> None:
        self._store = store
        self._reader = reader
        self._now_ms = now_ms

    async def brand_of(self, campaign: int) -> int | None:
        """The organisation whose campaign it is, None for an unknown campaign."""
        return await self._reader.run(brand_of, campaign)

    async def load(self, campaign: int) -> Snapshot:
        """The campaign's Totals as JSON. Whether they differ from others, not only in time, is told by the state."""
        return await self._reader.run(self._load, campaign)

    def _load(self, db: Database, campaign: int) -> Snapshot:
        now_ms = self._now_ms()
        totals = read_totals(db, self._store, campaign, now_ms)
        moves = any(second.paid or second.free for second in totals.last_minute)
        tick = now_ms // (1_000 if moves else QUIET_MS_MAX)
        lasting = msgspec.structs.replace(totals, at_ms=tick, last_minute=[])
        return Snapshot(msgspec.json.encode(totals), msgspec.json.encode(lasting))


def read_totals(db: Database, store: Store, campaign: int, now_ms: int) -> Totals:
    """A campaign's figures as they are now. Raises NotFound."""
    counted, money = live(store, campaign, now_ms), budget(db, campaign)
    return Totals(
        at_ms=now_ms,
        campaign=str(campaign),
        name=name_of(db, campaign),
        funded_tokens=str(money.funded_tokens),
        # What creators earned was set aside before; insight may be a moment ahead or behind.
        reserved_tokens=str(max(0, money.set_aside_tokens - counted.spent_tokens)),
        spent_tokens=str(counted.spent_tokens),
        fee_tokens=str(counted.total.fee_tokens),
        outcomes={Outcome(part.key).word: part.engagements for part in counted.by_outcome},
        degrees={str(part.key): part.reach for part in counted.by_degree if part.reach},
        kinds={_KINDS[part.key]: part.reach for part in counted.by_kind if part.key in _KINDS},
        paid=counted.total.paid,
        # An undone engagement is reach no more; one that was paid and had cleared stays paid.
        free=max(0, counted.total.reach - counted.total.paid),
        last_minute=[Second(at_ms=each.second * 1_000, paid=each.paid, free=each.free) for each in counted.seconds],
        top_creators=_creators(db, counted.top_creators),
        apps=_apps(db, counted.by_app),
    )


def _creators(db: Database, parts: list[Part]) -> list[Creator]:
    known = names(db, [part.key for part in parts])
    return [
        Creator(creator=str(part.key), name=known.get(part.key, ""), tokens=str(part.tokens), engagements=part.reach)
        for part in parts
    ]


def _apps(db: Database, parts: list[Part]) -> list[App]:
    known = app_names(db, [part.key for part in parts])
    counted = sorted((part for part in parts if part.reach), key=lambda part: -part.reach)
    return [
        App(app=str(part.key), name=known.get(part.key, ""), tokens=str(part.tokens), engagements=part.reach)
        for part in counted
    ]
