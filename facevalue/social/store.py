"""Social's tables: what the log says about posts and people, applied by log position, any number of times."""

from typing import Any

import numpy as np

from facevalue.kit import ids, sql
from facevalue.kit.columns import Column, Columns
from facevalue.kit.db import Database
from facevalue.social import records

_SQL = sql.load("facevalue.social")
_POST_NUMBERS = (
    *("creator", "campaign", "series", "app", "escrow_account", "purse_account", "pending_account", "fee_account"),
    *("cap_post", "cap_actor", "fee_bps", "published_at", "closes_at", "escrow_tokens"),
)


def publish(db: Database, details: list[dict[str, Any]], positions: Column) -> None:
    """Stores the posts of PUBLISH records, as they were published; a post that is already there stays as it is."""
    table = rows_of(details, positions)
    order = np.lexsort((table["id"], table["slot"]))
    db.stage(_SQL.stage_posts, {name: column[order] for name, column in table.items()})
    db.run(_SQL.insert_posts)


def rows_of(details: list[dict[str, Any]], positions: Column) -> Columns:
    """The rows of posts as PUBLISH records tell them. Raises KeyError, TypeError or ValueError for one that tells no post."""
    numbers = {name: np.array([int(detail[name]) for detail in details], np.int64) for name in _POST_NUMBERS}
    posts = np.array([int(detail["post"]) for detail in details], np.int64)
    prices = np.array([detail["prices"] for detail in details], np.int64).reshape(len(details), len(records.KINDS))
    table = {"slot": ids.slot_in(posts), "id": posts, "position": positions, **numbers}
    return table | {f"price_{kind}": prices[:, code - 1] for kind, code in records.KINDS.items()}


def top_up(db: Database, post: int, tokens: int, position: int) -> bool:
    """Grants a post more escrow. False if this position was already applied, or the post is unknown or closed."""
    key = {"slot": ids.slot_in(post), "post": post, "position": position}
    return bool(db.run(_SQL.top_up_post, tokens=tokens, **key))


def close(db: Database, post: int, position: int) -> bool:
    """Closes a post for good. False if it was closed before or is unknown."""
    return bool(db.run(_SQL.close_post, slot=ids.slot_in(post), post=post, position=position))


def change_rates(db: Database, post: int, prices: list[int], position: int) -> bool:
    """Gives a post other prices [like, comment, share]."""
    like, comment, share = prices
    key = {"slot": ids.slot_in(post), "post": post, "position": position}
    return bool(db.run(_SQL.change_rates, price_like=like, price_comment=comment, price_share=share, **key))


def block(db: Database, slot: int, creator: int, person: int, position: int) -> None:
    """A creator blocks a person; creator 0: the whole network does."""
    db.run(_SQL.insert_block, slot=slot, creator=creator, person=person, position=position)


def unblock(db: Database, slot: int, creator: int, person: int) -> None:
    """Takes a block back."""
    db.run(_SQL.delete_block, slot=slot, creator=creator, person=person)


def set_tier(db: Database, person: int, clears_after_ms: int, *, held: bool, position: int) -> None:
    """From here on the creator's earnings clear after so long, or are held."""
    tier = {"clears_after_ms": clears_after_ms, "held": int(held), "position": position}
    db.run(_SQL.set_tier, slot=ids.slot_of(person), person=person, **tier)


def reject(db: Database, post: int, position: int, *, final: bool = False) -> bool:
    """From here on the post's earnings are held; `final`: it is not restored any more. False if that was so before."""
    key = {"slot": ids.slot_in(post), "post": post, "position": position}
    return bool(db.run(_SQL.reject_post, final=int(final), **key))


def restore(db: Database, post: int) -> bool:
    """The post earns again. False if it was not rejected, or for good."""
    return bool(db.run(_SQL.restore_post, slot=ids.slot_in(post), post=post))


def blocks(db: Database, slots: Column) -> set[tuple[int, int, int]]:
    """All (slot, creator, person) blocks of the slots; creator 0 = by the network, as each slot has heard of it."""
    if db.row(_SQL.any_block) is None:
        return set()
    db.stage(_SQL.stage_slots, {"slot": np.unique(slots)})
    return {(int(slot), int(creator), int(person)) for slot, creator, person in db.rows(_SQL.blocks_of_slots)}


def edges(db: Database, pairs: Columns) -> tuple[Column, Column]:
    """Of pairs (slot, creator, person), sorted so: whether each follows, and whether each is a friend."""
    found = np.zeros((2, len(pairs["slot"])), bool)
    if len(pairs["slot"]):
        db.stage(_SQL.stage_pairs, pairs)
        rows = db.columns(_SQL.edges_of_pairs)
        found[(rows["kind"] == records.FRIEND).astype(np.intp), rows["n"]] = True
    return found[0], found[1]


def stage_edges(db: Database, changes: Columns) -> bool:
    """Prepares what `apply_edges` writes: columns op, slot, creator, person, position in log order. False if nothing.

    Of several changes to one edge the last one counts.
    """
    if not len(changes["op"]):
        return False
    kind = np.where(np.isin(changes["op"], (records.FOLLOW, records.UNFOLLOW)), records.FOLLOW, records.FRIEND)
    order = np.lexsort((changes["position"], kind, changes["person"], changes["creator"], changes["slot"]))
    table = {name: column[order] for name, column in changes.items()} | {"kind": kind[order]}
    last = np.ones(len(order), bool)
    last[:-1] = np.any([table[name][1:] != table[name][:-1] for name in ("slot", "creator", "person", "kind")], axis=0)
    keeps = np.isin(table.pop("op"), (records.FOLLOW, records.FRIEND))
    db.stage(_SQL.stage_edges, {name: column[last] for name, column in table.items()} | {"keeps": keeps[last]})
    return True


def apply_edges(db: Database) -> None:
    """Writes the staged edges."""
    db.run(_SQL.delete_edges)
    db.run(_SQL.insert_edges)
