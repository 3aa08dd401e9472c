"""What happens in the town: engagements, a post topped up, one closed, a new one, a hold that expires, a day that passes."""

from contextlib import ExitStack, closing
from itertools import islice
from typing import Any

import numpy as np

from facevalue.campaigns import ingest as campaigns
from facevalue.config.folder import Folder
from facevalue.faces.worker import chores, jobs
from facevalue.insight.actions import open_store
from facevalue.kit import ids
from facevalue.kit.clock import HOUR_MS
from facevalue.ledger import actions as ledger
from facevalue.ledger import queries as accounts
from facevalue.social.ingest import Delivery, Records, records
from tests.faces.worker.town import ESCROW_TOKENS, Line, Town, requests

WORKER = 1
_REQUESTS = 12


def live(folder: Folder, town: Town) -> None:
    """The story. Told again from its beginning it goes on where it was: whoever tells it gives the same keys again."""
    lines = list(islice(requests(town, seed=3), _REQUESTS))
    with ExitStack() as stack:
        db, log = stack.enter_context(closing(folder.open_aside())), stack.enter_context(closing(folder.open_log()))
        store = stack.enter_context(closing(open_store(folder.insight)))
        databases = jobs.Databases(folder.open_state, folder.open_log)
        begins = (
            chores.chores(databases),
            jobs.relay(databases),
            jobs.settle(databases, WORKER, 8),
            jobs.advance(databases, store),
        )
        turns = [begin(stack) for begin in begins]

        def report(first: int, last: int) -> None:
            for number in range(first, last):
                log.append([Delivery(town.app, f"request {number}", b"", as_records(lines[number], town.app))], town.at_ms)

        def work() -> None:
            for turn in turns:
                while not turn():
                    pass

        report(0, 5)
        work()
        chores.tell_hour(log, 0, town.at_ms + 30 * HOUR_MS)
        with db.transaction():
            campaigns.top_up(db, town.posts[0], ESCROW_TOKENS, "more", town.at_ms)
        with db.transaction():
            campaigns.close(db, np.array(town.posts[1:2]), town.at_ms)
        with db.transaction():
            campaigns.publish(db, town.campaign, _one_more(town), town.at_ms, np.array([town.posts[0] + 1]))
        with db.transaction():
            ledger.hold(db, _account(db, town.campaign), 70, "held", town.at_ms + 1, town.at_ms)
        work()
        report(5, _REQUESTS)
        work()


def as_records(lines: list[Line], app: int) -> Records:
    """A request as the gateway puts it into the log."""
    count = len(lines)
    op = [records.KINDS[line["kind"]] | (records.UNDO if line.get("undo") else 0) for line in lines]
    numbers = {name: [int(line.get(key, 0)) for line in lines] for name, key in (("subject", "post"), ("actor", "actor"))}
    numbers |= {"via": [int(line.get("via", 0)) for line in lines], "at": [line["at"] for line in lines]}
    return records.make(op=op, app=[app] * count, **numbers)


def _one_more(town: Town) -> campaigns.Posts:
    """A post of whoever made the first one."""
    creator = next(person for person in range(101, 105) if ids.slot_of(person) == ids.slot_in(town.posts[0]))
    values = {"creator": creator, "app": town.app, "tier": campaigns.CreatorTier.NANO, "escrow_tokens": ESCROW_TOKENS}
    return campaigns.Posts(**{name: np.array([value]) for name, value in (values | {"published_at": town.at_ms}).items()})


def _account(db: Any, campaign: int) -> int:
    nought = np.zeros(1, np.int64)
    return int(accounts.accounts_of(db, nought, nought + campaign, ledger.Kind.CAMPAIGN, ledger.TOKEN)[0])
