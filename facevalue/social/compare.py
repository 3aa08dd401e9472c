"""Whether posts, edges, blocks, tiers and rejections are those that the log makes."""

from collections.abc import Iterator

from facevalue.kit import sql
from facevalue.kit.columns import Column
from facevalue.kit.compare import unlike
from facevalue.kit.db import Database
from facevalue.kit.findings import Finding

_SQL = sql.load("facevalue.social")


def compare(db: Database, rebuilt: Database, cursors: Column) -> Iterator[Finding]:
    """Holds every row against a database that was rebuilt from the log up to `cursors`, the positions by slot."""
    # A worker stores the posts of a batch before it settles the rest of it.
    yield from unlike(
        db,
        rebuilt,
        _SQL.page_of_posts,
        "social_post",
        ("slot", "id"),
        skip=lambda key, post: bool(post["position"] > cursors[key[0]]),
    )
    yield from unlike(db, rebuilt, _SQL.page_of_edges, "social_edge", ("slot", "creator", "person", "kind"))
    yield from unlike(db, rebuilt, _SQL.page_of_blocks, "social_block", ("slot", "creator", "person"))
    yield from unlike(db, rebuilt, _SQL.page_of_tiers, "social_tier", ("slot", "person"))
    yield from unlike(db, rebuilt, _SQL.page_of_rejections, "social_rejection", ("slot", "post"))
