"""Control records, one by one in log order: they are few, and each changes how the rest of its slot is settled."""

from collections.abc import Callable
from contextlib import suppress

import numpy as np

from facevalue.kit import facts, sql
from facevalue.kit.clock import HOUR_MS
from facevalue.kit.columns import Columns, concatenate, pack
from facevalue.kit.db import Database
from facevalue.ledger import actions as ledger_actions
from facevalue.ledger import ingest as ledger
from facevalue.ledger.errors import UnknownHold
from facevalue.settlement.backlog import Control
from facevalue.settlement.rejections import Rejections
from facevalue.settlement.write import CLOSED_FACT, SETTLED_FACT
from facevalue.social import ingest as social
from facevalue.social.ingest import records

_SQL = sql.load("facevalue.settlement")
# What these change, a worker may have remembered.
OF_POSTS = (
    *(records.TOP_UP, records.CLOSE, records.RATES, records.TIER),
    *(records.REJECT, records.RESTORE, records.VOID),
)


def apply(db: Database, controls: list[Control], now_ms: int) -> None:
    """Applies control records within the transaction that moves the cursors past them; closed posts, and payments that were
    taken back, become facts."""
    voided, closed = [], []
    for control in controls:
        rows = _APPLY[control.op](db, control, now_ms)
        if rows is not None:
            voided.append(rows)
        if control.op == records.CLOSE or rows is not None:
            closed.append(control.subject)
    if sum(len(rows["post"]) for rows in voided):
        facts.append(db, SETTLED_FACT, pack(concatenate(voided)), now_ms)
    if closed:
        facts.append(db, CLOSED_FACT, pack({"post": np.array(closed, np.int64)}), now_ms)


def _top_up(db: Database, control: Control, now_ms: int) -> None:
    if social.top_up(db, control.subject, int(control.detail["tokens"]), control.position):
        ledger_actions.release(db, int(control.detail["hold"]), now_ms)
        db.run(_SQL.reopen_escrow, slot=control.slot, post=control.subject)


def _close(db: Database, control: Control, now_ms: int) -> None:
    social.close(db, control.subject, control.position)


def _rates(db: Database, control: Control, now_ms: int) -> None:
    social.change_rates(db, control.subject, [int(price) for price in control.detail["prices"]], control.position)


def _block(db: Database, control: Control, now_ms: int) -> None:
    social.block(db, control.slot, control.subject, control.actor, control.position)


def _unblock(db: Database, control: Control, now_ms: int) -> None:
    social.unblock(db, control.slot, control.subject, control.actor)


def _tier(db: Database, control: Control, now_ms: int) -> None:
    held, after_ms = bool(control.detail.get("held")), int(control.detail.get("clears_after_ms", 0))
    social.set_tier(db, control.subject, after_ms, held=held, position=control.position)


def _clock(db: Database, control: Control, now_ms: int) -> None:
    hour, before = control.at_ms // HOUR_MS, db.row(_SQL.clock_of_slot, slot=control.slot)
    if not db.run(_SQL.set_clock, slot=control.slot, hour=hour):
        return
    due = db.columns(_SQL.due_clearing, slot=control.slot, hour=hour)
    if len(due["slot"]):
        moves = {"slot": due["slot"], "debit": due["pending"], "credit": due["purse"], "amount": due["tokens"]}
        moves |= {"unit": np.full(len(due["slot"]), ledger.TOKEN), "code": np.full(len(due["slot"]), ledger.Code.CLEAR)}
        moves["position"] = np.full(len(due["slot"]), control.position)
        ledger.apply(db, ledger.prepare(db, moves, now_ms))
        assert before is not None
        turn = {"slot": control.slot, "post": 0, "position": control.position, "code": int(ledger.Code.CLEAR)}
        db.run(_SQL.insert_turn, **turn, clock_hour=before[0], hour=hour, tokens=int(due["tokens"].sum()))
    db.run(_SQL.delete_clearing, slot=control.slot, hour=hour)


def _reject(db: Database, control: Control, now_ms: int) -> None:
    """What the creator could spend meanwhile was held by whoever rejected, and is free for this alone."""
    hold = control.detail.get("hold")
    with suppress(UnknownHold):  # who builds the books anew has none
        if hold:
            ledger_actions.release(db, int(hold), now_ms)
    tokens_max = control.detail.get("tokens")
    Rejections(db, control.subject, control.position, now_ms).reject(None if tokens_max is None else int(tokens_max))


def _restore(db: Database, control: Control, now_ms: int) -> None:
    Rejections(db, control.subject, control.position, now_ms).restore()


def _void(db: Database, control: Control, now_ms: int) -> Columns | None:
    return Rejections(db, control.subject, control.position, now_ms).void()


# Those that take payments back return them, as rows of a fact.
_APPLY: dict[int, Callable[[Database, Control, int], Columns | None]] = {
    records.TOP_UP: _top_up,
    records.CLOSE: _close,
    records.RATES: _rates,
    records.BLOCK: _block,
    records.UNBLOCK: _unblock,
    records.TIER: _tier,
    records.CLOCK: _clock,
    records.REJECT: _reject,
    records.RESTORE: _restore,
    records.VOID: _void,
}
assert set(_APPLY) == set(records.CONTROLS)
