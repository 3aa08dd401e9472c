"""Campaigns without Django: publishing, topping up and closing posts, and telling the log.

Unless it says otherwise, a function runs in the transaction that its caller opened, and raises before it has written.
"""

import hashlib
from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec
import numpy as np

from facevalue.campaigns import rules, store
from facevalue.campaigns.errors import BudgetExceeded, NotFound, PostConflict, WrongStatus
from facevalue.campaigns.rules import Budget, CreatorTier, Posts, RateCard, Status
from facevalue.campaigns.store import SQL, Standing
from facevalue.kit import columns, facts, ids
from facevalue.kit.clock import DAY_MS
from facevalue.kit.columns import Column
from facevalue.kit.db import Database
from facevalue.ledger import actions as ledger
from facevalue.ledger import queries as balances

__all__ = [
    "Announcement",
    "Budget",
    "CreatorTier",
    "Posts",
    "announce_rates",
    "brand_of",
    "budget",
    "close",
    "close_due",
    "collect_closed",
    "escrow_for",
    "escrow_of",
    "name_of",
    "publish",
    "relay",
    "top_up",
]

# Others' servers may bring engagements of the last minute of an earning window up to a day later.
CLOSES_AFTER_MS = DAY_MS
CLOSED_FACT = "closed"


class Announcement(NamedTuple):
    """A row of the outbox: `op` is publish, top_up, close or rates, `details` an object for each post that it concerns.

    `digest` is that of the body, so that (id, digest) identifies what was announced.
    """

    id: int
    op: str
    details: list[dict[str, Any]]
    at_ms: int
    digest: bytes


class _Accounts(NamedTuple):
    """For each post: the accounts that settlement moves its tokens between, and the hold on the first."""

    escrow: Column
    purse: Column
    pending: Column
    fee: Column
    hold: Column


def publish(db: Database, campaign: int, posts: Posts, now_ms: int, post_ids: Column | None = None) -> Column:
    """Sets the escrow of each post aside and announces all of them, or none. Returns the posts' ids, in order.

    With `post_ids` (made by `kit.ids` in the slots of the creators) a repetition changes nothing and gives the same answer.
    Raises WrongStatus, NotPublishable, CapExceeded, BudgetExceeded, PostConflict, NotFound.
    """
    slots = ids.slot_of(posts.creator)
    made = ids.make_many(slots) if post_ids is None else post_ids
    assert (ids.slot_in(made) == slots).all(), "a post's id carries the slot of its creator"
    standing = store.lock(db, campaign)
    if post_ids is not None and _was_published(db, standing, posts, made):
        return made
    card = store.rate_card(db, campaign)
    if standing.status != Status.LIVE:
        raise WrongStatus("Only a live campaign takes posts", campaign_status=standing.status)
    rules.check_posts(posts, standing.plan, card, store.allowed_apps(db, campaign))
    rules.check_escrow_of_posts(posts.escrow_tokens, standing.plan)
    tokens = int(posts.escrow_tokens.sum())
    _check_budget(db, standing, tokens)
    series = _extend_series(db, standing, posts, made)
    db.run(SQL.set_aside, campaign=campaign, tokens=tokens)
    accounts = _set_aside(db, standing, posts, made, now_ms)
    closes_at = rules.closes_at(posts.published_at, standing.plan)
    table = {"id": made, "series": series, "escrow_account": accounts.escrow, "closes_at": closes_at}
    table |= {name: getattr(posts, name) for name in ("creator", "app", "tier", "escrow_tokens", "published_at")}
    db.stage(SQL.stage_posts_new, {name: table[name] for name in SQL.stage_posts_new.widths})
    db.run(SQL.insert_posts, campaign=campaign)
    store.announce(db, "publish", _publish_details(standing, card, table, accounts), now_ms)
    return made


def escrow_for(db: Database, campaign: int, creator: int, followers: int) -> tuple[CreatorTier, int]:
    """The tier of a creator with so many followers, and the tokens to set aside for one more post of theirs, which stay
    there until the transaction ends. Raises NotPublishable, CapExceeded, BudgetExceeded, NotFound."""
    standing = store.lock(db, campaign)
    tier = rules.tier_on(store.rate_card(db, campaign), followers)
    row = db.row(SQL.series_of_creator, campaign=campaign, creator=creator)
    available = balances.balance(db, standing.account).available
    return tier, rules.escrow_typical(tier, standing.plan, row[0] if row else 0, available)


def escrow_of(db: Database, post: int) -> int:
    """The tokens that were set aside for a post, top-ups included. Raises NotFound."""
    known = store.known_posts(db, np.array([post], np.int64))
    if not len(known["n"]):
        raise NotFound("There is no such post")
    return int(known["escrow_tokens"][0])


def _was_published(db: Database, standing: Standing, posts: Posts, post_ids: Column) -> bool:
    known = store.known_posts(db, post_ids)
    if not len(known["n"]):
        return False
    first_tokens = known["escrow_tokens"] - known["topped_up"]
    same = len(known["n"]) == len(posts) and all(
        (
            (known["campaign"] == standing.campaign).all(),
            (known["creator"] == posts.creator).all(),
            (known["app"] == posts.app).all(),
            (known["tier"] == posts.tier).all(),
            (first_tokens == posts.escrow_tokens).all(),
        )
    )
    if not same:
        raise PostConflict("A post with this id was published before, with other contents")
    return True


def _check_budget(db: Database, standing: Standing, tokens: int) -> None:
    available = balances.balance(db, standing.account).available
    if tokens > available:
        raise BudgetExceeded("The campaign has fewer tokens left", needed_tokens=tokens, available_tokens=available)


def _extend_series(db: Database, standing: Standing, posts: Posts, post_ids: Column) -> Column:
    """Counts the escrow to each creator's series; the series of each post."""
    creators, first, creator = np.unique(posts.creator, return_index=True, return_inverse=True)
    series, added = post_ids[first], rules.sums(creator, posts.escrow_tokens, len(creators))
    db.stage(SQL.stage_series, {"creator": creators, "series": series, "escrow_tokens": added})
    known = db.columns(SQL.series_of_creators, campaign=standing.campaign)
    total = added.copy()
    total[known["n"]] += known["escrow_tokens"]
    rules.check_escrow_of_creators(total, standing.plan)
    db.run(SQL.add_to_series, campaign=standing.campaign)
    series[known["n"]] = known["series"]
    return series[creator]


def _set_aside(db: Database, standing: Standing, posts: Posts, post_ids: Column, now_ms: int) -> _Accounts:
    """Moves each escrow from the campaign to an account of the post, and holds it there until settlement meets the post."""
    slots = ids.slot_in(post_ids)
    creators, creator = np.unique(posts.creator, return_inverse=True)
    used, slot = np.unique(slots, return_inverse=True)

    def opened(slots: Column, owners: Column, kind: ledger.Kind) -> Column:
        return ledger.open_accounts(db, slots, owners, kind, ledger.TOKEN, now_ms=now_ms)

    escrow = opened(slots, post_ids, ledger.Kind.ESCROW)
    keys = [f"publish:{post}" for post in post_ids.tolist()]
    return _Accounts(
        escrow,
        opened(ids.slot_of(creators), creators, ledger.Kind.PURSE)[creator],
        opened(ids.slot_of(creators), creators, ledger.Kind.PENDING)[creator],
        opened(used, np.zeros(len(used), np.int64), ledger.Kind.OPERATOR)[slot],
        _fill(db, standing.account, escrow, posts.escrow_tokens, ledger.Code.PUBLISH, keys, now_ms),
    )


def _fill(
    db: Database, campaign: int, escrows: Column, tokens: Column, code: ledger.Code, keys: list[str], now_ms: int
) -> Column:
    """Tokens from a campaign's account into escrows, held there: what settlement may spend is a matter of the log."""
    rows = zip(escrows.tolist(), tokens.tolist(), keys, strict=True)
    ledger.transfer(
        db, [ledger.Transfer(campaign, escrow, amount, ledger.TOKEN, code, key) for escrow, amount, key in rows], now_ms
    )
    return ledger.hold_many(db, escrows, tokens, [f"{key}:held" for key in keys], ledger.NEVER, now_ms)


def _publish_details(standing: Standing, card: RateCard, table: dict[str, Column], accounts: _Accounts) -> list[dict[str, Any]]:
    shared = {
        "campaign": standing.campaign,
        "cap_post": standing.plan.cap_post_tokens,
        "cap_actor": standing.plan.cap_actor,
        "fee_bps": standing.plan.fee_bps,
    }
    numbers = {
        "post": table["id"],
        **{name: table[name] for name in ("creator", "series", "app", "escrow_tokens", "published_at", "closes_at")},
        "escrow_account": accounts.escrow,
        "purse_account": accounts.purse,
        "pending_account": accounts.pending,
        "fee_account": accounts.fee,
        "hold": accounts.hold,
    }
    prices = rules.price_table(card)[table["tier"]].tolist()
    rows = zip(*(column.tolist() for column in numbers.values()), strict=True)
    return [dict(zip(numbers, row, strict=True)) | shared | {"prices": price} for row, price in zip(rows, prices, strict=True)]


def top_up(db: Database, post: int, tokens: int, key: str, now_ms: int) -> None:
    """Sets more aside for a post and announces it; with the same key and tokens again it changes nothing.

    Raises NotFound, WrongStatus (the campaign has ended or the post is closing), CapExceeded, BudgetExceeded, PostConflict.
    """
    posts = np.array([post], np.int64)
    known = store.known_posts(db, posts)
    if not len(known["n"]):
        raise NotFound("There is no such post")
    standing = store.lock(db, int(known["campaign"][0]))
    # Read again now that nobody else tops up or publishes in this campaign.
    known = store.known_posts(db, posts)
    before = db.row(SQL.top_up, post=post, key=key)
    if before is not None:
        if before[0] != tokens:
            raise PostConflict("This key topped the post up by another amount")
        return
    rules.check_top_up(tokens)
    rules.check_escrow_of_posts(known["escrow_tokens"] + tokens, standing.plan)
    rules.check_escrow_of_creators(known["series_tokens"] + tokens, standing.plan)
    _check_budget(db, standing, tokens)
    # Closing does not wait for the campaign's lock, so that the post's own row decides which of the two came first.
    if standing.status == Status.ENDED or not db.run(SQL.top_up_post, post=post, tokens=tokens):
        raise WrongStatus("The post is closed or closing")
    db.run(SQL.set_aside, campaign=standing.campaign, tokens=tokens)
    db.run(SQL.top_up_series, series=int(known["series"][0]), tokens=tokens)
    db.run(SQL.insert_top_up, id=ids.make(), post=post, key=key, tokens=tokens, now_ms=now_ms)
    keys, amounts = [f"top_up:{post}:{key}"], np.array([tokens], np.int64)
    hold = _fill(db, standing.account, known["escrow_account"], amounts, ledger.Code.TOP_UP, keys, now_ms)
    store.announce(db, "top_up", [{"post": post, "tokens": tokens, "hold": int(hold[0])}], now_ms)


def close(db: Database, posts: Column, now_ms: int) -> int:
    """Announces the closing of those of the posts that are open still; how many. What is left of their escrows goes back to
    the campaigns when settlement has met it (`collect_closed`)."""
    store.stage_posts(db, posts)
    closing = sorted(post for (post,) in db.rows(SQL.ask_to_close, now_ms=now_ms))
    store.announce(db, "close", [{"post": post} for post in closing], now_ms)
    return len(closing)


def close_due(db: Database, now_ms: int, limit: int) -> int:
    """Closes at most `limit` posts that stopped earning CLOSES_AFTER_MS ago or whose campaign has ended; how many."""
    due = db.columns(SQL.due_posts, closes_before=now_ms - CLOSES_AFTER_MS, limit=limit)["post"]
    if len(due) < limit:
        due = np.concatenate((due, db.columns(SQL.posts_of_ended, limit=limit - len(due))["post"]))
    return close(db, due, now_ms) if len(due) else 0


def announce_rates(db: Database, campaign: int, now_ms: int) -> None:
    """Tells the log the present prices of a campaign's open posts."""
    posts = db.columns(SQL.open_posts, campaign=campaign)
    prices = rules.price_table(store.rate_card(db, campaign))[posts["tier"]].tolist()
    details = [{"post": post, "prices": price} for post, price in zip(posts["post"].tolist(), prices, strict=True)]
    store.announce(db, "rates", details, now_ms)


def collect_closed(db: Database, now_ms: int, posts_max: int) -> int:
    """Reads on in the facts "closed" (packed column `post`: settlement has met their closing) and moves what is left in
    the escrows of at most `posts_max` of them back to the campaigns, exactly once. Returns of how many."""
    db.run(SQL.start_cursor, kind=CLOSED_FACT)
    cursor = db.row(SQL.cursor, kind=CLOSED_FACT)
    assert cursor is not None
    seq, place = cursor
    news = facts.read(db, CLOSED_FACT, seq, limit=1)
    if not news:
        return 0
    posts = np.unique(columns.unpack(news[0].body)["post"])
    part = posts[place : place + posts_max]
    _take_back(db, part, news[0].seq, now_ms)
    done = place + len(part) == len(posts)
    reached = {"seq": news[0].seq, "place": 0} if done else {"seq": seq, "place": place + len(part)}
    db.run(SQL.move_cursor, kind=CLOSED_FACT, **reached)
    return len(part)


def _take_back(db: Database, posts: Column, fact_seq: int, now_ms: int) -> None:
    known = store.known_posts(db, posts)
    available = np.array([balances.balance(db, account).available for account in known["escrow_account"].tolist()], np.int64)
    rows = zip(
        *(known[name].tolist() for name in ("post", "escrow_account", "campaign_account")), available.tolist(), strict=True
    )
    transfers = [
        ledger.Transfer(escrow, campaign, tokens, ledger.TOKEN, ledger.Code.CLOSE, f"close:{post}:{fact_seq}")
        for post, escrow, campaign, tokens in rows
        if tokens
    ]
    store.stage_posts(db, known["post"], available)
    db.run(SQL.return_to_campaigns)
    ledger.transfer(db, transfers, now_ms)
    db.run(SQL.return_to_posts, now_ms=now_ms)
    db.run(SQL.return_to_series)


def relay(db: Database, deliver: Callable[[list[Announcement]], None], now_ms: int, rows_max: int) -> int:
    """Hands the next rows of the outbox to `deliver`, which makes them durable in the log, and then marks them as sent.

    Outside a transaction. Whoever dies in between delivers the same again, so `deliver` has to know a row by its id.
    Returns how many were sent.
    """
    rows = db.rows(SQL.unsent, limit=rows_max)
    if rows:
        deliver([_announcement(*row) for row in rows])
        with db.transaction():
            for row in rows:
                db.run(SQL.mark_sent, id=row[0], now_ms=now_ms)
    return len(rows)


def _announcement(row_id: int, op: str, details: str, at_ms: int) -> Announcement:
    digest = hashlib.blake2b(f"{op} {details}".encode(), digest_size=16).digest()
    return Announcement(row_id, op, msgspec.json.decode(details), at_ms, digest)


def brand_of(db: Database, campaign: int) -> int | None:
    """The organisation whose campaign it is, None for an unknown campaign."""
    row = db.row(SQL.brand_of, campaign=campaign)
    return int(row[0]) if row else None


def name_of(db: Database, campaign: int) -> str:
    """What the brand calls it, nothing for an unknown campaign."""
    row = db.row(SQL.name_of, campaign=campaign)
    return str(row[0]) if row else ""


def budget(db: Database, campaign: int) -> Budget:
    """What a campaign has left and what it has set aside. Raises NotFound."""
    row = db.row(SQL.budget, campaign=campaign)
    if row is None:
        raise NotFound("There is no such campaign")
    account, set_aside_tokens = row
    return Budget(balances.balance(db, account).available, set_aside_tokens)
