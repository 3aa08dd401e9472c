"""What campaigns announce becomes records of the log, each announcement once."""

from collections.abc import Callable

import numpy as np

from facevalue.campaigns.ingest import Announcement
from facevalue.kit.clock import now_ms
from facevalue.kit.errors import FacevalueError
from facevalue.social.ingest import Delivery, Log, Records, records

OURSELVES = 0
_OPS = {"publish": records.PUBLISH, "top_up": records.TOP_UP, "close": records.CLOSE, "rates": records.RATES}


def deliver_to(log: Log) -> Callable[[list[Announcement]], None]:
    """A function that makes announcements durable in the log; one that came before adds nothing."""

    def deliver(announcements: list[Announcement]) -> None:
        deliveries = [
            Delivery(OURSELVES, f"outbox {announcement.id}", announcement.digest, _records(announcement))
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
