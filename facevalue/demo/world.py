"""What has to be remembered of a demo world between two runs: one file, readable by its owner alone, for it holds keys."""

import os
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Protocol

import msgspec
import numpy as np

from facevalue.campaigns.queries import ESCROW_TYPICAL_TOKENS, CreatorTier
from facevalue.demo import people
from facevalue.demo.people import CITIES, Follows, Person
from facevalue.demo.script import APPS, Offer
from facevalue.kit.columns import Column
from facevalue.kit.db import Database
from facevalue.social.ingest import Log

# The share of creators, by followers, that are of each tier in this small world.
_TIERS = ((0.01, CreatorTier.MEGA), (0.04, CreatorTier.MACRO), (0.12, CreatorTier.MID), (0.35, CreatorTier.MICRO))
_CREATORS_SHARE = 0.12


class Folder(Protocol):
    """A data folder, as `facevalue up` has one; Django's settings point to its database."""

    @property
    def path(self) -> Path:
        """Where the demo keeps its file and pictures."""

    def open_state(self) -> Database:
        """Opens the database."""

    def open_log(self) -> Log:
        """Opens the log."""


class Login(msgspec.Struct, frozen=True):
    """Somebody who can log in, as what."""

    name: str
    email: str
    password: str
    role: str
    organisation: str


class Star(msgspec.Struct, frozen=True):
    """A creator with posts, as whom one comes into an app with this phone number."""

    name: str
    phone: str
    host: str


class AppKey(msgspec.Struct, frozen=True):
    """An app's id and the API key that its engagements come with."""

    app: int
    name: str
    key: str


class PlannedPost(msgspec.Struct, frozen=True, array_like=True):
    """A post of the days before the demo began; `offer` and `creator` are places in their lists."""

    id: int
    offer: int
    creator: int
    app: int
    tier: int
    escrow_tokens: int
    published_at: int


class World(msgspec.Struct, dict=True):
    """Ids of what was made: `people` by place; `campaigns`, `brands` and `assets` (a frame, two stickers, a background) by
    place in OFFERS; `staff` is the operator's moderator. `told`: its past is settled; `shown`: its newest posts have pictures.
    """

    seed: int
    made_at: int
    people: list[int]
    logins: list[Login]
    apps: list[AppKey]
    brands: list[int]
    campaigns: list[int]
    posts: list[PlannedPost]
    staff: int = 0
    assets: list[list[int]] = []
    stars: list[Star] = []
    told: bool = False
    shown: bool = False

    @cached_property
    def everybody(self) -> list[Person]:
        """The people, by place."""
        return people.people(len(self.people), self.seed)

    @cached_property
    def follows(self) -> Follows:
        """Who follows whom."""
        return people.follows(self.everybody, self.seed)

    @cached_property
    def followers(self) -> list[list[int]]:
        """The followers of each person, by place."""
        return self.follows.followers(len(self.people))


class Creators:
    """Who makes posts: the better known, more of them for brands from where they live."""

    def __init__(self, everybody: list[Person], followers: list[list[int]]) -> None:
        counts = np.array([len(each) for each in followers])
        ranked = np.argsort(-counts, kind="stable")[: max(8, round(_CREATORS_SHARE * len(everybody)))].tolist()
        self._tiers = {
            place: next((tier for share, tier in _TIERS if rank < share * len(ranked)), CreatorTier.NANO)
            for rank, place in enumerate(ranked)
        }
        # Women post more than men.
        self._everybody = everybody
        self._ranked = [place for place in ranked if everybody[place].woman or place % 3 == 0]

    def choose(self, offer: Offer, rng: Random) -> int:
        """The place of somebody who has a price on the offer's card."""
        likely = [place for place in self._ranked if self._tiers[place] in offer.card]
        near = [place for place in likely if CITIES[self._everybody[place].city].country in offer.countries]
        choice = near if near and rng.random() < 0.85 else likely
        # The better known are asked more often.
        place: int = choice[min(rng.randrange(len(choice)), rng.randrange(len(choice)))]
        return place

    def tier(self, place: int) -> CreatorTier:
        """The creator's tier."""
        return self._tiers[place]


def escrow_tokens(offer: Offer, tier: CreatorTier, rng: Random) -> int:
    """What the brand sets aside for a post: about what is typical, within its cap."""
    tokens = 100 * round(ESCROW_TYPICAL_TOKENS[tier] / 100 * rng.uniform(0.4, 1.2))
    return min(tokens, offer.cap_post_tokens) if offer.cap_post_tokens else tokens


def home_apps(world: World) -> Column:
    """The app of each person's country, by place."""
    keys = {country: key.app for app, key in zip(APPS, world.apps, strict=True) for country in app.countries}
    by_city = np.array([keys[city.country] for city in CITIES])
    return np.asarray(by_city[[person.city for person in world.everybody]])


def load(path: Path) -> World | None:
    """The world of a data folder, None if there is none."""
    file = path / "demo.json"
    return msgspec.json.decode(file.read_bytes(), type=World) if file.exists() else None


def save(world: World, path: Path) -> None:
    """Keeps the world: whole or as it was."""
    scratch = path / "demo.json.new"
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(msgspec.json.encode(world))
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(path / "demo.json")
