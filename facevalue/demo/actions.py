"""The demo's door: a world that is made once, and a simulator that keeps it alive."""

from concurrent.futures import ThreadPoolExecutor

from facevalue.demo import build, past, world
from facevalue.demo.gallery import Gallery
from facevalue.demo.simulator import Simulator
from facevalue.demo.world import Folder, Login, World
from facevalue.identity import queries as identity
from facevalue.kit.clock import now_ms

__all__ = ["Folder", "Login", "Simulator", "World", "create"]

PEOPLE = 4_000
SEED = 2_026


def create(folder: Folder, people: int = PEOPLE, seed: int = SEED, at_ms: int | None = None) -> World:
    """The demo world of a data folder: made when there is none, else as it was left. An interrupted making goes on.

    For the same seed, number of people and time (now, if none is given) it is the same but for its ids and passwords. The
    tables must be there, Django be set up, and nobody be settling yet. Raises FolderInUse.
    """
    found = world.load(folder.path)
    if found is None or not identity.apps(key.app for key in found.apps):
        found = build.build(folder, people, seed, now_ms() if at_ms is None else at_ms)
    if not found.told:
        gallery = Gallery(folder.path, found.everybody, found.seed)
        with ThreadPoolExecutor(1, thread_name_prefix="demo-pictures") as painter:
            hung = painter.map(lambda post: gallery.hang(post.id, post.offer, post.creator), found.posts)
            past.tell(folder, found)
            gallery.note(list(hung))
        found.told = True
        world.save(found, folder.path)
    return found
