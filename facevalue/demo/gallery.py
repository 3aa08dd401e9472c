"""The pictures of the demo's posts: files named by their contents, and a list of which belongs to which post."""

from hashlib import sha256
from pathlib import Path
from random import Random

import msgspec

from facevalue.demo import pictures, portrait
from facevalue.demo.people import CITIES, Person
from facevalue.demo.script import OFFERS

_AFRICA = frozenset(("NG", "KE", "GH"))


class Picture(msgspec.Struct, frozen=True):
    """A line of the list: the post's id and the picture's file, below the folder."""

    post: str
    file: str


class Gallery:
    """The folder `media` of a data folder. A person looks the same in all pictures."""

    def __init__(self, path: Path, everybody: list[Person], seed: int) -> None:
        self._folder = path / "media"
        self._everybody = everybody
        self._seed = seed

    def hang(self, post: int, offer: int, creator: int) -> Picture:
        """Draws the picture of a post; `offer` and `creator` are places in their lists."""
        person = self._everybody[creator]
        continent: portrait.Continent = "africa" if CITIES[person.city].country in _AFRICA else "asia"
        looks = Random(f"look {self._seed} {creator}")
        look = portrait.look(continent, looks, woman=person.woman, covered=person.covered)
        contents = pictures.draw(OFFERS[offer].frame, look, Random(f"picture {self._seed} {post}"))
        name = sha256(contents).hexdigest()
        file = self._folder / name[:2] / f"{name}.webp"
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(contents)
        return Picture(str(post), file.relative_to(self._folder).as_posix())

    def note(self, hung: list[Picture]) -> None:
        """Adds pictures to the list."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "posts.ndjson").open("ab") as file:
            file.writelines(msgspec.json.encode(picture) + b"\n" for picture in hung)

    def read(self) -> list[Picture]:
        """The list, in which a post may stand more than once, with the same file."""
        lines = (self._folder / "posts.ndjson").read_bytes().splitlines()
        return [msgspec.json.decode(line, type=Picture) for line in lines]
