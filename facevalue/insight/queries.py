"""The figures of one campaign, as of the newest loaded fact."""

from collections.abc import Collection, Iterable
from typing import Any, Literal

import msgspec

from facevalue.insight.people import Line, Receipt, activity, receipt
from facevalue.insight.store import SQL, Session, Store

__all__ = [
    "Dimension",
    "Figures",
    "Line",
    "Live",
    "Part",
    "Receipt",
    "Second",
    "Store",
    "Total",
    "activity",
    "creators",
    "live",
    "receipt",
    "totals",
]

LIVE_SECONDS = 60
TOP_CREATORS = 10
_TIME_MS_MAX = 2**62

Dimension = Literal["hour", "degree", "kind", "outcome", "app"]
_DIMENSIONS: tuple[Dimension, ...] = ("hour", "degree", "kind", "outcome", "app")


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of some engagements of a campaign; whatever an undo gave back is taken away."""

    engagements: int  # settled rows of every outcome, undos too
    paid: int  # those that were held or paid and keep their tokens
    free: int  # those that counted and were not paid
    unrefunded: int  # paid or free ones that were undone and had no tokens to give back (any more)
    tokens: int  # what creators got
    fee_tokens: int  # what the operator got on top

    @property
    def reach(self) -> int:
        """Engagements that stand: counted and not undone."""
        return self.paid + self.free - self.unrefunded

    @property
    def spent_tokens(self) -> int:
        """What they cost the brand."""
        return self.tokens + self.fee_tokens


class Part(Figures, frozen=True, kw_only=True):
    """The figures of one degree, kind, outcome (their codes), app or creator (their ids)."""

    key: int


class Second(msgspec.Struct, frozen=True, kw_only=True):
    """Engagements that were settled in one second since the Unix epoch; undos take nothing away."""

    second: int
    paid: int
    free: int


class Live(msgspec.Struct, frozen=True, kw_only=True):
    """What a campaign's live page shows. While `seq` stays, only `seconds` move. Parts stand in order of their keys, creators
    in order of tokens; the 60 seconds end with that of `now_ms`."""

    campaign: int
    seq: int
    spent_tokens: int
    reach: int
    total: Figures
    by_degree: list[Part]
    by_outcome: list[Part]
    by_kind: list[Part]
    by_app: list[Part]
    seconds: list[Second]
    top_creators: list[Part]


class Total(Figures, frozen=True, kw_only=True):
    """A row of `totals`: a dimension that was not asked for is None."""

    hour_ms: int | None
    degree: int | None
    kind: int | None
    outcome: int | None
    app: int | None


def live(store: Store, campaign: int, now_ms: int) -> Live:
    """What the campaign's live page shows, from one snapshot. An unknown campaign has nothing but zeros. Any thread."""
    with store.reader() as reader:
        cursor = reader.cursor()
        rows = reader.rows(SQL.live_totals, campaign=campaign, folded_seq=cursor.folded_seq)
        seconds = _seconds(reader, campaign, now_ms // 1000, cursor.folded_seq)
        creators = _creators(reader, campaign, TOP_CREATORS, cursor.folded_seq)
    total = Figures(**_named(_sum(row[4:] for row in rows)))
    return Live(
        campaign=campaign,
        seq=cursor.seq,
        spent_tokens=total.spent_tokens,
        reach=total.reach,
        total=total,
        by_degree=_parts(rows, 0),
        by_kind=_parts(rows, 1),
        by_outcome=_parts(rows, 2),
        by_app=_parts(rows, 3),
        seconds=seconds,
        top_creators=creators,
    )


def totals(
    store: Store, campaign: int, by: Collection[Dimension] = (), from_ms: int = 0, to_ms: int = _TIME_MS_MAX
) -> list[Total]:
    """The campaign's figures for each combination of the dimensions `by`, of engagements made in the hours that begin from
    `from_ms` to before `to_ms`, in order. Any thread."""
    asked = {f"by_{dimension}": dimension in by for dimension in _DIMENSIONS}
    with store.reader() as reader:
        folded_seq = reader.cursor().folded_seq
        rows = reader.rows(SQL.totals, campaign=campaign, folded_seq=folded_seq, from_ms=from_ms, to_ms=to_ms, **asked)
    return [
        Total(hour_ms=hour_ms, degree=degree, kind=kind, outcome=outcome, app=app, **_named(figures))
        for hour_ms, degree, kind, outcome, app, *figures in rows
    ]


def creators(store: Store, campaign: int, limit: int) -> list[Part]:
    """The creators of a campaign who earned most, at most `limit`. Any thread."""
    with store.reader() as reader:
        return _creators(reader, campaign, limit, reader.cursor().folded_seq)


def _creators(reader: Session, campaign: int, limit: int, folded_seq: int) -> list[Part]:
    rows = reader.rows(SQL.top_creators, campaign=campaign, folded_seq=folded_seq, limit=limit)
    return [Part(key=creator, **_named(figures)) for creator, *figures in rows]


def _seconds(reader: Session, campaign: int, last: int, folded_seq: int) -> list[Second]:
    first = last - LIVE_SECONDS + 1
    rows = reader.rows(SQL.live_seconds, campaign=campaign, folded_seq=folded_seq, from_second=first, to_second=last)
    found = {second: (paid, free) for second, paid, free in rows}
    counts = ((second, *found.get(second, (0, 0))) for second in range(first, last + 1))
    return [Second(second=second, paid=paid, free=free) for second, paid, free in counts]


def _parts(rows: list[tuple[int, ...]], column: int) -> list[Part]:
    figures: dict[int, list[tuple[int, ...]]] = {}
    for row in rows:
        figures.setdefault(row[column], []).append(row[4:])
    return [Part(key=key, **_named(_sum(figures[key]))) for key in sorted(figures)]


def _sum(rows: Iterable[tuple[int, ...]]) -> list[int]:
    return [sum(column) for column in zip((0,) * len(Figures.__struct_fields__), *rows, strict=True)]


def _named(figures: Iterable[Any]) -> dict[str, int]:
    return dict(zip(Figures.__struct_fields__, figures, strict=True))
