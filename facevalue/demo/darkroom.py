"""How the demo's posts get pictures: selfies drawn by code go through the studio, as photos from phones do."""

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from random import Random

from django.db import connection, connections, transaction

from facevalue.campaigns import actions as campaigns
from facevalue.demo import artwork, pictures, portrait, sayings
from facevalue.demo.people import CITIES
from facevalue.demo.script import OFFERS
from facevalue.demo.world import World
from facevalue.kit.db import wrap
from facevalue.social.actions import Content, write_content
from facevalue.studio import actions as studio
from facevalue.studio.actions import Placement

_logger = logging.getLogger(__name__)
_AFRICA = frozenset(("NG", "KE", "GH"))
_CHUNK_BYTES = 128 * 1024
# Where stickers go: at the sides, for faces are in the middle.
_PLACES = ((0.16, 0.2), (0.84, 0.2), (0.15, 0.62), (0.85, 0.6))


def upload_assets(world: World, staff: int, now_ms: int) -> list[list[int]]:
    """What each brand offers for each campaign, approved and published: by offer a frame, two stickers and a background."""
    made = []
    for place, offer in enumerate(OFFERS):
        brand, versions, ours = world.brands[place], [], set[int]()
        for each in artwork.artworks(offer.frame, offer.name):
            version = studio.upload_asset(brand, each.kind, each.name, each.data, now_ms)
            with transaction.atomic():
                if version.status == "draft":
                    studio.approve(version.id, staff, now_ms)
                    studio.publish(brand, version.id, now_ms)
            versions.append(version.id)
            ours.add(version.asset_id)
        with transaction.atomic():
            campaigns.allow_assets(brand, world.campaigns[place], ours)
        made.append(versions)
    return made


class Darkroom:
    """Makes pictures, one after another, in a thread of its own. A person looks the same in all of them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="demo-pictures")

    def develop(self, post: int, offer: int, creator: int, app: int, at_ms: int) -> "Future[None]":
        """Gives a post its picture and lets people see it; `offer` and `creator` are places in their lists."""
        return self._thread.submit(self._develop, post, offer, creator, app, at_ms)

    def close(self, *, finish: bool = False) -> None:
        """Waits for the picture that is being made, and with `finish` for all that are wanted."""
        self._thread.shutdown(cancel_futures=not finish)

    def _develop(self, post: int, offer: int, creator: int, app: int, at_ms: int) -> None:
        try:
            composition = self._compose(post, offer, creator, at_ms)
            with transaction.atomic():
                self._show(post, offer, creator, composition, app, at_ms)
        except Exception:
            _logger.exception("post %d goes without a picture", post)
            raise
        finally:
            connections.close_all()

    def _compose(self, post: int, offer: int, creator: int, now_ms: int) -> int:
        rng, owner, key = (
            Random(f"picture {self._world.seed} {post}"),
            self._world.people[creator],
            f"demo {post}".replace(" ", "-"),
        )
        photo = self._photo(owner, key, self._selfie(offer, creator, rng), now_ms)
        frame, sign, motto, _ = self._world.assets[offer]
        places = rng.sample(_PLACES, 2)
        stickers = [
            Placement(version, x, y, round(rng.uniform(0.16, 0.24), 3), round(rng.uniform(-18, 18), 1))
            for version, (x, y) in zip(rng.sample((sign, motto), rng.choice((0, 1, 1, 2))), places, strict=False)
        ]
        with transaction.atomic():
            composition = studio.compose(owner, key, photo, frame, stickers, None, now_ms).id
        studio.render(composition)
        return composition

    def _show(self, post: int, offer: int, creator: int, composition: int, app: int, published_at: int) -> None:
        person, rng = self._world.everybody[creator], Random(f"words {self._world.seed} {post}")
        words = sayings.caption(person.language, OFFERS[offer].frame.motto, rng)
        alt = sayings.picture(person.language, person.name, OFFERS[offer].brand)
        who = post, self._world.people[creator], app, self._world.campaigns[offer], composition, published_at
        write_content(wrap(connection.connection), Content(*who, caption=words, alt=alt))

    def _selfie(self, offer: int, creator: int, rng: Random) -> bytes:
        person = self._world.everybody[creator]
        continent: portrait.Continent = "africa" if CITIES[person.city].country in _AFRICA else "asia"
        looks = Random(f"look {self._world.seed} {creator}")
        look = portrait.look(continent, looks, woman=person.woman, covered=person.covered)
        return pictures.selfie(OFFERS[offer].frame, look, rng)

    def _photo(self, owner: int, key: str, data: bytes, now_ms: int) -> int:
        with transaction.atomic():
            upload = studio.begin_upload(owner, key, len(data), now_ms)
            for offset in range(upload.received_bytes, len(data), _CHUNK_BYTES):
                studio.append(owner, upload.id, offset, data[offset : offset + _CHUNK_BYTES])
        return studio.finish_upload(owner, upload.id, now_ms).id
