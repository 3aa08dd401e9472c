"""Whatever is tried again, at once, or after dying on the way: a picture is published once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from facevalue.campaigns import actions as campaigns
from facevalue.campaigns import queries as budgets
from facevalue.campaigns.models import Post
from facevalue.social import actions as social
from facevalue.studio import queries as studio
from facevalue.trust.errors import KeyConflict, SubmittedBefore
from facevalue.trust.models import Submission
from facevalue.trust.rules import State
from tests import cast
from tests.trust import pictures
from tests.trust.conftest import House
from tests.trust.steps import published

ESCROW = 5_000  # typical for a creator with few followers


def test_the_same_key_publishes_once(house: House) -> None:
    first = house.submit(key="first")
    again = house.submit(key="first", composition=first.composition)
    assert again.id == first.id
    assert published() == Submission.objects.count() == Post.objects.count() == 1


def test_the_answer_stays_when_the_campaign_is_over(house: House) -> None:
    first = house.submit(key="first")
    with transaction.atomic():
        campaigns.end(cast.KOPI_NUSANTARA, house.campaign)
    assert house.submit(key="first", composition=first.composition).id == first.id


def test_a_key_stands_for_one_picture(house: House) -> None:
    first = house.submit(key="first")
    with pytest.raises(KeyConflict):
        house.submit(key="first", composition=first.composition, caption="Another")
    with pytest.raises(KeyConflict):
        house.submit(key="first", composition=pictures.compose(cast.AYU, "other", house.frame.id).id)


def test_a_picture_is_out_once(house: House) -> None:
    first = house.submit(key="first")
    with pytest.raises(SubmittedBefore):
        house.submit(key="second", composition=first.composition)
    assert Submission.objects.count() == 1


def test_nothing_is_locked_while_the_picture_is_looked_at(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    composition, look, open_then = pictures.compose(cast.AYU, "first", house.frame.id).id, studio.checks, list[bool]()

    def checks(made: studio.Composition) -> list[studio.Check]:
        open_then.append(connection.in_atomic_block)
        return look(made)

    monkeypatch.setattr(studio, "checks", checks)
    house.submit(key="first", composition=composition)
    house.submit(key="first", composition=composition)
    assert open_then == [False], "once, before anything is written"
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        house.submit()


def test_many_tries_at_once_publish_once(house: House) -> None:
    composition = pictures.compose(cast.AYU, "first", house.frame.id).id

    def submit(_: int) -> int:
        try:
            return house.submit(key="first", composition=composition).id
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as phones:
        answers = list(phones.map(submit, range(8)))
    assert len(set(answers)) == published() == Post.objects.count() == 1
    assert budgets.budget(cast.KOPI_NUSANTARA, house.campaign).set_aside_tokens == ESCROW


def test_whoever_dies_on_the_way_has_done_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    composition = pictures.compose(cast.AYU, "first", house.frame.id).id

    def die(*_: object) -> None:
        assert published() == 1
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(social, "write_content", die)
        with pytest.raises(KeyboardInterrupt):
            house.submit(key="first", composition=composition)
    assert Submission.objects.count() == Post.objects.count() == published() == 0
    assert house.submit(key="first", composition=composition).state == State.PUBLISHED
