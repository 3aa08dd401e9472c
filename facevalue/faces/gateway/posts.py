"""Which app a post belongs to, remembered in a table of fixed size."""

import numpy as np

from facevalue.faces.gateway.reader import Reader
from facevalue.kit.columns import Column
from facevalue.social.queries import NO_POST, apps_of

PLACES_BITS = 18


class PostApps:
    """Each post has one place in the table, by a hash; the latest post takes it. A post's app never changes."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._posts = np.zeros(1 << PLACES_BITS, np.int64)
        self._apps = np.zeros(1 << PLACES_BITS, np.int64)

    async def of_others(self, posts: Column, app: int) -> Column:
        """Marks posts of other apps than this; a post that does not exist (yet) is nobody's."""
        apps = await self._of(posts)
        marks: Column = (apps != NO_POST) & (apps != app)
        return marks

    async def _of(self, posts: Column) -> Column:
        places = _places(posts)
        known = self._posts[places] == posts
        apps = np.where(known, self._apps[places], NO_POST)
        if not known.all():
            missing, each = np.unique(posts[~known], return_inverse=True)
            found = await self._reader.run(apps_of, missing)
            self._remember(missing[found != NO_POST], found[found != NO_POST])
            apps[~known] = found[each]
        return apps

    def _remember(self, posts: Column, apps: Column) -> None:
        places = _places(posts)
        self._posts[places], self._apps[places] = posts, apps


def _places(posts: Column) -> Column:
    """The high bits of a multiplication by 2^64 / φ (Knuth, The Art of Computer Programming 3, 6.4)."""
    places: Column = (posts.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - PLACES_BITS)
    return places
