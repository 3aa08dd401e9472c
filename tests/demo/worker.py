"""What the worker would do in a folder."""

from facevalue.campaigns import ingest as campaigns
from facevalue.faces.worker.relay import deliver_to
from facevalue.kit import ids
from facevalue.kit.clock import now_ms
from facevalue.kit.db import Database
from facevalue.settlement.actions import Settler
from tests.demo.world import Folder


def settle(folder: Folder, database: Database) -> None:
    """Does what the worker does."""
    log = folder.open_log()
    while campaigns.relay(database, deliver_to(log), now_ms(), rows_max=100):
        pass
    settler = Settler(database, log, ids.make())
    assert settler.lease(now_ms()) == ids.SLOTS
    settler.settle_all(10_000, now_ms())
    settler.leave()
    log.close()
