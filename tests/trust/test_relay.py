"""Word to the log: in order, at least once, and known by its id."""

import pytest

from facevalue.kit.db import Database
from facevalue.ledger import queries as ledger
from facevalue.ledger.queries import Kind
from facevalue.trust import ingest
from facevalue.trust.ingest import Announcement
from facevalue.trust.outbox import announce
from facevalue.trust.rules import Op
from tests import cast
from tests.trust import steps
from tests.trust.conftest import House


def test_whoever_dies_after_delivering_delivers_the_same_again(db: Database) -> None:
    with db.transaction():
        for post, op in enumerate(Op, 1):
            announce(db, op, post, cast.NOW)
    heard: list[Announcement] = []

    def hear(rows: list[Announcement]) -> None:
        heard.extend(rows)

    def hear_and_die(rows: list[Announcement]) -> None:
        heard.extend(rows)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest.relay(db, hear_and_die, cast.NOW, 10)
    assert ingest.relay(db, hear, cast.NOW, 10) == 3
    assert ingest.relay(db, hear, cast.NOW, 10) == 0
    assert heard[:3] == heard[3:]
    assert [(row.op, row.details, row.at_ms) for row in heard[3:]] == [
        ("reject", [{"post": 1}], cast.NOW),
        ("restore", [{"post": 2}], cast.NOW),
        ("void", [{"post": 3}], cast.NOW),
    ]
    assert len({row.digest for row in heard}) == 3


def test_who_is_rejected_cannot_spend_what_the_post_earned(house: House, db: Database) -> None:
    made = house.submit()
    purse = steps.account(db, cast.AYU, made.post, Kind.PURSE)
    steps.pay(db, made.post, steps.account(db, made.post, made.post, Kind.ESCROW), purse, 700)
    steps.reject(steps.WAYAN, steps.report(cast.BUDI, made))
    [(_, detail)] = steps.told()
    assert (detail["post"], detail["tokens"]) == (made.post, 700)
    assert ledger.balance(db, purse).available == 0
    assert ledger.hold(db, detail["hold"]).amount == 700
