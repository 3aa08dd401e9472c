"""Every token of every purse is explained: each transfer by the engagements that it pays, exactly, whatever happened."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facevalue.insight import actions, queries
from facevalue.insight.errors import ReceiptNotReady, UnknownTransfer
from facevalue.kit.db import connect
from facevalue.ledger.queries import Code
from facevalue.settlement import queries as settlement
from facevalue.social import ingest
from tests.settlement.model import Post
from tests.settlement.test_properties import CREATORS, Step, stories
from tests.settlement.world import HOUR_MS, NOON, World

PRICES = {"like": 10, "comment": 30, "share": 50}


class Told:
    """A world that is settled, with its figures."""

    def __init__(self, stack: ExitStack, target: str, log_target: str, store: Path) -> None:
        self.db = stack.enter_context(closing(connect(target)))
        self.log = stack.enter_context(closing(ingest.open_log(log_target)))
        self.store: queries.Store = stack.enter_context(closing(actions.open_store(store)))
        self.world = World(self.db, self.log)

    def settle(self, segment: int = 100, batch: int = 1 << 20, *, figures: bool = True) -> None:
        self.world.deliver(segment)
        self.world.settle(batch)
        while figures and actions.advance(self.store, self.db):
            pass

    def movements(self, name: str, *, pending: bool = False) -> list[settlement.Movement]:
        """Oldest first."""
        wallet = settlement.wallet(self.db, self.world.person(name))
        account = wallet.pending_account if pending else wallet.purse_account
        return settlement.movements(self.db, account, 10_000)[::-1] if account else []

    def receipt(self, name: str, movement: settlement.Movement) -> queries.Receipt:
        return queries.receipt(self.store, self.db, self.world.person(name), movement.transfer)


@pytest.fixture
def fresh(
    engine: str, make_target: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], tuple[str, str, Path]]:
    """Makes targets of fresh databases: state, log and store."""

    def next_one() -> tuple[str, str, Path]:
        target, place = make_target(), tmp_path_factory.mktemp("receipts")
        return target, target if engine == "postgres" else str(place / "log.sqlite"), place / "insight.duckdb"

    return next_one


@pytest.fixture
def told(fresh: Callable[[], tuple[str, str, Path]]) -> Iterator[Told]:
    with ExitStack() as stack:
        yield Told(stack, *fresh())


def explain(told: Told, name: str) -> None:
    """Holds every transfer of both accounts against its receipt, and all receipts against all that was ever settled."""
    person = told.world.person(name)
    settled, taken_back = [], []
    purse, pending = 0, 0
    for place in (False, True):
        for movement in told.movements(name, pending=place):
            receipt = told.receipt(name, movement)
            prices = [line.price for line in receipt.lines]
            assert abs(sum(prices)) == receipt.tokens == abs(movement.tokens)
            assert receipt.rules.keys() == {line.post for line in receipt.lines}
            if receipt.code == Code.SETTLE:
                settled += receipt.lines
                assert {line.post for line in receipt.lines} == {movement.post}
            elif receipt.code == Code.WITHDRAW:
                taken_back += receipt.lines
                assert all(price < 0 for price in prices)
            purse, pending = (purse, pending + movement.tokens) if place else (purse + movement.tokens, pending)
    wallet = settlement.wallet(told.db, person)
    assert (purse, pending) == (wallet.purse.posted, wallet.pending)
    assert wallet.held == wallet.pending - sum(clearing.tokens for clearing in wallet.clearing) >= 0
    with told.store.reader() as reader:
        rows = reader.raw.execute(
            "SELECT position, actor, kind, price, fee FROM insight_engagement WHERE creator = ? AND price != 0", [person]
        ).fetchall()
    assert sorted(rows) == sorted((line.position, line.actor, line.kind, line.price, line.fee) for line in settled + taken_back)
    for line in settled:
        rule = next(iter(settlement.rules(told.db, [line.post]).values()))
        price = {1: rule.price_like, 2: rule.price_comment, 3: rule.price_share}[line.kind]
        assert (line.price, line.fee, line.degree) == (price, price * rule.fee_bps // 10_000, 1)
        assert line.outcome in (settlement.Outcome.PAID, settlement.Outcome.HELD)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(story=stories(), segment=st.sampled_from((1, 7, 1000)), batch=st.sampled_from((1, 3, 1 << 20)))
def test_every_token_has_a_receipt(
    fresh: Callable[[], tuple[str, str, Path]], story: list[Step], segment: int, batch: int
) -> None:
    with ExitStack() as stack:
        told = Told(stack, *fresh())
        for step in story:
            step(told.world)
        told.settle(segment, batch)
        for creator in CREATORS:
            explain(told, creator)


def publish(told: Told, *, hours: int = 0, held: bool = False) -> None:
    told.world.publish("one", Post(creator="Ayu", prices=PRICES, escrow=10_000, fee_bps=1_000))
    told.world.tier("Ayu", hours, held=held)
    for fan in ("Budi", "Chidi", "Dewi"):
        told.world.edge("Ayu", fan, "follow", on=True)


def said(receipt: queries.Receipt) -> list[tuple[int, int, int]]:
    return [(line.kind, line.actor, line.price) for line in receipt.lines]


def test_what_is_earned_at_once(told: Told) -> None:
    publish(told)
    told.world.engage("one", "share", "Budi")
    told.world.engage("one", "like", "Chidi", via="Budi")
    told.world.engage("one", "like", "Dewi")
    told.settle()
    (movement,) = told.movements("Ayu")
    receipt = told.receipt("Ayu", movement)
    budi, dewi = told.world.people["Budi"], told.world.people["Dewi"]
    assert (movement.code, movement.tokens, movement.post) == (Code.SETTLE, 60, told.world.posts["one"])
    assert said(receipt) == [(3, budi, 50), (1, dewi, 10)]
    assert next((line.fee, line.at_ms, line.via, line.outcome) for line in receipt.lines) == (
        5,
        NOON,
        0,
        settlement.Outcome.PAID,
    )
    (rule,) = receipt.rules.values()
    assert (rule.price_share, rule.fee_bps, rule.cap_post, rule.tier) == (50, 1_000, 0, 0)
    explain(told, "Ayu")


def test_what_clears_and_what_is_undone_before(told: Told) -> None:
    publish(told, hours=2)
    told.world.engage("one", "share", "Budi")
    told.world.engage("one", "like", "Chidi")
    told.settle()
    told.world.undo("one", "share", "Budi")
    told.world.engage("one", "comment", "Dewi", at=NOON + 2 * HOUR_MS)
    told.settle()
    person = told.world.person("Ayu")
    assert settlement.wallet(told.db, person).clearing == [(NOON + 2 * HOUR_MS, 10), (NOON + 4 * HOUR_MS, 30)]
    told.world.clock(NOON + 3 * HOUR_MS)
    told.settle()
    assert settlement.wallet(told.db, person).clearing == [(NOON + 4 * HOUR_MS, 30)]
    (cleared,) = told.movements("Ayu")
    budi, chidi = told.world.people["Budi"], told.world.people["Chidi"]
    assert (cleared.code, cleared.tokens) == (Code.CLEAR, 10)
    assert said(told.receipt("Ayu", cleared)) == [(3, budi, 50), (1, chidi, 10), (3, budi, -50)]
    assert [movement.code for movement in told.movements("Ayu", pending=True)].count(Code.WITHDRAW) == 1
    explain(told, "Ayu")


def test_what_is_held_restored_and_taken_back(told: Told) -> None:
    publish(told)
    told.world.engage("one", "share", "Budi")
    told.settle()
    told.world.engage("one", "like", "Budi")
    told.settle()
    told.world.reject("one", 30)
    told.settle()
    told.world.restore("one")
    told.settle()
    told.world.void("one")
    told.settle()
    codes = [(movement.code, movement.tokens) for movement in told.movements("Ayu")]
    assert codes == [(Code.SETTLE, 50), (Code.SETTLE, 10), (Code.REJECT, -10), (Code.RESTORE, 10), (Code.REJECT, -60)]
    held = [said(told.receipt("Ayu", movement)) for movement in told.movements("Ayu")[2:]]
    budi = told.world.people["Budi"]
    assert held == [[(1, budi, 10)], [(1, budi, 10)], [(3, budi, 50), (1, budi, 10)]]
    explain(told, "Ayu")


def test_wallets_are_their_owners_and_nobody_elses(told: Told) -> None:
    publish(told)
    told.world.engage("one", "share", "Budi")
    told.settle(figures=False)
    (movement,) = told.movements("Ayu")
    with pytest.raises(ReceiptNotReady):
        told.receipt("Ayu", movement)
    for person, transfer in (("Budi", movement.transfer), ("Ayu", movement.transfer + 1)):
        with pytest.raises(UnknownTransfer):
            queries.receipt(told.store, told.db, told.world.person(person), transfer)
    nobody = settlement.wallet(told.db, told.world.person("Budi"))
    assert (nobody.purse.posted, nobody.pending, nobody.clearing, nobody.purse_account) == (0, 0, [], 0)


def test_activity_is_what_stands_newest_first(told: Told) -> None:
    publish(told)
    told.world.engage("one", "share", "Budi")
    told.world.engage("one", "like", "Emeka")
    told.world.engage("one", "like", "Chidi")
    told.world.undo("one", "like", "Emeka")
    told.world.engage("one", "like", "Chidi")
    told.settle()
    person = told.world.person("Ayu")
    lines = queries.activity(told.store, person, 0, 10)
    budi, chidi = told.world.people["Budi"], told.world.people["Chidi"]
    assert [(line.actor, line.kind, line.price) for line in lines] == [(chidi, 1, 10), (budi, 3, 50)]
    assert queries.activity(told.store, person, lines[0].position, 10) == lines[1:]
    assert queries.activity(told.store, person, 0, 10, since_ms=NOON + 1) == []
    assert queries.activity(told.store, told.world.person("Budi"), 0, 10) == []
