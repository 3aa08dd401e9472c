"""What brands and creators do while the demo runs: posts are published, and a campaign without tokens is funded again."""

from collections.abc import Sequence
from random import Random

from django.db import transaction

from facevalue.campaigns import actions as campaigns
from facevalue.campaigns import queries
from facevalue.campaigns.errors import BudgetExceeded, CapExceeded
from facevalue.demo import crowd
from facevalue.demo.crowd import Post
from facevalue.demo.darkroom import Darkroom
from facevalue.demo.script import OFFERS, TOKENS_PER_CENT
from facevalue.demo.world import Creators, World, escrow_tokens, home_apps
from facevalue.kit import ids
from facevalue.treasury import actions as treasury

_TRIES_MAX = 5
_KNOWN_MAX = 120


class Market:
    """Campaigns and creators, by their places in OFFERS and in the list of people."""

    def __init__(self, world: World, rng: Random) -> None:
        self._world, self._darkroom, self._rng = world, Darkroom(world), rng
        self._creators = Creators(world.everybody, world.followers)
        self._apps: Sequence[int] = home_apps(world).tolist()

    def known(self, offer: int, now_ms: int) -> list[Post]:
        """The newest posts of a campaign."""
        places = {person: place for place, person in enumerate(self._world.people)}
        found = queries.posts(self._world.brands[offer], self._world.campaigns[offer], _KNOWN_MAX)
        posts = [self._post(each.id, places[each.creator], each.app_id, each.published_at) for each in found]
        for post in posts:
            post.seen = int(post.volume * crowd.share_until(now_ms - post.published_at))
        return posts

    def publish(self, offer: int, now_ms: int) -> Post | None:
        """A new post for a campaign; None if those who were asked may not have more of it."""
        for _ in range(_TRIES_MAX):
            creator = self._creators.choose(OFFERS[offer], self._rng)
            try:
                post = self._publish(offer, creator, now_ms)
            except CapExceeded:
                continue
            except BudgetExceeded:
                self._fund(offer, now_ms)
                post = self._publish(offer, creator, now_ms)
            self._darkroom.develop(post, offer, creator, self._apps[creator], now_ms)
            return self._post(post, creator, self._apps[creator], now_ms)
        return None

    def _publish(self, offer: int, creator: int, now_ms: int) -> int:
        tier = self._creators.tier(creator)
        tokens = escrow_tokens(OFFERS[offer], tier, self._rng)
        with transaction.atomic():
            person, campaign = self._world.people[creator], self._world.campaigns[offer]
            return campaigns.publish(person, campaign, self._apps[creator], tier, tokens, now_ms)

    def close(self, *, finish: bool = False) -> None:
        """Waits for the picture that is being made, and with `finish` for all that are wanted."""
        self._darkroom.close(finish=finish)

    def _fund(self, offer: int, now_ms: int) -> None:
        """The brand pays again, and puts all of it into the campaign."""
        brand, cents, number = self._world.brands[offer], OFFERS[offer].refill_cents, ids.make()
        with transaction.atomic():
            treasury.record_payment(brand, cents, "USD", f"DEMO {OFFERS[offer].brand} {number}", now_ms)
            tokens = cents * TOKENS_PER_CENT
            campaigns.fund(brand, self._world.campaigns[offer], tokens, f"refill {number}", now_ms)

    def _post(self, post: int, creator: int, app: int, published_at: int) -> Post:
        volume = crowd.volume(len(self._world.followers[creator]), Random(post))
        return Post(post, creator, app, published_at, volume)
