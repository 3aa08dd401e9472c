"""Made-up submissions of the last 30 days, straight into trust's table."""

import numpy as np

from facevalue.kit import ids, sql
from facevalue.kit.clock import DAY_MS
from facevalue.kit.db import Database

_VOCABULARY = {
    "id": "kopi,pagi,enak,sekali,hari,ini,teman,cuaca,cerah,hujan,merek7,jakarta,bandung,senyum,manis,gula",
    "en": "coffee,morning,lovely,today,friends,sun,rain,brand9,city,smile,sweet,sugar,cup,time,again,always",
}
_WORDS = 12
_ROWS_AT_ONCE = 50_000
_SQL = sql.load("facevalue.bench")


def fill(db: Database, campaign: int, app: int, posts: int, at_ms: int) -> None:
    """So many, of creators of their own, in a campaign and an app."""
    chance = np.random.default_rng(20_240_101)
    vocabulary = {language: text.split(",") for language, text in _VOCABULARY.items()}
    numbers = ids.make_many(np.zeros(posts, np.int64)).tolist()
    for start in range(0, posts, _ROWS_AT_ONCE):
        count = min(_ROWS_AT_ONCE, posts - start)
        languages = chance.choice(["id", "en"], count).tolist()
        places = chance.integers(0, 16, (count, _WORDS)).tolist()
        table = {
            "faces": chance.choice([0, 1, 1, 1, 1, 2, 4], count).tolist(),
            "face_permille": chance.integers(60, 500, count).tolist(),
            "stickers": chance.integers(0, 5, count).tolist(),
            "at_ms": (at_ms - chance.integers(0, 29 * DAY_MS, count)).tolist(),
            "state": chance.choice(["published", "published", "published", "rejected"], count).tolist(),
        }
        with db.transaction():
            for row in range(count):
                plain = " ".join(vocabulary[languages[row]][place] for place in places[row])
                number = numbers[start + row]
                named = {name: column[row] for name, column in table.items()}
                named |= {"id": number, "owner": number, "key": str(number), "campaign": campaign, "app": app}
                db.run(_SQL.insert_submission, plain=plain, language=languages[row], **named)
