"""All audits of all rooms, over one moment of what may go on meanwhile."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from facevalue.campaigns import queries as campaigns
from facevalue.config import schema
from facevalue.kit.db import Database, connect
from facevalue.kit.findings import Finding
from facevalue.ledger import queries as ledger
from facevalue.settlement import queries as settlement
from facevalue.social import queries as social
from facevalue.social.ingest import Log
from facevalue.treasury import queries as treasury

Tell = Callable[[int], None]
Audit = Callable[[Tell], Iterator[Finding]]


def by_name(db: Database, log: Log, at_ms: int, *, deep: bool) -> dict[str, Audit]:
    """What there is to check. Each takes a function to tell how many rows it has read since, and yields what is wrong.

    `db` goes on seeing the moment at which this is called, and `log` holds at least what was settled by then.
    """
    positions = settlement.cursors(db)["position"]

    def again(tell: Tell) -> Iterator[Finding]:
        with (
            tempfile.TemporaryDirectory(prefix="facevalue-verify-") as scratch_folder,
            closing(connect(Path(scratch_folder) / "state.sqlite")) as scratch,
        ):
            scratch.pragma("synchronous = OFF")
            schema.create(scratch)
            for records in settlement.rebuild(scratch, log, positions, at_ms):
                tell(records)
            yield from social.compare(db, scratch, positions)
            yield from settlement.compare(db, scratch)

    audits: dict[str, Audit] = {
        "ledger": lambda tell: ledger.audit(db),
        "treasury": lambda tell: treasury.audit(db),
        "campaigns": lambda tell: campaigns.audit(db),
        "log": lambda tell: social.audit(db, log, positions, tell),
        "settlement": lambda tell: settlement.audit(db, log, tell),
    }
    return audits | ({"settling again": again} if deep else {})


def findings(name: str, audit: Audit, tell: Tell) -> Iterator[Finding]:
    """What an audit finds; that it cannot go on is a finding too."""
    try:
        yield from audit(tell)
    except Exception as error:
        yield Finding("audit", name, f"cannot go on: {error!r}")
