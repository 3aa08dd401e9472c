"""Social's door for hot writes, free of Django: the log, the records in it, and what applying them changes."""

from facevalue.kit import sql
from facevalue.kit.db import Database, connect
from facevalue.social import records
from facevalue.social.engaging import complete_comments
from facevalue.social.log import (
    OURSELVES,
    SEGMENT_RECORDS_MAX,
    Delivery,
    Log,
    Receipt,
    Segment,
    position_before,
    seq_of,
)
from facevalue.social.records import Records
from facevalue.social.store import (
    apply_edges,
    block,
    blocks,
    change_rates,
    close,
    edges,
    publish,
    reject,
    restore,
    set_tier,
    stage_edges,
    top_up,
    unblock,
)

__all__ = [
    "OURSELVES",
    "SEGMENT_RECORDS_MAX",
    "Delivery",
    "Log",
    "Receipt",
    "Records",
    "Segment",
    "apply_edges",
    "block",
    "blocks",
    "change_rates",
    "close",
    "complete_comments",
    "edges",
    "open_log",
    "position_before",
    "publish",
    "records",
    "reject",
    "restore",
    "seq_of",
    "set_tier",
    "stage_edges",
    "top_up",
    "unblock",
]


def open_log(target: str, *, checkpoints: bool = True) -> Log:
    """The log at a `postgresql://` address or in an SQLite file of its own, created if it is new.

    A file of its own, so that taking engagements in never waits for who writes the state. `checkpoints` as in `kit.db.connect`.
    """
    db: Database = connect(target, cache_mib=8, checkpoints=checkpoints)
    db.script(sql.schema("facevalue.social", f"log_{db.engine}"))
    return Log(db)
