"""Settlement's door for hot writes: the rows that engagements leave, bare, as `facevalue bench` measures them."""

from facevalue.kit.columns import Columns, take
from facevalue.kit.db import Database
from facevalue.settlement import write
from facevalue.settlement.decide import Decision


def fresh_rows(decision: Decision) -> Columns:
    """The rows that a decision adds to the engagement table, in the order of its primary key."""
    return take(decision.changed, ~decision.known) if decision.changed else {}


def insert_rows(db: Database, rows: Columns) -> None:
    """Inserts such rows in a transaction of their own."""
    write.stage_fresh(db, rows)
    with db.transaction():
        write.insert_fresh(db, len(rows["slot"]))
