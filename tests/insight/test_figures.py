"""Every figure equals a plain count, however the facts are cut and whenever the rollups are folded."""

import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from facevalue.insight import actions, queries
from facevalue.insight.queries import Dimension, Figures, Part, Store
from facevalue.kit.clock import HOUR_MS
from facevalue.kit.db import Database
from facevalue.settlement.queries import Outcome
from tests import cast
from tests.insight import plain
from tests.insight.plain import RAMADAN, SONGKRAN, Engagement, Told

DIMENSIONS: tuple[Dimension, ...] = ("hour", "degree", "kind", "outcome", "app")


@contextmanager
def limits(fresh_rows: int, chunk_rows: int, advance_rows: int) -> Iterator[None]:
    """Sizes at which some rows are enough to be folded, to be loaded apart, and to end a transaction."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "_FRESH_ROWS_MAX", fresh_rows)
        patch.setattr(actions, "_CHUNK_ROWS", chunk_rows)
        patch.setattr(actions, "_ADVANCE_ROWS_MAX", advance_rows)
        yield


def advance_all(store: Store, db: Database, facts_max: int = 1_000) -> None:
    while actions.advance(store, db, facts_max):
        pass


def figures_of(part: Figures) -> Figures:
    return Figures(**{name: getattr(part, name) for name in Figures.__struct_fields__})


def having(name: str, key: int) -> Callable[[Engagement], bool]:
    return lambda row: bool(getattr(row, name) == key)


def by_key(parts: list[Part]) -> dict[int, Figures]:
    assert len({part.key for part in parts}) == len(parts)
    return {part.key: figures_of(part) for part in parts}


def check_live(store: Store, told: list[Told], campaign: int) -> None:
    """The live page of a campaign against plain counts."""
    now_ms = cast.NOW + 60_000
    live = queries.live(store, campaign, now_ms)
    mine = [row for _, rows in told for row in rows if row.campaign == campaign]
    assert figures_of(live.total) == plain.count(told, campaign)
    assert (live.spent_tokens, live.reach) == (live.total.spent_tokens, live.total.reach)
    for name in ("degree", "kind", "outcome", "app"):
        parts: list[Part] = getattr(live, f"by_{name}")
        assert [part.key for part in parts] == sorted({int(getattr(row, name)) for row in mine})
        for key, found in by_key(parts).items():
            assert found == plain.count(told, campaign, having(name, key))
    check_seconds(live, told, now_ms)
    check_creators(live.top_creators, told, campaign)
    assert live.seq == len(told)


def check_creators(found: list[Part], told: list[Told], campaign: int) -> None:
    mine = {row.creator for _, rows in told for row in rows if row.campaign == campaign}
    counted = {creator: plain.count(told, campaign, having("creator", creator)) for creator in mine}
    assert by_key(found) == counted
    assert [part.key for part in found] == sorted(counted, key=lambda creator: (-counted[creator].tokens, creator))


def check_seconds(live: queries.Live, told: list[Told], now_ms: int) -> None:
    last = now_ms // 1000
    assert [each.second for each in live.seconds] == list(range(last - 59, last + 1))
    for each in live.seconds:
        rows = [row for at_ms, fact in told if at_ms // 1000 == each.second for row in fact if row.campaign == live.campaign]
        bought = [row for row in rows if row.outcome in (Outcome.HELD, Outcome.PAID)]
        assert each.paid == sum(row.price > 0 for row in bought)
        assert each.free == sum(row.outcome.counted for row in rows) - len(bought)


def check_totals(store: Store, told: list[Told], campaign: int, by: Collection[Dimension], from_ms: int, to_ms: int) -> None:
    """Totals by some dimensions against plain counts."""
    rows = queries.totals(store, campaign, by, from_ms, to_ms)
    found = {(row.hour_ms, row.degree, row.kind, row.outcome, row.app): figures_of(row) for row in rows}
    assert len(found) == len(rows)

    def key(row: Engagement) -> tuple[int | None, ...]:
        values = (row.at - row.at % HOUR_MS, row.degree, row.kind, int(row.outcome), row.app)
        return tuple(value if name in by else None for name, value in zip(DIMENSIONS, values, strict=True))

    def inside(row: Engagement) -> bool:
        return from_ms <= row.at - row.at % HOUR_MS < to_ms

    def at(place: tuple[int | None, ...]) -> Callable[[Engagement], bool]:
        return lambda row: inside(row) and key(row) == place

    places = {key(row) for _, fact in told for row in fact if row.campaign == campaign and inside(row)}
    assert found == {place: plain.count(told, campaign, at(place)) for place in places}


@settings(max_examples=25, deadline=None)
@given(
    told=plain.tellings,
    fresh_rows=some.sampled_from([1, 5, 1_000]),
    chunk_rows=some.sampled_from([1, 7, 1_000]),
    advance_rows=some.sampled_from([1, 20, 1_000]),
    facts_max=some.sampled_from([1, 3, 1_000]),
    by=some.sets(some.sampled_from(DIMENSIONS)),
)
def test_figures_are_plain_counts(
    told: list[Told], fresh_rows: int, chunk_rows: int, advance_rows: int, facts_max: int, by: set[Dimension]
) -> None:
    with tempfile.TemporaryDirectory() as folder, limits(fresh_rows, chunk_rows, advance_rows), ExitStack() as stack:
        db = stack.enter_context(closing(plain.source(f"{folder}/state.sqlite")))
        store = stack.enter_context(closing(actions.open_store(f"{folder}/insight.duckdb")))
        half = len(told) // 2
        for part in (told[:half], told[half:]):
            plain.tell(db, part)
            advance_all(store, db, facts_max)
        for campaign in (RAMADAN, SONGKRAN):
            check_live(store, told, campaign)
            check_totals(store, told, campaign, sorted(by), 0, 2**62)
            check_totals(store, told, campaign, sorted(by), cast.NOW, cast.NOW + 2 * HOUR_MS)


def test_facts_come_from_both_engines(db: Database, tmp_path: Path) -> None:
    told = [(cast.NOW, [Engagement(), Engagement(outcome=Outcome.SECOND_DEGREE, degree=2, price=0)]), (cast.NOW + 1_000, [])]
    plain.tell(db, told)
    with closing(actions.open_store(tmp_path / "insight.duckdb")) as store:
        assert actions.advance(store, db) == 2
        assert actions.advance(store, db) == 0
        check_live(store, told, RAMADAN)


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Database]:
    with closing(plain.source(str(tmp_path / "state.sqlite"))) as db:
        yield db


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(actions.open_store(tmp_path / "insight.duckdb")) as opened:
        yield opened


def test_an_unknown_campaign_shows_zeros(store: Store) -> None:
    live = queries.live(store, 404, cast.NOW)
    assert live.total == Figures(engagements=0, paid=0, free=0, unrefunded=0, tokens=0, fee_tokens=0)
    assert (live.by_degree, live.top_creators, live.seq, len(live.seconds)) == ([], [], 0, 60)
    assert queries.totals(store, 404, DIMENSIONS) == []


def test_an_undo_takes_back_what_it_refunds(store: Store, source: Database) -> None:
    undone, again = Engagement(outcome=Outcome.UNDONE, price=-50, fee=-5), Engagement(price=50, fee=5)
    plain.tell(source, [(cast.NOW, [again, again, undone])])
    actions.advance(store, source)
    live = queries.live(store, RAMADAN, cast.NOW)
    assert (live.total.paid, live.total.free, live.reach, live.spent_tokens) == (1, 0, 1, 55)
    assert live.seconds[-1].paid == 2, "the chart shows what arrived"


def test_an_undo_after_clearing_leaves_the_money_and_coming_again_costs_nothing(store: Store, source: Database) -> None:
    paid, undone, again = Engagement(), Engagement(outcome=Outcome.UNDONE, price=0), Engagement(price=0)
    seen = []
    for row in (paid, undone, again):
        plain.tell(source, [(cast.NOW, [row])])
        actions.advance(store, source)
        live = queries.live(store, RAMADAN, cast.NOW)
        seen.append((live.total.paid, live.reach, live.spent_tokens))
    assert seen == [(1, 1, 50), (1, 0, 50), (1, 1, 50)]


def test_creators_are_limited_and_equal_ones_keep_their_order(store: Store, source: Database) -> None:
    plain.tell(source, [(cast.NOW, [Engagement(creator=creator) for creator in range(1, 31)] + [Engagement(creator=30)])])
    actions.advance(store, source)
    assert [part.key for part in queries.live(store, RAMADAN, cast.NOW).top_creators] == [30, *range(1, 10)]
    assert [part.key for part in queries.creators(store, RAMADAN, 12)] == [30, *range(1, 12)]


def test_old_seconds_are_forgotten(store: Store, source: Database) -> None:
    with limits(1, 1, 1):
        for minute in range(20):
            plain.tell(source, [(cast.NOW + minute * 60_000, [Engagement()])])
            actions.advance(store, source)
            assert sum(each.paid for each in queries.live(store, RAMADAN, cast.NOW + minute * 60_000).seconds) == 1
    with store.reader() as reader:
        kept = reader.raw.execute("SELECT count(*) FROM insight_second").fetchall()
    assert kept == [(6,)]


@pytest.mark.parametrize("by", [(), ("hour",), ("kind", "degree"), DIMENSIONS])
def test_totals_have_a_row_for_each_combination(store: Store, source: Database, by: Collection[Dimension]) -> None:
    told = [(cast.NOW, [Engagement(kind=kind, degree=degree) for kind in (1, 2, 3) for degree in (1, 2)])]
    plain.tell(source, told)
    actions.advance(store, source)
    check_totals(store, told, RAMADAN, by, 0, 2**62)
