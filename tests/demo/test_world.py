"""What holds of the demo world as soon as it is made."""

import stat
from collections.abc import Iterator

import numpy as np
import pytest
from django.contrib.auth import authenticate
from django.test import override_settings

from facevalue.campaigns import queries as campaigns
from facevalue.demo.actions import World
from facevalue.demo.script import OFFERS
from facevalue.identity import queries as identity
from facevalue.kit.clock import DAY_MS
from facevalue.kit.db import Database
from facevalue.settlement.queries import Outcome
from tests.demo.world import HASHERS, PEOPLE, Folder, findings, settled


@pytest.fixture
def db(folder: Folder, world: World) -> Iterator[Database]:
    """The world's database."""
    database = folder.open_state()
    yield database
    database.close()


def test_its_books_are_in_order(db: Database) -> None:
    assert findings(db) == []


def test_nobody_spent_more_than_was_funded(world: World, db: Database) -> None:
    past = settled(db)
    for offer, brand, campaign in zip(OFFERS, world.brands, world.campaigns, strict=True):
        spent = int((past["price"] + past["fee"])[past["campaign"] == campaign].sum())
        budget = campaigns.budget(brand, campaign)
        assert 0 < spent <= budget.set_aside_tokens <= budget.funded_tokens == offer.funded_tokens


def test_campaigns_are_of_different_ages(world: World) -> None:
    found = [campaigns.campaign(brand, campaign) for brand, campaign in zip(world.brands, world.campaigns, strict=True)]
    assert [campaign.status for campaign in found] == ["live", "ended", "live", "live"]
    open_posts = [post for post in campaigns.posts(world.brands[1], world.campaigns[1], 100) if not post.closed_at]
    assert open_posts == []


def test_its_past_has_all_that_happens(world: World, db: Database) -> None:
    past = settled(db)
    seen = {Outcome(outcome) for outcome in np.unique(past["outcome"]).tolist()}
    usual = {Outcome.PAID, Outcome.STRANGER, Outcome.SECOND_DEGREE, Outcome.DUPLICATE, Outcome.UNDONE, Outcome.LATE}
    assert usual <= seen
    assert not seen & {Outcome.MALFORMED, Outcome.UNKNOWN_POST, Outcome.EARLY}
    assert past["degree"].max() >= 4
    assert set(past["app"].tolist()) == {app.app for app in world.apps}
    assert world.made_at - 11 * DAY_MS < past["at"].min() < past["at"].max() < world.made_at


def test_everybody_is_known_by_name(world: World) -> None:
    assert len(set(world.people)) == PEOPLE
    assert identity.names(world.people[:50]) == {
        id_: person.name for id_, person in zip(world.people[:50], world.everybody[:50], strict=True)
    }


def test_each_login_sees_its_campaigns(world: World) -> None:
    seen = {}
    with override_settings(PASSWORD_HASHERS=HASHERS):
        for login in world.logins:
            person = authenticate(username=login.email, password=login.password)
            assert person is not None
            seen[login.organisation] = {brand.name for brand in identity.organisations(person.pk)}
    assert seen["Kopi Nusantara"] == {"Kopi Nusantara"}
    assert seen["Mekong Media"] == {"Mekong Media", "Siam Glow"}


def test_keys_are_for_the_owner_alone(folder: Folder, world: World) -> None:
    assert stat.S_IMODE((folder.path / "demo.json").stat().st_mode) == 0o600


def test_it_is_made_once(folder: Folder, world: World) -> None:
    log = folder.open_log()
    before = log.last_seq()
    assert folder.create() == world
    assert log.last_seq() == before
    log.close()
