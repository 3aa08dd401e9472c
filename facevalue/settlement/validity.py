"""Which engagements count, and at which degree: the tests from `unknown_via` to `blocked`, by sets.

Whether a share counts can depend on an earlier share of the same batch, so shares are resolved in rounds: one round for each
step of the longest chain of shares. Everything else follows in one pass.
"""

from dataclasses import dataclass
from typing import cast

import numpy as np

from facevalue.kit.columns import Column
from facevalue.settlement.rules import Outcome

_UNKNOWN, _PASSES, _FAILS = 0, 1, 2
# Real cascades need a few dozen; somebody who sends a chain of ten thousand shares must not stop the world.
_ROUNDS_MAX = 64


@dataclass(slots=True)
class Candidates:
    """Engagements and undos of known posts, in log order; arrays of one length.

    An identity is a (post, kind, actor), numbered from 0. `via` is the identity of the share acted on, -1 = directly.
    """

    identity: Column
    via: Column
    share: Column
    undo: Column
    early: Column
    self_made: Column
    blocked: Column


@dataclass(slots=True)
class Verdict:
    """For each candidate: `outcome` where it is not counted (-1 where it counts), `degree`, and its `run`.

    A run is a stretch of one identity's candidates that ends with an undo; `level` is its number within the identity.
    """

    outcome: Column
    degree: Column
    level: Column


class Chains:
    """The candidates sorted by identity and, within each, in log order; cut into runs after every undo."""

    def __init__(self, identity: Column, undo: Column) -> None:
        count = len(identity)
        self.bits = max(1, count.bit_length())
        self.keys = np.sort((identity << self.bits) | np.arange(count))
        self.members = self.keys & ((1 << self.bits) - 1)
        self.identities = self.keys >> self.bits
        fresh = np.ones(count, bool)
        fresh[1:] = self.identities[1:] != self.identities[:-1]
        starts = fresh.copy()
        starts[1:] |= undo[self.members[:-1]]
        self.run = np.cumsum(starts) - 1
        self.starts = np.flatnonzero(starts)
        self.first_of_identity = fresh[self.starts]
        first_run = np.maximum.accumulate(np.where(self.first_of_identity, np.arange(len(self.starts)), 0))
        self.level_of_run = np.arange(len(self.starts)) - first_run
        self.place = np.empty(count, np.int64)
        self.place[self.members] = np.arange(count)

    def before(self, identity: Column, index: Column) -> Column:
        """The place of the last member of `identity` before candidate `index`, -1 if there is none."""
        place = np.searchsorted(self.keys, (identity << self.bits) | index) - 1
        found = (place >= 0) & (self.identities[np.maximum(place, 0)] == identity)
        return np.where(found, place, -1)

    def first(self, wanted: Column) -> Column:
        """For each run the place of its first member for which `wanted` (by candidate) holds, else a place past all."""
        if not len(self.starts):
            return np.zeros(0, np.int64)
        places = np.where(wanted[self.members], np.arange(len(self.members)), len(self.members))
        return cast(Column, np.minimum.reduceat(places, self.starts))


def judge(candidates: Candidates, counted: Column, degree: Column) -> Verdict:
    """The verdict on each candidate, given for each identity whether it is counted so far, and at which degree."""
    chains = Chains(candidates.identity, candidates.undo)
    run_counted = chains.first_of_identity & counted[chains.identities[chains.starts]]
    via = _Via(candidates, chains, run_counted, counted, degree)
    found, degrees = via.resolve()
    outcome = np.full(len(candidates.identity), -1)
    outcome[candidates.self_made] = Outcome.SELF
    outcome[candidates.early] = Outcome.EARLY
    outcome[~found] = Outcome.UNKNOWN_VIA
    passing = (outcome == -1) & ~candidates.undo
    first = chains.first(passing & ~candidates.blocked)
    run = chains.run[chains.place]
    repeated = run_counted[run] | (first[run] < chains.place)
    outcome[passing & repeated] = Outcome.DUPLICATE
    outcome[passing & ~repeated & candidates.blocked] = Outcome.BLOCKED
    undo = candidates.undo
    outcome[undo] = np.where(repeated[undo], Outcome.UNDONE, Outcome.NOTHING_TO_UNDO)
    return Verdict(outcome, degrees, chains.level_of_run[run])


class _Via:
    """Finds for each candidate whether the share that it came by counts, and the degree that this gives it."""

    def __init__(self, candidates: Candidates, chains: Chains, run_counted: Column, counted: Column, degree: Column) -> None:
        self.candidates, self.chains = candidates, chains
        count = len(candidates.identity)
        self.found = np.ones(count, bool)
        self.degree = np.ones(count, np.int64)
        indirect = np.flatnonzero(candidates.via >= 0)
        identity = candidates.via[indirect]
        place = chains.before(identity, indirect)
        run = chains.run[np.maximum(place, 0)]
        in_batch = place >= 0
        undone = in_batch & candidates.undo[chains.members[np.maximum(place, 0)]]
        stored = np.where(in_batch, run_counted[run] & ~undone, counted[identity]) if len(indirect) else in_batch
        open_ = in_batch & ~undone & ~stored
        self.found[indirect] = stored
        self.degree[indirect[stored]] = degree[identity[stored]] + 1
        # What remains depends on whether a share within the same batch passes.
        self.waiting, self.place = indirect[open_], place[open_]
        # Only these runs are looked at in each round, however large the batch is.
        runs, self.run = np.unique(run[open_], return_inverse=True)
        self.members = np.flatnonzero(np.isin(chains.run, runs))
        self.starts = np.searchsorted(chains.run[self.members], runs)

    def resolve(self) -> tuple[Column, Column]:
        """(found, degree) by candidate."""
        candidates = self.candidates
        status = np.full(len(self.found), _FAILS, np.int8)
        fails = candidates.early | candidates.self_made | candidates.blocked | ~self.found
        shares = candidates.share & ~candidates.undo
        status[shares & ~fails] = _PASSES
        hopeful = shares[self.waiting] & ~(candidates.early | candidates.self_made | candidates.blocked)[self.waiting]
        status[self.waiting[hopeful]] = _UNKNOWN
        left = np.flatnonzero(hopeful)
        for _ in range(_ROUNDS_MAX):
            if not len(left):
                break
            settled = self._settle(left, status)
            assert settled.any(), "the earliest waiting share depends on nothing that waits"
            left = left[~settled]
        self._settle_in_order(left, status)
        self._settle(np.arange(len(self.waiting)), status, only_shares=False)
        return self.found, self.degree

    def _settle(self, which: Column, status: Column, *, only_shares: bool = True) -> Column:
        """Settles those of `which` (indices of the waiting) whose share is known by now; says which."""
        chains, rows = self.chains, self.waiting[which]
        hopeful = np.where(status[chains.members[self.members]] != _FAILS, self.members, len(status))
        first = np.minimum.reduceat(hopeful, self.starts)[self.run[which]] if len(which) else which
        exists = first <= self.place[which]
        member = chains.members[np.where(exists, first, 0)]
        passes = exists & (status[member] == _PASSES)
        known = passes | ~exists
        self.found[rows[known]] = passes[known]
        self.degree[rows[passes]] = self.degree[member[passes]] + 1
        if only_shares:
            status[rows[known]] = np.where(passes[known], _PASSES, _FAILS)
        return cast(Column, known)

    def _settle_in_order(self, left: Column, status: Column) -> None:
        """Settles what a chain longer than any real one leaves, one by one, for each share depends on earlier ones alone."""
        members = self.chains.members[self.members].tolist()
        next_of_run, ends = self.starts.tolist(), [*self.starts[1:].tolist(), len(members)]
        for index in left.tolist():
            run, row = self.run[index], self.waiting[index]
            place = next_of_run[run]
            while place < ends[run] and status[members[place]] == _FAILS:
                place += 1
            next_of_run[run] = place
            passes = place < ends[run] and self.members[place] <= self.place[index]
            self.found[row] = passes
            status[row] = _PASSES if passes else _FAILS
            if passes:
                self.degree[row] = self.degree[members[place]] + 1
