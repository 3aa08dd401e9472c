"""A small demo world, and what to ask of it."""

from dataclasses import dataclass
from pathlib import Path

from django.test import override_settings

from facevalue.campaigns import queries as campaigns
from facevalue.demo import actions
from facevalue.demo.actions import World
from facevalue.kit import facts
from facevalue.kit.columns import Columns, concatenate, unpack
from facevalue.kit.db import Database, connect
from facevalue.ledger import queries as ledger
from facevalue.social.ingest import Log, open_log
from facevalue.treasury import queries as treasury
from tests import cast

PEOPLE = 300
SEED = 7
SHOWN = 2
HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@dataclass(frozen=True)
class Folder:
    """A data folder with its databases, and the world in it."""

    path: Path
    target: str
    log_target: str

    def open_state(self) -> Database:
        return connect(self.target)

    def open_log(self) -> Log:
        return open_log(self.log_target)

    def create(self, at_ms: int = cast.NOW) -> World:
        with override_settings(PASSWORD_HASHERS=HASHERS):
            return actions.create(self, PEOPLE, SEED, at_ms, SHOWN)


def settled(database: Database) -> Columns:
    """Every engagement that was settled."""
    return concatenate([unpack(fact.body) for fact in facts.read(database, "settled", 0, 10_000)])


def findings(database: Database) -> list[ledger.Finding]:
    """What is wrong with the books."""
    return [*ledger.audit(database), *treasury.audit(database), *campaigns.audit(database)]


def engagements(folder: Folder) -> int:
    """How many engagements are in the log."""
    log, found = folder.open_log(), 0
    for segment in log.read(0, 1 << 20):
        found += int((segment.columns["op"] < 32).sum())
    log.close()
    return found
