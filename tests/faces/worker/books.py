"""What must hold when the dust has settled, told from the log, the facts and the figures."""

from contextlib import closing

import numpy as np

from facevalue.config.folder import Folder
from facevalue.insight.actions import open_store
from facevalue.insight.queries import totals
from facevalue.kit import facts, ids
from facevalue.kit.columns import Columns, concatenate, take, unpack
from facevalue.kit.db import Database
from facevalue.ledger import actions as ledger
from facevalue.ledger import queries as accounts
from facevalue.settlement.queries import Outcome
from facevalue.social.ingest import records
from tests.faces.worker.running import verify
from tests.faces.worker.town import Line, Town

_RECORDS_MAX = 1 << 20


def check(folder: Folder, town: Town, sent: list[list[Line]]) -> Columns:
    """Everything acknowledged is in the log, in order and once; settled once; and counted once. Gives the facts' rows."""
    log = _engagements(folder)
    assert list(zip(*(log[name].tolist() for name in ("op", "subject", "actor", "via", "at")), strict=True)) == _expected(sent)
    found = settled(folder)
    assert found["position"].tolist() == log["position"].tolist()
    check_figures(folder, town, found)
    assert "Everything is as it should be" in verify(folder)
    return found


def _engagements(folder: Folder) -> Columns:
    with closing(folder.open_log()) as log:
        whole = concatenate([segment.columns for segment in log.read(0, _RECORDS_MAX)])
    engaged = whole["op"] < records.FOLLOW
    return take(whole, engaged)


def _expected(sent: list[list[Line]]) -> list[tuple[int, ...]]:
    """As records; within a request the log has them by slot."""
    rows = []
    for lines in sent:
        rows += sorted((_record(line) for line in lines), key=lambda record: ids.slot_in(record[1]))
    return rows


def _record(line: Line) -> tuple[int, ...]:
    op = records.KINDS[line["kind"]] + (records.UNDO if line.get("undo") else 0)
    return op, int(line["post"]), int(line["actor"]), int(line.get("via", 0)), line["at"]


def settled(folder: Folder) -> Columns:
    """What became of each engagement, in the order of the log."""
    with closing(folder.open_aside()) as db:
        told = concatenate([unpack(fact.body) for fact in facts.read(db, "settled", 0, _RECORDS_MAX)])
    return take(told, np.argsort(told["position"], kind="stable"))


def count_settled(folder: Folder) -> int:
    """How many engagements have an outcome."""
    with closing(folder.open_aside()) as db:
        return sum(len(unpack(fact.body)["position"]) for fact in facts.read(db, "settled", 0, _RECORDS_MAX))


def check_figures(folder: Folder, town: Town, settled: Columns) -> None:
    """Insight has counted every fact once."""
    with closing(open_store(folder.insight)) as store:
        parts = totals(store, town.campaign, ["outcome"])
    known = settled["campaign"] == town.campaign
    outcomes = np.bincount(settled["outcome"][known], minlength=len(Outcome))
    assert {part.outcome: part.engagements for part in parts} == {
        code: count for code, count in enumerate(outcomes.tolist()) if count
    }
    assert sum(part.spent_tokens for part in parts) == settled["price"][known].sum() + settled["fee"][known].sum()


def balances(db: Database, town: Town) -> dict[tuple[str, int], tuple[int, int]]:
    """Posted and held, by kind of account and owner."""
    posts = np.array([*town.posts, town.posts[0] + 1])
    creators, slots = np.arange(101, 105), np.unique(ids.slot_in(posts))
    nought = np.zeros(1, np.int64)
    owners = {
        ledger.Kind.BRAND: (nought, nought + town.brand),
        ledger.Kind.CAMPAIGN: (nought, nought + town.campaign),
        ledger.Kind.ESCROW: (ids.slot_in(posts), posts),
        ledger.Kind.PURSE: (ids.slot_of(creators), creators),
        ledger.Kind.PENDING: (ids.slot_of(creators), creators),
        ledger.Kind.OPERATOR: (slots, np.zeros(len(slots), np.int64)),
    }
    found = {}
    for kind, (slot, owner) in owners.items():
        opened = accounts.accounts_of(db, slot, owner, kind, ledger.TOKEN)
        for place, whose, account in zip(slot.tolist(), owner.tolist(), opened.tolist(), strict=True):
            balance = accounts.balance(db, account)
            found[f"{kind.name} in slot {place}", whose] = balance.posted, balance.held
    return found
