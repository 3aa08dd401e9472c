"""Settlement's tables, and what it reads of the rooms below, as columns."""

from dataclasses import dataclass

import numpy as np

from facevalue.kit import ids, sql
from facevalue.kit.clock import HOUR_MS
from facevalue.kit.columns import Column, Columns, take
from facevalue.kit.db import Database
from facevalue.settlement import pricing
from facevalue.settlement.known import KnownPosts
from facevalue.settlement.rules import CLEARS_NEVER
from facevalue.social.ingest import records

_SQL = sql.load("facevalue.settlement")
_STATES = ("counted", "degree", "price", "day", "number", "clears")


@dataclass(slots=True)
class Posts:
    """The posts that a batch is about, in the order of (slot, series, post); `prices` by kind and post; `cached`: their rows
    among what the worker knows."""

    id: Column
    slot: Column
    creator: Column
    campaign: Column
    series: Column
    app: Column
    escrow: Column
    purse: Column
    pending: Column
    fee_account: Column
    prices: np.ndarray[tuple[int, int], np.dtype[np.int64]]
    cap_post: Column
    cap_actor: Column
    fee_bps: Column
    published_at: Column
    closes_at: Column
    position: Column
    granted: Column
    closed: Column
    available: Column
    clears_after: Column
    held: Column
    cap_closed: Column
    escrow_closed: Column
    clock: Column
    series_rank: Column
    creator_rank: Column
    creators: Columns
    cached: Column

    @property
    def capped(self) -> Column:
        """Whether a cap counts how often an actor is rated with posts of the series."""
        capped: Column = np.isin(self.series_rank, self.series_rank[self.cap_actor > 0])
        return capped

    def limits(self) -> pricing.Limits:
        """What may still be spent: what was granted and is not in the escrow any more was spent."""
        spent = self.granted - self.available
        # What was left of a closed post is the campaign's again, since a time that the log does not know: nothing may follow
        # from what is in its escrow.
        cap = np.where((self.cap_post > 0) & (self.closed == 0), self.cap_post - spent, pricing.UNLIMITED)
        return pricing.Limits(self.available, cap, self.escrow_closed, self.cap_closed, self.fee_bps)

    def clears_hour(self, post: Column, at: Column) -> Column:
        """The hour from which an earning of `post` made at `at` can be spent: 0 = at once. Whoever reports an old time waits
        as long as everybody, from the log's own clock."""
        after = self.clears_after[post]
        hour = -(-(np.maximum(at, self.clock[post] * HOUR_MS) + after) // HOUR_MS)
        return np.where(self.held[post] > 0, CLEARS_NEVER, np.where(after > 0, hour, 0))


@dataclass(slots=True)
class Rated:
    """What was rated before the batch, one by one: by whom with the posts of which series (`_Key.pair`), and on which day."""

    pair: Column
    day: Column


@dataclass(slots=True)
class Identities:
    """Each (post, kind, actor) of a batch, in the order of the primary key, with what stands of it before the batch; and what
    was rated of its actors, where a cap counts it."""

    rated: Rated
    keys: Columns
    known: Column
    counted: Column
    degree: Column
    price: Column
    day: Column
    number: Column
    clears: Column


def read_posts(db: Database, known: KnownPosts, engagements: Columns, readable: Column) -> tuple[Posts, Column]:
    """The known posts of a batch, and for each engagement its row among them, -1 if there is no such post before it in
    the app that reports it."""
    wanted, inverse = np.unique(engagements["subject"][readable], return_inverse=True)
    rows = known.find(wanted)
    if (rows < 0).any() or not known.table:
        news = _read_new_posts(db, wanted[rows < 0])
        if known.is_full(len(news["id"])):
            known.forget()
            news = _read_new_posts(db, wanted)
        known.add(news)
        rows = known.find(wanted)
    found = np.flatnonzero(rows >= 0)
    slots, series = ids.slot_in(wanted[found]), known.table["series"][rows[found]] if len(found) else wanted[found]
    sort = found[np.lexsort((wanted[found], series, slots))]
    posts = _posts(db, {name: column[rows[sort]] for name, column in known.table.items()}, rows[sort])
    row_of_wanted = np.full(len(wanted), -1)
    row_of_wanted[sort] = np.arange(len(sort))
    row = np.full(len(readable), -1)
    row[readable] = row_of_wanted[inverse]
    published = row >= 0
    post, app = row[published], engagements["app"][published]
    # The gateway refuses what an app says of another's post, but lets pass whatever is reported before the post is stored.
    ours = (app == 0) | (posts.app[post] == 0) | (app == posts.app[post])
    published[published] = (posts.position[post] < engagements["position"][published]) & ours
    return posts, np.where(published, row, -1)


def _read_new_posts(db: Database, wanted: Column) -> Columns:
    order = np.lexsort((wanted, ids.slot_in(wanted)))
    db.stage(_SQL.stage_settle_posts, {"slot": ids.slot_in(wanted)[order], "post": wanted[order]})
    found = db.columns(_SQL.posts_of_batch)
    rows = found.pop("n")
    return {**found, "id": wanted[order][rows]}


def _posts(db: Database, table: Columns, cached: Column) -> Posts:
    clocks = np.zeros(ids.SLOTS, np.int64)
    stored = db.columns(_SQL.clocks)
    clocks[stored["slot"]] = stored["clock"]
    prices = np.stack([table.pop(f"price_{kind}") for kind in sorted(records.KINDS.values())])
    slots = ids.slot_in(table["id"])
    creators, creator_rank = _ranked(slots, table["creator"])
    return Posts(
        slot=slots,
        prices=prices,
        cap_closed=table.pop("cap_closed") > 0,
        escrow_closed=table.pop("escrow_closed") > 0,
        clock=clocks[slots],
        series_rank=_ranked(slots, table["series"])[1],
        creator_rank=creator_rank,
        creators=creators,
        cached=cached,
        **table,
    )


def _ranked(slots: Column, owner: Column) -> tuple[Columns, Column]:
    """The distinct (slot, owner) in order, and for each row its rank among them."""
    order = np.lexsort((owner, slots))
    fresh = np.ones(len(order), bool)
    fresh[1:] = (owner[order][1:] != owner[order][:-1]) | (slots[order][1:] != slots[order][:-1])
    rank = np.empty(len(order), np.int64)
    rank[order] = np.cumsum(fresh) - 1
    return {"slot": slots[order][fresh], "creator": owner[order][fresh]}, rank


def read_identities(
    db: Database, posts: Posts, people: Column, own: tuple[Column, Column, Column], via: tuple[Column, Column]
) -> tuple[Identities, Column, Column]:
    """The identities of a batch, the number of each engagement's own, and of the share that it came by (-1 = directly).

    `own` = (post row, rank of the actor among `people`, kind); `via` = (rank of the person, whether there is one).
    """
    post, actor, kind = own
    person, indirect = via
    key = _Key(posts, len(people))
    shares = key.make(post[indirect], person[indirect], np.int64(records.SHARE))
    keys, number = np.unique(np.concatenate((key.make(post, actor, kind), shares)), return_inverse=True)
    via_number = np.full(len(post), -1)
    via_number[indirect] = number[len(post) :]
    place, who, what = key.split(keys)
    table = {
        "slot": posts.slot[place],
        "series": posts.series[place],
        "actor": people[who],
        "post": posts.id[place],
        "kind": what,
    }
    capped = posts.capped[place]
    rows, found = _read_exactly(db, table, np.flatnonzero(~capped))
    visited, states, rated = _read_actors(db, table, keys, key, np.flatnonzero(capped))
    known = np.zeros(len(keys), bool)
    columns = {name: np.zeros(len(keys), np.int64) for name in found}
    for known_rows, part in ((rows, found), (visited, states)):
        known[known_rows] = True
        for name, column in columns.items():
            column[known_rows] = part[name]
    counted = columns.pop("counted") > 0
    return Identities(keys=table, known=known, counted=counted, rated=rated, **columns), number[: len(post)], via_number


def _read_exactly(db: Database, table: Columns, which: Column) -> tuple[Column, Columns]:
    """Of the identities in rows `which`, the rows of those that are known, and their states."""
    if not len(which):
        return which, dict.fromkeys(_STATES, which)
    db.stage(_SQL.stage_identities, take(table, which))
    found = db.columns(_SQL.states_of_identities)
    return which[found.pop("n")], found


def _read_actors(db: Database, table: Columns, keys: Column, key: "_Key", which: Column) -> tuple[Column, Columns, Rated]:
    """The same, where it matters how often somebody was rated in a day: everything of each actor with the series is read, for
    it lies in the same pages, and one visit costs less than two."""
    if not len(which):
        nothing = np.zeros(0, np.int64)
        return nothing, dict.fromkeys(_STATES, nothing), Rated(nothing, nothing)
    pair = key.pair(keys[which])
    fresh = np.ones(len(which), bool)
    fresh[1:] = pair[1:] != pair[:-1]
    db.stage(_SQL.stage_actors, {name: table[name][which[fresh]] for name in ("slot", "series", "actor")})
    found = db.columns(_SQL.states_of_actors)
    pairs = pair[fresh][found.pop("n")]
    number = found["number"]
    rated = Rated(pairs[number > 0], found["day"][number > 0])
    row, asked = key.find(keys, pairs, found.pop("post"), found.pop("kind"))
    return row[asked], take(found, asked), rated


class _Key:
    """(series, actor, post, kind) in one integer, which sorts as the primary key does."""

    def __init__(self, posts: Posts, people: int) -> None:
        self.posts, self.people = posts, max(1, people)
        assert len(posts.id) ** 2 * self.people < 1 << 61, "a batch is small enough for its keys"

    def make(self, post: Column, actor: Column, kind: Column | np.int64) -> Column:
        return ((self.posts.series_rank[post] * self.people + actor) * len(self.posts.id) + post) * 4 + kind

    def pair(self, key: Column) -> Column:
        """(series, actor)."""
        return key // (4 * max(1, len(self.posts.id)))

    def find(self, keys: Column, pair: Column, post: Column, kind: Column) -> tuple[Column, Column]:
        """The row among sorted `keys` of each (pair, post by id, kind), and whether it is there."""
        order = np.argsort(self.posts.id)
        place = np.minimum(np.searchsorted(self.posts.id, post, sorter=order), len(order) - 1)
        rank = order[place]
        wanted = (pair * len(self.posts.id) + rank) * 4 + kind
        row = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return row, (self.posts.id[rank] == post) & (keys[row] == wanted)

    def split(self, key: Column) -> tuple[Column, Column, Column]:
        rest, kind = key // 4, key % 4
        rest, post = rest // len(self.posts.id), rest % len(self.posts.id)
        return post, rest % self.people, kind


def own_network(
    pairs: Columns, pair: Column, index: Column, follows: Column, friends: Column, changes: Columns, edge_index: Column
) -> Column:
    """Whether each engagement's pair is connected at its place in the log, given the edge changes of the same batch.

    `pair`: row of `pairs` for each engagement; `index`, `edge_index`: places of engagements and changes within the batch.
    """
    changed = _find(pairs["creator"], pairs["person"], changes["creator"], changes["person"])
    ours = np.flatnonzero(changed >= 0)
    changed = changed[ours]
    connected = np.zeros(len(pair), bool)
    for on, off, before in ((records.FOLLOW, records.UNFOLLOW, follows), (records.FRIEND, records.UNFRIEND, friends)):
        mine = np.isin(changes["op"][ours], (on, off))
        bits = 32
        keys = (changed[mine] << bits) | edge_index[ours[mine]]
        order = np.argsort(keys)
        keys, switched_on = keys[order], (changes["op"][ours[mine]] == on)[order]
        last = np.searchsorted(keys, (pair << bits) | index) - 1
        hit = (last >= 0) & (keys[last] >> bits == pair) if len(keys) else np.zeros(len(pair), bool)
        connected |= np.where(hit, switched_on[last] if len(keys) else False, before[pair])
    return connected


def _find(creators: Column, persons: Column, creator: Column, person: Column) -> Column:
    """The row of each (creator, person) among distinct pairs, -1 where it is not there."""
    _, who = np.unique(np.concatenate((creators, creator)), return_inverse=True)
    people, whom = np.unique(np.concatenate((persons, person)), return_inverse=True)
    keys = who * len(people) + whom
    order = np.argsort(keys[: len(creators)])
    place = np.minimum(np.searchsorted(keys[order], keys[len(creators) :]), len(creators) - 1)
    return np.where(keys[order[place]] == keys[len(creators) :], order[place], -1)


def numbers_of_day(rated: Rated, pair: Column, day: Column) -> Column:
    """For first ratings in log order, by (series, actor) and day: which one of its actor's that day, with the creator's posts
    of the campaign, each is."""
    first_day = min(day.min(), rated.day.min(initial=day.min()))
    days = int(max(day.max(), rated.day.max(initial=0)) - first_day) + 1
    keys, group = np.unique(pair * days + (day - first_day), return_inverse=True)
    earlier = np.sort(rated.pair * days + (rated.day - first_day))
    before = np.searchsorted(earlier, keys, side="right") - np.searchsorted(earlier, keys)
    order = np.argsort(group, kind="stable")
    starts = np.searchsorted(group[order], np.arange(len(keys)))
    number = np.empty(len(group), np.int64)
    number[order] = np.arange(len(group)) - starts[group[order]] + 1
    return number + before[group]


def read_in_full(db: Database, keys: Columns) -> Columns:
    """What stands in the engagement table for identities that are all known."""
    db.stage(_SQL.stage_identities, keys)
    return db.columns(_SQL.states_in_full)
