"""The outbox reaches the log in order and at least once; the log sorts out what comes twice."""

import pytest
from django.db import transaction

from facevalue.campaigns import actions, ingest
from facevalue.campaigns.ingest import Announcement
from facevalue.campaigns.models import Outbox
from facevalue.kit.db import Database
from tests import cast
from tests.campaigns.steps import publish

BRAND = cast.KOPI_NUSANTARA


class LogIsFull(Exception):
    """The log cannot take anything at the moment."""


def test_what_happened_to_a_post_is_told_in_order(campaign: int, db: Database) -> None:
    post = publish(campaign)
    with transaction.atomic():
        actions.top_up(BRAND, post, 1_000, "more", cast.NOW)
        actions.close(BRAND, post, cast.NOW)
    told: list[Announcement] = []
    assert ingest.relay(db, told.extend, cast.NOW, rows_max=2) == 2
    assert ingest.relay(db, told.extend, cast.NOW, rows_max=2) == 1
    assert ingest.relay(db, told.extend, cast.NOW, rows_max=2) == 0
    assert [announcement.op for announcement in told] == ["publish", "top_up", "close"]
    assert {detail["post"] for announcement in told for detail in announcement.details} == {post}
    assert [announcement.id for announcement in told] == sorted(announcement.id for announcement in told)


def test_what_was_not_marked_is_told_again_in_the_same_words(campaign: int, db: Database) -> None:
    publish(campaign)
    told: list[Announcement] = []

    def deliver_and_fail(announcements: list[Announcement]) -> None:
        told.extend(announcements)
        raise LogIsFull

    with pytest.raises(LogIsFull):
        ingest.relay(db, deliver_and_fail, cast.NOW, rows_max=10)
    assert Outbox.objects.filter(sent_at=0).count() == 1
    ingest.relay(db, told.extend, cast.NOW, rows_max=10)
    assert told[0] == told[1]
    assert Outbox.objects.get().sent_at == cast.NOW
