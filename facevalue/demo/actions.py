"""The demo's door: a world that is made once, and a simulator that keeps it alive."""

from facevalue.demo import build, darkroom, past, world
from facevalue.demo.darkroom import Darkroom
from facevalue.demo.simulator import Simulator
from facevalue.demo.themes import THEMES
from facevalue.demo.world import Folder, Login, PlannedPost, Star, World
from facevalue.identity import queries as identity
from facevalue.kit.clock import now_ms

__all__ = ["THEMES", "Folder", "Login", "Simulator", "Star", "World", "create", "newest_posts"]

PEOPLE = 4_000
SEED = 2_026
# So many posts of each campaign's past have pictures: what anybody will scroll through.
SHOWN = 16


def create(folder: Folder, people: int = PEOPLE, seed: int = SEED, at_ms: int | None = None, shown: int = SHOWN) -> World:
    """The demo world of a data folder: made when there is none, else as it was left. An interrupted making goes on.
    The newest `shown` posts of each campaign have pictures.

    For the same seed, number of people and time (now, if none is given) it is the same but for its ids and passwords. The
    tables must be there, Django be set up, and nobody be settling yet. Raises FolderInUse.
    """
    found = world.load(folder.path)
    if found is None or not identity.apps(key.app for key in found.apps):
        found = build.build(folder, people, seed, now_ms() if at_ms is None else at_ms)
    if not found.assets:
        found.assets = darkroom.upload_assets(found, found.staff, found.made_at)
        world.save(found, folder.path)
    if not found.shown:
        _make(folder, found, newest_posts(found, shown))
        found.told = found.shown = True
        world.save(found, folder.path)
    return found


def _make(folder: Folder, found: World, shown: list[PlannedPost]) -> None:
    """Tells the past, and makes pictures of its newest posts meanwhile."""
    maker = Darkroom(found)
    try:
        made = [maker.develop(post.id, post.offer, post.creator, post.app, post.published_at) for post in shown]
        if not found.told:
            past.tell(folder, found)
        for picture in made:
            picture.result()
    finally:
        maker.close()


def newest_posts(found: World, shown: int = SHOWN) -> list[PlannedPost]:
    """The posts of the past that have pictures."""
    places = range(len(found.campaigns))
    return [post for place in places for post in [each for each in found.posts if each.offer == place][-shown:]]
