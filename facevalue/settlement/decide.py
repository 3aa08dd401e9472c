"""A batch of records becomes outcomes, prices and the rows to write. Reads the state, writes nothing."""

from dataclasses import dataclass

import numpy as np

from facevalue.kit.clock import DAY_MS
from facevalue.kit.columns import Column, Columns, take
from facevalue.kit.db import Database
from facevalue.settlement import pricing, store, validity
from facevalue.settlement.known import KnownPosts
from facevalue.settlement.rules import AT_MAX_MS, CLEARS_NEVER, Outcome
from facevalue.settlement.store import Identities, Posts
from facevalue.social.ingest import blocks, edges, records


@dataclass(slots=True)
class Decision:
    """`engagements`: the batch's engagements and undos in log order; `outcome`, `degree`, `tokens`, `fee_tokens`, `clears` (the
    hour) and `post` (a row of `posts`, -1 if unknown) are theirs. `changed` are the identities to write, as rows of the
    engagement table, and `known` says which of them stand there already."""

    engagements: Columns
    posts: Posts
    outcome: Column
    degree: Column
    tokens: Column
    fee_tokens: Column
    post: Column
    changed: Columns
    known: Column
    escrow_closed: Column
    cap_closed: Column
    edges: Columns
    clears: Column


def decide(db: Database, known_posts: KnownPosts, batch: Columns) -> Decision:
    """Tests every engagement of a batch in the order of the outcomes."""
    op = batch["op"]
    is_edge = (op >= records.FOLLOW) & (op <= records.UNFRIEND)
    rows = np.flatnonzero(~is_edge)
    engagements = take(batch, rows)
    kind, undo = engagements["op"].astype(np.int64) & ~records.UNDO, (engagements["op"] & records.UNDO) > 0
    readable = (kind >= records.LIKE) & (kind <= records.SHARE) & (engagements["subject"] > 0) & (engagements["actor"] > 0)
    readable &= (engagements["via"] >= 0) & (engagements["at"] > 0) & (engagements["at"] < AT_MAX_MS)
    posts, post = store.read_posts(db, known_posts, engagements, readable)
    outcome = np.where(readable, np.where(post >= 0, -1, Outcome.UNKNOWN_POST), Outcome.MALFORMED)
    edge_rows = np.flatnonzero(is_edge)
    decision = Decision(
        engagements=engagements,
        posts=posts,
        outcome=outcome,
        degree=np.zeros(len(rows), np.int64),
        tokens=np.zeros(len(rows), np.int64),
        fee_tokens=np.zeros(len(rows), np.int64),
        post=post,
        changed={},
        known=np.zeros(0, bool),
        escrow_closed=posts.escrow_closed,
        cap_closed=posts.cap_closed,
        edges=_edge_changes(batch, edge_rows),
        clears=np.zeros(len(rows), np.int64),
    )
    known = np.flatnonzero(outcome == -1)
    if len(known):
        _Engagements(db, decision, known, kind[known], undo[known], rows[known], edge_rows).decide()
    return decision


def _edge_changes(batch: Columns, rows: Column) -> Columns:
    names = {"op": "op", "slot": "slot", "creator": "subject", "person": "actor", "position": "position"}
    return {name: batch[source][rows] for name, source in names.items()}


class _Engagements:
    """Those of known posts: `rows` within the decision's engagements, `index` within the batch."""

    def __init__(
        self, db: Database, decision: Decision, rows: Column, kind: Column, undo: Column, index: Column, edge_index: Column
    ) -> None:
        self.db, self.decision, self.posts = db, decision, decision.posts
        self.rows, self.kind, self.undo, self.index, self.edge_index = rows, kind, undo, index, edge_index
        engagements = decision.engagements
        self.actor, self.at = engagements["actor"][rows], engagements["at"][rows]
        self.position = engagements["position"][rows]
        self.post = decision.post[rows]
        self.creator = self.posts.creator[self.post]
        via = engagements["via"][rows]
        self.via = np.where((via == self.creator) | undo, 0, via)

    def decide(self) -> None:
        """Fills in the decision."""
        people, ranks = np.unique(np.concatenate((self.actor, self.via)), return_inverse=True)
        self.people, self.actor_rank = people, ranks[: len(self.actor)]
        identities, self.identity, via = store.read_identities(
            self.db, self.posts, people, (self.post, self.actor_rank, self.kind), (ranks[len(self.actor) :], self.via > 0)
        )
        verdict = validity.judge(self._candidates(via), identities.counted, identities.degree)
        outcome, self.degree = verdict.outcome, verdict.degree
        counts = np.flatnonzero(outcome == -1)
        outcome[counts] = self._reach(counts)
        rated = np.flatnonzero(outcome == -1)
        day, number = self._number(rated, identities)
        cap = self.posts.cap_actor[self.post[rated]]
        over = (cap > 0) & (number[self.identity[rated]] > cap)
        outcome[rated[over]] = Outcome.CAP_ACTOR
        self._buy(rated[~over], np.flatnonzero(outcome == Outcome.UNDONE), verdict.level, outcome, identities)
        self.decision.outcome[self.rows], self.decision.degree[self.rows] = outcome, self.degree
        self._changes(outcome, identities, day, number)

    def _candidates(self, via: Column) -> validity.Candidates:
        early = (self.at < self.posts.published_at[self.post]) & ~self.undo
        return validity.Candidates(
            identity=self.identity,
            via=via,
            share=self.kind == records.SHARE,
            undo=self.undo,
            early=early,
            self_made=(self.actor == self.creator) & ~self.undo,
            blocked=self._blocked() & ~self.undo,
        )

    def _blocked(self) -> Column:
        slots = self.posts.slot[self.post]
        found = blocks(self.db, slots)
        blocked = np.zeros(len(self.rows), bool)
        if not found:
            return blocked
        # Few rows are about anybody in these, and only they are looked at one by one.
        wary = np.array([creator for _, creator, _ in found if creator], np.int64)
        outcast = np.array([person for _, creator, person in found if not creator], np.int64)
        suspect = np.isin(self.creator, wary) | np.isin(self.creator, outcast) | np.isin(self.actor, outcast)
        for row in np.flatnonzero(suspect).tolist():
            slot, creator, actor = int(slots[row]), int(self.creator[row]), int(self.actor[row])
            blocked[row] = not found.isdisjoint({(slot, creator, actor), (slot, 0, actor), (slot, 0, creator)})
        return blocked

    def _reach(self, counts: Column) -> Column:
        """The outcome of what counts, up to `unrated`; -1 where it is rated."""
        post, outcome = self.post[counts], np.full(len(counts), -1)
        closes_at = self.posts.closes_at[post]
        price = self.posts.prices[self.kind[counts] - 1, post]
        outcome[price == 0] = Outcome.UNRATED
        direct = np.flatnonzero(self.degree[counts] == 1)
        stranger = direct[~self._own_network(counts[direct])]
        outcome[stranger] = Outcome.STRANGER
        outcome[self.degree[counts] > 1] = Outcome.SECOND_DEGREE
        outcome[(closes_at > 0) & (self.at[counts] > closes_at)] = Outcome.LATE
        return outcome

    def _own_network(self, which: Column) -> Column:
        """Whether the actor followed or had befriended the creator before, by log position."""
        if not len(which):
            return np.zeros(0, bool)
        creators = self.posts.creators
        creator = self.posts.creator_rank[self.post[which]]
        pair_keys, pair = np.unique(creator * len(self.people) + self.actor_rank[which], return_inverse=True)
        place, person = pair_keys // max(1, len(self.people)), pair_keys % max(1, len(self.people))
        pairs = {"slot": creators["slot"][place], "creator": creators["creator"][place], "person": self.people[person]}
        follows, friends = edges(self.db, pairs)
        changes = self.decision.edges
        if not len(changes["op"]):
            return (follows | friends)[pair]
        return store.own_network(pairs, pair, self.index[which], follows, friends, changes, self.edge_index)

    def _number(self, rated: Column, identities: Identities) -> tuple[Column, Column]:
        """By identity the day on which it was first rated, and which one of its actor's that day it was; 0 = never."""
        day, number = identities.day.copy(), identities.number.copy()
        fresh = rated[number[self.identity[rated]] == 0]
        _, first = np.unique(self.identity[fresh], return_index=True)
        fresh = fresh[np.sort(first)]
        identity = self.identity[fresh]
        day[identity] = self.at[fresh] // DAY_MS
        number[identity] = 1
        capped = self.posts.capped[self.post[fresh]]
        fresh, identity = fresh[capped], identity[capped]
        if len(fresh):
            pair = self.posts.series_rank[self.post[fresh]] * len(self.people) + self.actor_rank[fresh]
            number[identity] = store.numbers_of_day(identities.rated, pair, day[identity])
        return day, number

    def _buy(self, rated: Column, undone: Column, level: Column, outcome: Column, identities: Identities) -> None:
        rows = np.sort(np.concatenate((rated, undone)))
        post = self.post[rows]
        flows = pricing.Flows(
            post=post,
            identity=self.identity[rows],
            undo=self.undo[rows],
            level=level[rows],
            price=self.posts.prices[self.kind[rows] - 1, post],
            clears=self.posts.clears_hour(post, self.at[rows]),
            clock=self.posts.clock[post],
        )
        purchase = pricing.buy(flows, self.posts.limits(), identities.price, identities.clears)
        paid = np.where(self.posts.held[post] > 0, Outcome.HELD, Outcome.PAID)
        said = np.where(purchase.over_cap, Outcome.CAP_POST, np.where(purchase.over_budget, Outcome.BUDGET, paid))
        outcome[rows] = np.where(flows.undo, Outcome.UNDONE, said)
        decision = self.decision
        decision.tokens[self.rows[rows]], decision.fee_tokens[self.rows[rows]] = purchase.tokens, purchase.fee_tokens
        decision.clears[self.rows[rows]] = purchase.hour
        decision.escrow_closed, decision.cap_closed = purchase.escrow_closed, purchase.cap_closed
        identities.price, identities.clears = purchase.price, purchase.clears

    def _changes(self, outcome: Column, identities: Identities, day: Column, number: Column) -> None:
        """The engagement rows as they are after the batch: the last engagement that counted, and whether it was undone."""
        counted = np.flatnonzero((outcome >= Outcome.LATE) & (outcome <= Outcome.PAID))
        touched = np.flatnonzero(outcome >= Outcome.LATE)
        touched = touched[outcome[touched] != Outcome.NOTHING_TO_UNDO]
        latest = np.full(len(identities.price), -1)
        latest[self.identity[counted]] = counted
        stands = identities.counted.astype(np.int64)
        stands[self.identity[touched]] = outcome[touched] != Outcome.UNDONE
        changed = np.unique(self.identity[touched])
        rows = latest[changed]
        full = {
            "position": self.position[rows],
            "at": self.at[rows],
            "degree": self.degree[rows],
            "outcome": outcome[rows],
        }
        self.decision.known = identities.known[changed]
        untouched = np.flatnonzero(rows < 0)
        if len(untouched):
            stored = store.read_in_full(self.db, take(identities.keys, changed[untouched]))
            for name, column in full.items():
                column[untouched] = stored[name]
        self.decision.changed = {
            **take(identities.keys, changed),
            **full,
            "counted": stands[changed],
            "price": identities.price[changed],
            "day": day[changed],
            "number": number[changed],
            "clears": np.minimum(identities.clears[changed], CLEARS_NEVER),
        }
