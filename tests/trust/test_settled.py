"""What trust announces is what settlement understands: a rejected post's money, through the real log and the real engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from facevalue.campaigns import ingest as campaigns
from facevalue.campaigns import queries as budgets
from facevalue.faces.worker.relay import relay
from facevalue.kit.db import Database
from facevalue.ledger import queries as ledger
from facevalue.settlement.actions import Settler
from facevalue.social.ingest import Delivery, Log, open_log, records
from facevalue.trust import ingest, rules
from tests import cast
from tests.campaigns.steps import FUNDED_TOKENS
from tests.trust import steps
from tests.trust.conftest import House

FANS = [cast.BUDI, cast.CHIDI, cast.DEWI]
LIKE_TOKENS = 10


@pytest.fixture
def log(engine: str, target: str, tmp_path: Path) -> Iterator[Log]:
    opened = open_log(target if engine == "postgres" else str(tmp_path / "log.sqlite"))
    yield opened
    opened.close()


def settle(db: Database, log: Log, now_ms: int = steps.LATER) -> None:
    """Everything that waits, from both outboxes to the campaign's account."""
    while relay(db, log):
        pass
    settler = Settler(db, log, worker=1)
    settler.lease(now_ms)
    while settler.step(1_000, now_ms) is not None:
        pass
    with db.transaction():
        campaigns.collect_closed(db, now_ms, posts_max=10)


def like(log: Log, post: int, fans: list[int]) -> None:
    columns = {"op": [records.LIKE] * len(fans), "subject": [post] * len(fans), "actor": fans}
    made = records.make(at=[cast.NOW + 1] * len(fans), **columns)
    log.append([Delivery(cast.SENYUM, f"likes {fans}", b"", made)], cast.NOW)


@pytest.fixture
def followed(log: Log) -> None:
    follows = records.make(op=[records.FOLLOW] * 3, subject=[cast.AYU] * 3, actor=FANS)
    log.append([Delivery(cast.SENYUM, "fans", b"", follows)], cast.NOW)


@pytest.mark.usefixtures("followed")
def test_a_restored_post_pays_exactly_what_was_lost(house: House, db: Database, log: Log) -> None:
    made = house.submit()
    settle(db, log)
    like(log, made.post, FANS[:2])
    settle(db, log)
    purse = steps.account(db, cast.AYU, made.post, ledger.Kind.PURSE)
    assert ledger.balance(db, purse).available == 2 * LIKE_TOKENS
    steps.reject(steps.WAYAN, steps.report(cast.EMEKA, made))
    assert ledger.balance(db, purse).available == 0, "at once, before the log has heard of it"
    settle(db, log)
    like(log, made.post, FANS[2:])
    settle(db, log)
    assert ledger.balance(db, purse).posted == 0
    steps.approve(steps.GRACE, steps.appeal(made))
    settle(db, log)
    assert ledger.balance(db, purse) == (3 * LIKE_TOKENS, 0, 3 * LIKE_TOKENS)
    assert list(ledger.audit(db)) == list(budgets.audit(db)) == []


@pytest.mark.usefixtures("followed")
def test_a_post_that_is_rejected_for_good_returns_its_escrow(house: House, db: Database, log: Log) -> None:
    made = house.submit()
    settle(db, log)
    like(log, made.post, FANS)
    settle(db, log)
    steps.reject(steps.WAYAN, steps.report(cast.EMEKA, made))
    with db.transaction():
        assert ingest.void_due(db, steps.LATER + rules.APPEAL_MS, 10) == 1
    settle(db, log)
    assert budgets.budget(cast.KOPI_NUSANTARA, house.campaign) == budgets.Budget(FUNDED_TOKENS, 0)
    with pytest.raises(Exception, match="closed or closing"), db.transaction():
        campaigns.top_up(db, made.post, 100, "more", steps.LATER)
    assert ledger.balance(db, steps.account(db, cast.AYU, made.post, ledger.Kind.PURSE)).posted == 0
    assert list(ledger.audit(db)) == list(budgets.audit(db)) == []


def test_what_is_rejected_before_the_log_has_heard_of_it_is_published_first(house: House, db: Database, log: Log) -> None:
    made = house.submit()
    steps.reject(steps.WAYAN, steps.report(cast.EMEKA, made))
    settle(db, log)
    ops = [int(op) for segment in log.read(0, 1_000) for op in segment.columns["op"]]
    assert [op for op in ops if op in (records.PUBLISH, records.REJECT)] == [records.PUBLISH, records.REJECT]
