"""What counted engagements cost: the tests `cap_post` and `budget` as running sums, and what an undo gives back.

Everything is computed as if all were paid, up to the first price of each post that does not fit: so far that is the truth,
and from there on nothing is paid any more. So two passes over the batch suffice.
"""

from dataclasses import dataclass
from typing import cast

import numpy as np

from facevalue.kit.columns import Column

UNLIMITED = np.int64(1) << 62
_BPS = 10_000


@dataclass(slots=True)
class Limits:
    """By post: tokens left in the escrow, tokens left under the post's cap, and what was closed before this batch."""

    escrow_tokens: Column
    cap_tokens: Column
    escrow_closed: Column
    cap_closed: Column
    fee_bps: Column


@dataclass(slots=True)
class Flows:
    """Rated engagements and effective undos in log order: post, identity, whether an undo, run level, price, clearing hour."""

    post: Column
    identity: Column
    undo: Column
    level: Column
    price: Column
    clears: Column
    clock: Column


@dataclass(slots=True)
class Purchase:
    """By flow: `tokens` paid (negative: withdrawn), `fee_tokens` likewise, the `hour` in which these tokens clear, `over_cap`,
    `over_budget`; by identity the standing `price` and its clearing hour; by post what is closed now."""

    tokens: Column
    fee_tokens: Column
    hour: Column
    over_cap: Column
    over_budget: Column
    price: Column
    clears: Column
    escrow_closed: Column
    cap_closed: Column


def fee_of(tokens: Column, fee_bps: Column) -> Column:
    """The operator's fee on a price, rounded down."""
    return tokens * fee_bps // _BPS


def buy(flows: Flows, limits: Limits, price: Column, clears: Column) -> Purchase:
    """Pays what fits. `price` and `clears`: by identity, the payment that stands already and when it clears."""
    order = np.argsort(flows.post, kind="stable")
    post = flows.post[order]
    first_of_post = np.searchsorted(post, post)
    place = np.arange(len(order))
    bps = limits.fee_bps[flows.post]
    pays = ~flows.undo

    def running(tokens: Column) -> Column:
        sums = np.cumsum((tokens + fee_of(tokens, bps))[order])
        before = np.concatenate((np.zeros(1, np.int64), sums))[first_of_post]
        return cast(Column, sums - before)

    everything = _stand(flows, np.ones(len(order), bool), price, clears)
    closed = (limits.escrow_closed | limits.cap_closed)[post]
    room = np.minimum(limits.escrow_tokens, limits.cap_tokens)[post]
    misfits = pays[order] & (closed | (running(everything.tokens) > room))
    stop = _first_place(misfits, post, len(limits.fee_bps))
    refused = pays[order] & (place >= stop[post])

    actual = _stand(flows, _unsorted(~refused, order), price, clears)
    due = actual.due + fee_of(actual.due, bps)
    misfits_cap = refused & (limits.cap_closed[post] | (running(actual.tokens) + due[order] > limits.cap_tokens[post]))
    cap_stop = _first_place(misfits_cap, post, len(limits.fee_bps))
    over_cap = refused & (place >= cap_stop[post])
    return Purchase(
        tokens=actual.tokens,
        fee_tokens=fee_of(np.abs(actual.tokens), bps) * np.sign(actual.tokens),
        hour=actual.hour,
        over_cap=_unsorted(over_cap, order),
        over_budget=_unsorted(refused & ~over_cap, order),
        price=actual.price,
        clears=actual.clears,
        escrow_closed=limits.escrow_closed | (stop < cap_stop),
        cap_closed=limits.cap_closed | (cap_stop < len(order)),
    )


@dataclass(slots=True)
class _Standing:
    due: Column
    tokens: Column
    hour: Column
    price: Column
    clears: Column


def _stand(flows: Flows, accepted: Column, price: Column, clears: Column) -> _Standing:
    """What each flow pays or gives back if those `accepted` are paid; two steps for each run level, of which
    there is nearly always one.

    An engagement whose earlier payment still stands is due nothing: nobody is paid twice.
    """
    price, clears = price.copy(), clears.copy()
    due, tokens, hour = np.zeros_like(flows.price), np.zeros_like(flows.price), flows.clears.copy()
    for rows in _steps(flows):
        identity = flows.identity[rows]
        if flows.undo[rows[0]]:
            hour[rows] = clears[identity]
            tokens[rows] = -np.where(clears[identity] > flows.clock[rows], price[identity], 0)
            price[identity] += tokens[rows]
        else:
            due[rows] = np.where(price[identity] > 0, 0, flows.price[rows])
            bought = rows[accepted[rows] & (due[rows] > 0)]
            tokens[bought] = due[bought]
            price[flows.identity[bought]], clears[flows.identity[bought]] = due[bought], flows.clears[bought]
    return _Standing(due, tokens, hour, price, clears)


def _steps(flows: Flows) -> list[Column]:
    """The flows by run level, each level's engagements before its undos: an identity has at most one flow in each step."""
    step = flows.level * 2 + flows.undo
    order = np.argsort(step, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(step[order])) + 1) if len(order) else []


def _first_place(marks: Column, post: Column, posts: int) -> Column:
    """By post the first place that is marked, else a place past all."""
    first = np.full(posts, len(marks))
    places = np.flatnonzero(marks)[::-1]
    first[post[places]] = places
    return first


def _unsorted(sorted_values: Column, order: Column) -> Column:
    values = np.empty_like(sorted_values)
    values[order] = sorted_values
    return values
