"""Social's door for reads, free of Django."""

import numpy as np

from facevalue.kit import ids, sql
from facevalue.kit.columns import Column
from facevalue.kit.db import Database
from facevalue.social.audit import audit
from facevalue.social.compare import compare

__all__ = ["NO_POST", "apps_of", "audit", "compare"]

_SQL = sql.load("facevalue.social")
NO_POST = -1


def apps_of(db: Database, posts: Column) -> Column:
    """The app that each post was published in, NO_POST where no such post was settled yet."""
    apps = np.full(len(posts), NO_POST, np.int64)
    db.stage(_SQL.stage_post_ids, {"slot": ids.slot_in(posts), "post": posts})
    rows = db.columns(_SQL.apps_of_posts)
    apps[rows["n"]] = rows["app"]
    return apps
