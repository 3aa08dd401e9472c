"""Two apps in which people post, like and earn: everything is settled when `work` returns."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from facevalue.campaigns import actions as campaigns
from facevalue.faces.creator.reading import state
from facevalue.kit.clock import now_ms
from facevalue.kit.ids import make, slot_of
from facevalue.social import actions as social
from facevalue.treasury import actions as treasury
from tests import cast
from tests.faces.creator import apps
from tests.faces.creator.brands import offer
from tests.faces.creator.works import running

ESCROW_TOKENS = 20_000


@dataclass
class Village:
    """`kopi` takes posts in Senyum, `glow` in Sabai, and `both` in both; ids by name in `posts`."""

    network: social.Network
    turns: list[Callable[[], float]]
    kopi: int = 0
    glow: int = 0
    both: int = 0
    posts: dict[str, int] = field(default_factory=dict)

    def found(self) -> None:
        """The cast, their apps, and brands with money."""
        cast.enter()
        apps.publish_themes()
        with transaction.atomic():
            treasury.accept_currency("USD", 840, tokens_per_cent=100)
            self.kopi = offer(cast.KOPI_NUSANTARA, "Ramadan frames", [cast.SENYUM])
            self.glow = offer(cast.SIAM_GLOW, "Songkran stickers", [cast.SABAI])
            self.both = offer(cast.LAGOS_THREADS, "Ankara Fridays", [cast.SENYUM, cast.SABAI])

    def post(self, name: str, creator: int, app: int = cast.SENYUM, campaign: int = 0, composition: int = 0) -> int:
        """A post that settlement has met."""
        at_ms, campaign = now_ms(), campaign or (self.kopi if app == cast.SENYUM else self.glow)
        post = make(slot_of(creator))
        with transaction.atomic():
            campaigns.publish(creator, campaign, app, campaigns.CreatorTier.NANO, ESCROW_TOKENS, at_ms, post)
            words = (f"{name} by the sea", f"A selfie, {name}")
            social.write_content(state(), social.Content(post, creator, app, campaign, composition or post, at_ms, *words))
        self.work()
        self.posts[name] = post
        return post

    def follow(self, person: int, creator: int) -> None:
        """And settles it."""
        with self.network.lent() as (db, log):
            social.follow(db, log, person, creator, now_ms())
        self.work()

    def engage(self, person: int, post: int, kind: int, via: int = 0, app: int = cast.SENYUM, text: str = "") -> None:
        """And settles it."""
        with self.network.lent() as (db, log):
            social.engage(db, log, post, kind, person, via, app, f"{kind} {post}"[:64].replace(" ", "-"), now_ms(), text=text)
        self.work()

    def work(self) -> None:
        """Relays, settles and counts whatever waits."""
        for turn in self.turns:
            while not turn():
                pass


@contextmanager
def village(target: str, log_target: str, insight: Path) -> Iterator[Village]:
    """A village on fresh databases, to which Django has been led; its engine runs only when it is told to."""
    with running(target, log_target, insight) as (network, turns):
        found = Village(network, turns)
        found.found()
        yield found
