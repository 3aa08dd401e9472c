"""What campaigns announce is what settlement understands: a budget's whole way, through the real log and the real engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from facevalue.campaigns import actions, ingest, queries
from facevalue.campaigns.actions import CreatorTier, Prices
from facevalue.campaigns.models import Post
from facevalue.faces.worker.relay import deliver_to
from facevalue.kit.db import Database
from facevalue.ledger import queries as ledger
from facevalue.settlement.actions import Settler
from facevalue.social.ingest import Delivery, Log, Records, open_log, records
from tests import cast
from tests.campaigns.steps import FUNDED_TOKENS, publish

BRAND = cast.KOPI_NUSANTARA
FANS = [cast.BUDI, cast.CHIDI, cast.DEWI]


@pytest.fixture
def log(engine: str, target: str, tmp_path: Path) -> Iterator[Log]:
    opened = open_log(target if engine == "postgres" else str(tmp_path / "log.sqlite"))
    yield opened
    opened.close()


def deliver(log: Log, key: str, made: Records) -> None:
    log.append([Delivery(cast.SENYUM, key, b"", made)], cast.NOW)


def settle(db: Database, log: Log) -> int:
    """Everything that waits, from the outbox to the campaign's account; how many closed posts gave their rest back."""
    ingest.relay(db, deliver_to(log), cast.NOW, rows_max=10)
    settler = Settler(db, log, worker=1)
    settler.lease(cast.NOW)
    while settler.step(1_000, cast.NOW) is not None:
        pass
    with db.transaction():
        return ingest.collect_closed(db, cast.NOW, posts_max=10)


def test_a_budget_comes_back_less_what_its_posts_have_earned(campaign: int, db: Database, log: Log) -> None:
    deliver(log, "fans", records.make(op=[records.FOLLOW] * 3, subject=[cast.AYU] * 3, actor=FANS))
    post = publish(campaign)
    settle(db, log)
    with transaction.atomic():
        actions.top_up(BRAND, post, 1_000, "more", cast.NOW)
        actions.change_rates(BRAND, campaign, {CreatorTier.NANO: Prices(100, 0, 0)}, cast.NOW)
    settle(db, log)
    escrow = Post.objects.get(id=post).escrow_account
    assert ledger.balance(db, escrow) == (6_000, 0, 6_000)
    at = [cast.NOW + 1] * 3
    deliver(log, "likes", records.make(op=[records.LIKE] * 3, subject=[post] * 3, actor=FANS, at=at))
    settle(db, log)
    spent = 3 * 105
    assert ledger.balance(db, escrow).posted == 6_000 - spent
    with transaction.atomic():
        actions.end(BRAND, campaign)
    with db.transaction():
        assert ingest.close_due(db, cast.NOW, limit=10) == 1
    assert settle(db, log) == 1
    assert queries.budget(BRAND, campaign) == queries.Budget(FUNDED_TOKENS - spent, spent)
    with transaction.atomic():
        actions.defund(BRAND, campaign, FUNDED_TOKENS - spent, "all", cast.NOW)
    assert list(ledger.audit(db)) == list(queries.audit(db)) == []
