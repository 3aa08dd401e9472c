"""A decision becomes rows: everything is staged before the transaction, so that the write lock is held for the writes alone."""

from dataclasses import dataclass

import numpy as np

from facevalue.kit import facts, sql
from facevalue.kit.columns import Column, Columns, pack, take
from facevalue.kit.db import Database
from facevalue.ledger import ingest as ledger
from facevalue.settlement.decide import Decision
from facevalue.settlement.known import KnownPosts
from facevalue.settlement.rules import CLEARS_NEVER
from facevalue.social import ingest as social
from facevalue.social.ingest import records

_SQL = sql.load("facevalue.settlement")
SETTLED_FACT = "settled"
CLOSED_FACT = "closed"


@dataclass(slots=True)
class Staged:
    """What `apply` writes."""

    fresh: int
    changed: int
    closed: int
    clearing: int
    edges: bool
    moves: "ledger.Prepared | None"
    fact: bytes
    closed_fact: bytes


def stage(db: Database, decision: Decision, now_ms: int) -> Staged:
    """Stages the rows of a decision."""
    known, changed = decision.known, decision.changed
    fresh_rows = take(changed, ~known) if changed else {}
    changed_rows = take(changed, known) if changed else {}
    fresh, again = int((~known).sum()), int(known.sum())
    if fresh:
        stage_fresh(db, fresh_rows)
    if again:
        db.stage(_SQL.stage_changed, changed_rows)
    moves = _moves(decision)
    return Staged(
        fresh=fresh,
        changed=again,
        closed=_stage_closed(db, decision),
        clearing=_stage_clearing(db, decision),
        edges=social.stage_edges(db, decision.edges),
        moves=ledger.prepare(db, moves, now_ms) if len(moves["slot"]) else None,
        fact=pack(fact_of(decision)) if len(decision.outcome) else b"",
        closed_fact=_closed_fact(decision),
    )


def apply(db: Database, staged: Staged, now_ms: int) -> None:
    """Writes what was staged, within a transaction; the fact last."""
    if staged.edges:
        social.apply_edges(db)
    if staged.fresh:
        insert_fresh(db, staged.fresh)
    if staged.changed:
        updated = db.run(_SQL.update_engagements)
        assert updated == staged.changed
    if staged.closed:
        db.run(_SQL.close_posts)
    if staged.clearing:
        db.run(_SQL.open_clearing)
        db.run(_SQL.add_clearing)
    if staged.moves is not None:
        ledger.apply(db, staged.moves)
    if staged.fact:
        facts.append(db, SETTLED_FACT, staged.fact, now_ms)
    if staged.closed_fact:
        facts.append(db, CLOSED_FACT, staged.closed_fact, now_ms)


def remember(known: KnownPosts, decision: Decision) -> None:
    """What the worker knows of the posts after a decision is committed."""
    posts, found = decision.posts, decision.post >= 0
    spent = np.zeros(len(posts.id), np.int64)
    np.add.at(spent, decision.post[found], (decision.tokens + decision.fee_tokens)[found])
    if len(spent):
        known.spend(posts.cached, spent, decision.cap_closed, decision.escrow_closed)


def stage_fresh(db: Database, rows: Columns) -> None:
    """Stages the rows of identities that count for the first time."""
    db.stage(_SQL.stage_new, rows)


def insert_fresh(db: Database, count: int) -> None:
    """Inserts the staged rows, all `count` of them."""
    inserted = db.run(_SQL.insert_engagements)
    assert inserted == count


def fact_of(decision: Decision) -> Columns:
    """What insight is told: one row for each engagement and undo, in log order."""
    engagements, post = decision.engagements, np.maximum(decision.post, 0)
    found = decision.post >= 0
    kind = engagements["op"] & ~np.uint8(records.UNDO)
    owner = np.zeros(len(post), np.int64)
    creator, campaign = owner.copy(), owner
    if found.any():
        creator[found] = decision.posts.creator[post[found]]
        campaign[found] = decision.posts.campaign[post[found]]
    return {
        "position": engagements["position"],
        "slot": engagements["slot"],
        "post": engagements["subject"],
        "creator": creator,
        "campaign": campaign,
        "app": engagements["app"],
        "actor": engagements["actor"],
        "via": engagements["via"],
        "kind": kind.astype(np.int8),
        "undo": ((engagements["op"] & records.UNDO) > 0).astype(np.int8),
        "outcome": decision.outcome.astype(np.int8),
        "degree": decision.degree.astype(np.int32),
        "price": decision.tokens,
        "fee": decision.fee_tokens,
        "at": engagements["at"],
        "clears": np.where(decision.tokens != 0, decision.clears, 0).astype(np.int32),
    }


def _closed_fact(decision: Decision) -> bytes:
    """Closed posts whose escrow an undo has filled again: campaigns take it back once more."""
    refunded = decision.post[decision.tokens < 0]
    again = np.unique(refunded[decision.posts.closed[refunded] > 0])
    return pack({"post": decision.posts.id[again]}) if len(again) else b""


def _moves(decision: Decision) -> Columns:
    """Post escrow → purse (or what waits for clearing), and → operator; for what an undo withdraws the other way round."""
    moving = np.flatnonzero(decision.tokens)
    post, tokens, fees = decision.post[moving], decision.tokens[moving], decision.fee_tokens[moving]
    position, posts = decision.engagements["position"][moving], decision.posts
    waits = (posts.clears_after > 0) | (posts.held > 0)
    earner = np.where(waits, posts.pending, posts.purse)
    parts = [
        _total(posts.slot, posts.escrow, earner, ledger.Code.SETTLE, post, np.maximum(tokens, 0), position),
        _total(posts.slot, posts.pending, posts.escrow, ledger.Code.WITHDRAW, post, np.maximum(-tokens, 0), position),
        _total(posts.slot, posts.escrow, posts.fee_account, ledger.Code.FEE, post, np.maximum(fees, 0), position),
        _total(posts.slot, posts.fee_account, posts.escrow, ledger.Code.FEE_BACK, post, np.maximum(-fees, 0), position),
    ]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _total(slot: Column, debit: Column, credit: Column, code: int, post: Column, tokens: Column, position: Column) -> Columns:
    """One move for each post that has any tokens, at the last position that it covers."""
    amount = np.zeros(len(slot), np.int64)
    np.add.at(amount, post, tokens)
    last = np.zeros(len(slot), np.int64)
    np.maximum.at(last, post[tokens > 0], position[tokens > 0])
    rows = np.flatnonzero(amount)
    return {
        "slot": slot[rows],
        "debit": debit[rows],
        "credit": credit[rows],
        "amount": amount[rows],
        "unit": np.full(len(rows), ledger.TOKEN),
        "code": np.full(len(rows), int(code)),
        "position": last[rows],
    }


def _stage_closed(db: Database, decision: Decision) -> int:
    posts = decision.posts
    rows = np.flatnonzero((decision.cap_closed != posts.cap_closed) | (decision.escrow_closed != posts.escrow_closed))
    if len(rows):
        table = {"slot": posts.slot, "post": posts.id, "cap": decision.cap_closed, "escrow": decision.escrow_closed}
        order = rows[np.lexsort((posts.id[rows], posts.slot[rows]))]
        db.stage(_SQL.stage_closed, take(table, order))
    return len(rows)


def _stage_clearing(db: Database, decision: Decision) -> int:
    """By pending account and hour, what this batch adds to the earnings that wait for the clock, or takes from them."""
    moving = np.flatnonzero((decision.tokens != 0) & (decision.clears > 0) & (decision.clears < CLEARS_NEVER))
    if not len(moving):
        return 0
    posts, post = decision.posts, decision.post[moving]
    key = np.stack((posts.slot[post], decision.clears[moving], posts.pending[post], posts.purse[post]))
    keys, group = np.unique(key, axis=1, return_inverse=True)
    tokens = np.zeros(keys.shape[1], np.int64)
    np.add.at(tokens, group.ravel(), decision.tokens[moving])
    names = ("slot", "hour", "pending", "purse")
    db.stage(_SQL.stage_clearing, dict(zip(names, keys, strict=True)) | {"tokens": tokens})
    return len(tokens)
