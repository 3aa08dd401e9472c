"""What must hold when the dust has settled, told from the log, the facts and the figures."""

from contextlib import closing

import numpy as np

from facevalue.config.folder import Folder
from facevalue.insight.actions import open_store
from facevalue.insight.queries import totals
from facevalue.kit import facts, ids
from facevalue.kit.columns import Columns, concatenate, unpack
from facevalue.settlement.queries import Outcome
from facevalue.social.ingest import records
from tests.faces.worker.running import verify
from tests.faces.worker.town import Line, Town

_RECORDS_MAX = 1 << 20


def check(folder: Folder, town: Town, sent: list[list[Line]]) -> Columns:
    """Everything acknowledged is in the log, in order and once; settled once; and counted once. Gives the facts' rows."""
    log = _engagements(folder)
    assert list(zip(*(log[name].tolist() for name in ("op", "subject", "actor", "via", "at")), strict=True)) == _expected(sent)
    settled = _settled(folder)
    order = np.argsort(settled["position"], kind="stable")
    assert settled["position"][order].tolist() == log["position"].tolist()
    _check_figures(folder, town, settled)
    assert "Everything is as it should be" in verify(folder)
    return {name: column[order] for name, column in settled.items()}


def _engagements(folder: Folder) -> Columns:
    with closing(folder.open_log()) as log:
        whole = concatenate([segment.columns for segment in log.read(0, _RECORDS_MAX)])
    engaged = whole["op"] < records.FOLLOW
    return {name: column[engaged] for name, column in whole.items()}


def _expected(sent: list[list[Line]]) -> list[tuple[int, ...]]:
    """As records; within a request the log has them by slot."""
    rows = []
    for lines in sent:
        rows += sorted((_record(line) for line in lines), key=lambda record: ids.slot_in(record[1]))
    return rows


def _record(line: Line) -> tuple[int, ...]:
    op = records.KINDS[line["kind"]] + (records.UNDO if line.get("undo") else 0)
    return op, int(line["post"]), int(line["actor"]), int(line.get("via", 0)), line["at"]


def _settled(folder: Folder) -> Columns:
    with closing(folder.open_aside()) as db:
        return concatenate([unpack(fact.body) for fact in facts.read(db, "settled", 0, _RECORDS_MAX)])


def _check_figures(folder: Folder, town: Town, settled: Columns) -> None:
    """Insight has counted every fact once."""
    with closing(open_store(folder.insight)) as store:
        parts = totals(store, town.campaign, ["outcome"])
    known = settled["campaign"] == town.campaign
    outcomes = np.bincount(settled["outcome"][known], minlength=len(Outcome))
    assert {part.outcome: part.engagements for part in parts} == {
        code: count for code, count in enumerate(outcomes.tolist()) if count
    }
    assert sum(part.spent_tokens for part in parts) == settled["price"][known].sum() + settled["fee"][known].sum()
