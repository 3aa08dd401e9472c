"""Social's door for reads, free of Django."""

import numpy as np

from facevalue.kit import ids, sql
from facevalue.kit.columns import Column
from facevalue.kit.db import Database
from facevalue.social.audit import audit
from facevalue.social.compare import compare
from facevalue.social.content import Content
from facevalue.social.reading import (
    SHARED_MS,
    START,
    Comment,
    Page,
    Place,
    are_kept_apart,
    blocked_by,
    comments,
    comments_by,
    content,
    feed,
    followers,
    followers_count,
    following,
    follows,
    friends,
    is_following,
    posts_of,
    shares_by,
)
from facevalue.social.seeing import Follower, Seen, newest_followers, seen
from facevalue.social.taps import RECENT_MS, recent
from facevalue.social.text import ALT_CHARACTERS_MAX, CAPTION_CHARACTERS_MAX, COMMENT_CHARACTERS_MAX

__all__ = [
    "ALT_CHARACTERS_MAX",
    "CAPTION_CHARACTERS_MAX",
    "COMMENT_CHARACTERS_MAX",
    "NO_POST",
    "RECENT_MS",
    "SHARED_MS",
    "START",
    "Comment",
    "Content",
    "Follower",
    "Page",
    "Place",
    "Seen",
    "apps_of",
    "are_kept_apart",
    "audit",
    "blocked_by",
    "comments",
    "comments_by",
    "compare",
    "content",
    "feed",
    "followers",
    "followers_count",
    "following",
    "follows",
    "friends",
    "is_following",
    "newest_followers",
    "posts_of",
    "recent",
    "seen",
    "shares_by",
]

_SQL = sql.load("facevalue.social")
NO_POST = -1


def apps_of(db: Database, posts: Column) -> Column:
    """The app that each post was published in, NO_POST where no such post was settled yet."""
    apps = np.full(len(posts), NO_POST, np.int64)
    db.stage(_SQL.stage_post_ids, {"slot": ids.slot_in(posts), "post": posts})
    rows = db.columns(_SQL.apps_of_posts)
    apps[rows["n"]] = rows["app"]
    return apps
