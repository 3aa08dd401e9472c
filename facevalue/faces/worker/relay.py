"""What campaigns and trust announce becomes records of the log, each announcement once."""

from collections.abc import Callable, Sequence

import numpy as np

from facevalue.campaigns import ingest as campaigns
from facevalue.kit.clock import now_ms
from facevalue.kit.db import Database
from facevalue.kit.errors import FacevalueError
from facevalue.social.ingest import OURSELVES, Delivery, Log, Records, records
from facevalue.trust import ingest as trust

ROWS_MAX = 100
_OPS = {
    "publish": records.PUBLISH,
    "top_up": records.TOP_UP,
    "close": records.CLOSE,
    "rates": records.RATES,
    "reject": records.REJECT,
    "restore": records.RESTORE,
    "void": records.VOID,
}

Announcement = campaigns.Announcement | trust.Announcement


def relay(db: Database, log: Log) -> int:
    """Tells the log what waits, some of it. Returns how many announcements that were."""
    deliver, deliver_trusts = deliver_to(log), deliver_to(log, "trust")

    def after_campaigns(announcements: list[trust.Announcement]) -> None:
        # What trust says of a post comes after its publication: whatever was announced before these were read goes first.
        while campaigns.relay(db, deliver, now_ms(), ROWS_MAX):
            pass
        deliver_trusts(announcements)

    sent = campaigns.relay(db, deliver, now_ms(), ROWS_MAX)
    return sent + trust.relay(db, after_campaigns, now_ms(), ROWS_MAX)


def deliver_to(log: Log, whose: str = "outbox") -> Callable[[Sequence[Announcement]], None]:
    """A function that makes announcements durable in the log; one that came before adds nothing. `whose` names the outbox."""

    def deliver(announcements: Sequence[Announcement]) -> None:
        deliveries = [
            Delivery(OURSELVES, f"{whose} {announcement.id}", announcement.digest, _records(announcement))
            for announcement in announcements
        ]
        for answer in log.append(deliveries, now_ms()):
            if isinstance(answer, FacevalueError):
                raise answer

    return deliver


def _records(announcement: Announcement) -> Records:
    posts = [int(detail["post"]) for detail in announcement.details]
    op = np.full(len(posts), _OPS[announcement.op])
    made = records.make(op=op, subject=posts, at=np.full(len(posts), announcement.at_ms))
    made.details = dict(enumerate(announcement.details))
    return made
