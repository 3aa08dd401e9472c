"""Made-up submissions of the last 30 days, straight into trust's table."""

from collections.abc import Iterator

import numpy as np

from facevalue.kit import ids, sql
from facevalue.kit.clock import DAY_MS
from facevalue.kit.db import Database

_VOCABULARY = {
    "id": "kopi,pagi,enak,sekali,hari,ini,teman,cuaca,cerah,hujan,merek7,jakarta,bandung,senyum,manis,gula",
    "en": "coffee,morning,lovely,today,friends,sun,rain,brand9,city,smile,sweet,sugar,cup,time,again,always",
}
_WORDS = 12
_MADE_MAX = 50_000
_SQL = sql.load("facevalue.bench")


def fill(db: Database, campaign: int, app: int, posts: int, at_ms: int) -> None:
    """So many, of creators of their own, in a campaign and an app."""
    made = min(posts, _MADE_MAX)
    numbers = ids.make_many(np.zeros(made, np.int64))
    with db.transaction():
        for named in _rows(numbers.tolist(), at_ms):
            db.run(_SQL.insert_submission, campaign=campaign, app=app, **named)
    span = int(numbers[-1] - numbers[0]) + 1
    for copies, start in enumerate(range(made, posts, made), 1):
        with db.transaction():
            count = min(made, posts - start)
            db.run(_SQL.copy_submissions, offset=copies * span, first=int(numbers[0]), count=count)


def _rows(numbers: list[int], at_ms: int) -> Iterator[dict[str, int | str]]:
    chance, count = np.random.default_rng(20_240_101), len(numbers)
    vocabulary = {language: text.split(",") for language, text in _VOCABULARY.items()}
    languages = chance.choice(["id", "en"], count).tolist()
    places = chance.integers(0, 16, (count, _WORDS)).tolist()
    table = {
        "faces": chance.choice([0, 1, 1, 1, 1, 2, 4], count).tolist(),
        "face_permille": chance.integers(60, 500, count).tolist(),
        "stickers": chance.integers(0, 5, count).tolist(),
        "at_ms": (at_ms - chance.integers(0, 29 * DAY_MS, count)).tolist(),
        "state": chance.choice(["published", "published", "published", "rejected"], count).tolist(),
    }
    for row, number in enumerate(numbers):
        plain = " ".join(vocabulary[languages[row]][place] for place in places[row])
        named = {name: column[row] for name, column in table.items()}
        yield named | {"id": number, "owner": number, "key": str(number), "plain": plain, "language": languages[row]}
