"""A data folder with a small town in it: `python -m tests.faces.worker.town FOLDER [DATABASE_URL]`.

A campaign with caps and a fee, posts of four creators with little set aside, fans of some of them, and one creator whose
earnings clear a day later. Prints the Town as one line of JSON.
"""

import json
import random
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from facevalue.config import schema
from facevalue.config.environment import choose, use_django_settings
from facevalue.config.folder import Folder

ESCROW_TOKENS = 800
FANS = tuple(range(1_001, 1_031))
KINDS = ("like", "comment", "share")

Line = dict[str, Any]


@dataclass(frozen=True)
class Town:
    """`key` is an app's API key, `watch_key` the brand's; `posts` are in that app; `at_ms`: when everything began."""

    brand: int
    campaign: int
    app: int
    key: str
    watch_key: str
    posts: list[int]
    at_ms: int


def requests(town: Town, seed: int, lines_max: int = 12) -> Iterator[list[Line]]:
    """Engagements as an app reports them, request after request: repeated, undone, by way of others, on posts unknown."""
    rng = random.Random(seed)
    while True:
        yield [_line(town, rng) for _ in range(rng.randint(1, lines_max))]


def _line(town: Town, rng: random.Random) -> Line:
    post = rng.choice(town.posts) if rng.random() < 0.98 else town.posts[0] + 1
    line: Line = {"post": str(post), "kind": rng.choices(KINDS, (6, 2, 3))[0], "actor": str(rng.choice(FANS))}
    if rng.random() < 0.3:
        line["via"] = str(rng.choice(FANS))
    elif rng.random() < 0.1:
        line["undo"] = True
    return line | {"at": town.at_ms + rng.randrange(60_000)}


def main(folder: Folder) -> None:
    folder.path.mkdir(parents=True, exist_ok=True)
    choose(folder.path, folder.database_url)
    use_django_settings()
    schema.prepare(folder.state)

    from tests.faces.worker import builder

    print(json.dumps(asdict(builder.build(folder))))


if __name__ == "__main__":
    main(Folder(Path(sys.argv[1]), *sys.argv[2:]))
