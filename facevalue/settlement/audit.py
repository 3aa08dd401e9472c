"""Every invariant of settlement, recomputed: from the log, the facts, the engagements and the ledger's transfers.

Everything that is kept in memory is by post, account or slot; what grows with engagements is read by slots and pages.
"""

from collections.abc import Callable, Iterator

import msgspec
import numpy as np

from facevalue.kit import facts, ids, sql
from facevalue.kit.columns import Column, Columns, concatenate, take
from facevalue.kit.compare import pages
from facevalue.kit.db import Database
from facevalue.kit.findings import Finding, place
from facevalue.ledger import queries as ledger
from facevalue.ledger.queries import Code
from facevalue.settlement import journal
from facevalue.settlement.rules import CLEARS_NEVER, Outcome
from facevalue.settlement.write import SETTLED_FACT
from facevalue.social.ingest import Log, records, seq_of

_SQL = sql.load("facevalue.settlement")
_FINDINGS_MAX = 100

# What a row of settlement_engagement can break, by the index that the statement `wrong_engagements` gives.
RULES = (
    "its post is not there",
    "its series is not that of its post",
    "a creator's engagement with the own post counts",
    "it counts, though it came before its post was published",
    "its position is not between its post's and its slot's cursor",
    "it is paid, though its degree is not 1",
    "its outcome does not fit its degree",
    "its outcome does not fit the earning window",
    "it is paid without a price",
    "it has a price, but was never rated",
    "its outcome does not fit its number of the day and the cap",
)


def audit(db: Database, log: Log, tell: Callable[[int], None]) -> Iterator[Finding]:
    """Everything that is wrong, in the order of the checks; `tell` is called with the number of facts' rows read since."""
    slots = cursors(db)
    yield from _cursors(log, slots)
    posts = _posts(db)
    sums = _Sums(posts)
    yield from sums.facts(db, tell)
    yield from journal.unlike(
        "journal",
        lambda: journal.of_engagements(db),
        lambda: journal.of_log(log, slots["position"]),
        journal.OF_LOG,
        ("was settled, but has no outcome", "has an outcome, but the log has no such engagement"),
    )
    yield from sums.engagements(db)
    yield from sums.money(db)
    for slot in range(ids.SLOTS):
        yield from _waiting(db, slot)
    yield from _published(db, log, slots["position"])


def cursors(db: Database) -> Columns:
    """By slot: `position`, up to which it is settled, and `clock_hour`; -1 for a slot that has none."""
    stored = concatenate(list(pages(db, _SQL.cursors, 1)))
    by_slot = {name: np.full(ids.SLOTS, -1, np.int64) for name in ("position", "clock_hour")}
    for name, column in by_slot.items():
        column[stored["slot"]] = stored[name]
    return by_slot


def counts(db: Database) -> dict[str, int]:
    """How much there is to check."""
    names = "posts", "engagements", "accounts", "transfers"
    row = db.row(_SQL.counts)
    assert row is not None
    return dict(zip(names, row, strict=True))


def _cursors(log: Log, slots: Columns) -> Iterator[Finding]:
    """Each slot has a cursor, and none is past the log's end."""
    last_seq = log.last_seq()
    for slot in np.flatnonzero(slots["position"] < 0):
        yield Finding("cursor", f"settlement_slot {slot}", "is not there, so nobody settles this slot")
    for number, position in enumerate(slots["position"].tolist()):
        if seq_of(position) > last_seq:
            detail = f"is settled up to segment {seq_of(position)}, the log ends at {last_seq}"
            yield Finding("cursor", f"settlement_slot {number}", detail)


def _posts(db: Database) -> Columns:
    """What settlement knows of posts, ascending by id."""
    posts = concatenate(list(pages(db, _SQL.audited_posts, 2)))
    return take(posts, np.argsort(posts["id"]))


class _Sums:
    """By post: what the facts say was paid, charged and counted."""

    def __init__(self, posts: Columns) -> None:
        self.posts = posts
        self.price, self.fee, self.counted = (np.zeros(len(posts["id"]), np.int64) for _ in range(3))

    def facts(self, db: Database, tell: Callable[[int], None]) -> Iterator[Finding]:
        """Adds the facts up, and tells those that break a rule of their own."""
        for kind, head, count, last in db.rows(_SQL.broken_facts):
            yield Finding("fact", f"kit_fact {kind}", f"{head} were written, {count} are there, the last is {last}")
        after = 0
        while news := facts.read(db, SETTLED_FACT, after, limit=1):
            after, columns = news[0].seq, journal.read(news[0].body)
            if columns is None:
                yield Finding("fact", f"kit_fact {SETTLED_FACT} {after}", "cannot be read")
                continue
            row, known = _find(self.posts["id"], columns["post"])
            yield from self._judge(after, columns, row, known)
            for sums, values in ((self.price, columns["price"]), (self.fee, columns["fee"]), (self.counted, _reach(columns))):
                np.add.at(sums, row[known], values[known].astype(np.int64))
            tell(len(row))

    def _judge(self, seq: int, columns: Columns, row: Column, known: Column) -> Iterator[Finding]:
        outcome, price, undo, fee = columns["outcome"], columns["price"], columns["undo"] > 0, columns["fee"]
        paid = (outcome == Outcome.PAID) | (outcome == Outcome.HELD)
        undone = np.isin(outcome, (Outcome.MALFORMED, Outcome.UNKNOWN_POST, Outcome.UNDONE, Outcome.NOTHING_TO_UNDO))
        met, voided = outcome > Outcome.UNKNOWN_POST, outcome == Outcome.VOIDED
        broken = {
            "is paid, though it is not the first degree's": (price > 0) & ~(paid & (columns["degree"] == 1) & ~undo),
            "takes tokens back, though nothing is undone": (price < 0) & ~(undo & (outcome == Outcome.UNDONE)) & ~voided,
            "has an outcome that there is not": (outcome < 0) | (outcome > Outcome.VOIDED),
            "has an outcome that an undo cannot have, or only an undo": np.where(
                undo, ~undone, (outcome >= Outcome.UNDONE) & ~voided
            ),
            "takes nothing back, though its post was rejected for good": voided & (price >= 0),
            "has a fee that does not fit its price": (fee * price < 0) | (np.abs(fee) > np.abs(price)),
            "is about a post that is not there": met & ~known,
        }
        if len(self.posts["id"]):
            broken |= {
                f"names another {name} than its post's": met & known & (columns[name] != self.posts[name][row])
                for name in ("creator", "campaign")
            }
        for words, rows in broken.items():
            for wrong in np.flatnonzero(rows)[:_FINDINGS_MAX]:
                where = f"kit_fact {SETTLED_FACT} {seq}, position {columns['position'][wrong]} of slot {columns['slot'][wrong]}"
                standing = (
                    f"outcome {outcome[wrong]}, degree {columns['degree'][wrong]}, price {price[wrong]}, fee {fee[wrong]}"
                )
                yield Finding("fact", where, f"{words}: found {standing}")

    def engagements(self, db: Database) -> Iterator[Finding]:
        """Each row keeps its rules; of each post the prices and the reach are those that the facts add up to."""
        price, counted = np.zeros_like(self.price), np.zeros_like(self.price)
        for slot in range(ids.SLOTS):
            yield from _wrong_engagements(db, slot)
            of_slot = db.columns(_SQL.sums_of_posts, slot=slot)
            row, known = _find(self.posts["id"], of_slot["post"])
            price[row[known]], counted[row[known]] = of_slot["price"][known], of_slot["counted"][known]
        yield from self._unlike("price", "prices of its engagements", price, self.price, "the facts add up to")
        yield from self._unlike("reach", "engagements that count", counted, self.counted, "the facts add up to")

    def money(self, db: Database) -> Iterator[Finding]:
        """What the facts say was paid and charged is what left the escrows and came to creators and the operator."""
        posts = self.posts
        escrow, fee_account = posts["escrow"], posts["fee_account"]
        accounts = np.concatenate([posts[name] for name in ("escrow", "purse", "pending", "fee_account")])
        flows = ledger.turnover(db, accounts, Code.SETTLE, Code.CLEAR)
        paid = flows.debited(Code.SETTLE, escrow) - flows.credited(Code.WITHDRAW, escrow)
        charged = flows.debited(Code.FEE, escrow) - flows.credited(Code.FEE_BACK, escrow)
        yield from self._unlike("paid", "tokens that left its escrow for the creator", paid, self.price, "prices add up to")
        yield from self._unlike("fee", "tokens that left its escrow for the operator", charged, self.fee, "fees add up to")
        for name, limit, bound in (("granted", posts["granted"], True), ("cap_post", posts["cap_post"], posts["cap_post"] > 0)):
            for row in np.flatnonzero(bound & (paid + charged > limit)):
                detail = f"{(paid + charged)[row]} tokens are spent, {name} is {limit[row]}"
                yield Finding("spent", place("social_post", posts["id"][row]), detail)
        came = flows.credited(Code.SETTLE, posts["purse"]) + flows.credited(Code.SETTLE, posts["pending"])
        came -= flows.debited(Code.WITHDRAW, posts["pending"])
        yield from _by_account("earned", posts["purse"], came, self.price)
        operated = flows.credited(Code.FEE, fee_account) - flows.debited(Code.FEE_BACK, fee_account)
        yield from _by_account("fee", fee_account, operated, self.fee)
        cleared = flows.credited(Code.CLEAR, posts["purse"])
        yield from _by_account("cleared", posts["purse"], cleared, flows.debited(Code.CLEAR, posts["pending"]), once=True)

    def _unlike(self, rule: str, what: str, found: Column, expected: Column, words: str) -> Iterator[Finding]:
        for row in np.flatnonzero(found != expected):
            where = place("social_post", self.posts["id"][row])
            yield Finding(rule, where, f"{what}: found {found[row]}, {words} {expected[row]}")


def _reach(columns: Columns) -> Column:
    """1 for what counts, -1 for what takes that back."""
    outcome = columns["outcome"]
    counts = (outcome >= Outcome.LATE) & (outcome <= Outcome.PAID)
    return np.where(counts, 1, np.where(outcome == Outcome.UNDONE, -1, 0))


def _by_account(rule: str, accounts: Column, found: Column, of_posts: Column, *, once: bool = False) -> Iterator[Finding]:
    """`found` is by account already, repeated for each of its posts; `of_posts` is to be added up, unless it is so too."""
    distinct, first, row = np.unique(accounts, return_index=True, return_inverse=True)
    expected = of_posts[first].copy()
    if not once:
        expected[:] = 0
        np.add.at(expected, row, of_posts)
    for wrong in np.flatnonzero(found[first] != expected):
        where = place("ledger_account", distinct[wrong])
        yield Finding(rule, where, f"its transfers add up to {found[first][wrong]}, its posts to {expected[wrong]}")


def _wrong_engagements(db: Database, slot: int) -> Iterator[Finding]:
    for series, actor, post, kind, rule, outcome, degree, price, number in db.rows(
        _SQL.wrong_engagements, slot=slot, limit=_FINDINGS_MAX
    ):
        where = f"settlement_engagement of slot {slot}: series {series}, actor {actor}, post {post}, kind {kind}"
        standing = f"outcome {outcome}, degree {degree}, price {price}, number {number}"
        yield Finding("engagement", where, f"{RULES[rule]}: found {standing}")
    for series, actor, day, paid, cap in db.rows(_SQL.overpaid_days, slot=slot, limit=_FINDINGS_MAX):
        where = f"settlement_engagement of slot {slot}: series {series}, actor {actor}, day {day}"
        yield Finding("cap of actors", where, f"{paid} are paid, the cap is {cap}")


def _waiting(db: Database, slot: int) -> Iterator[Finding]:
    """What waits for the clock or for trust is what uncleared engagements earned, and lies in accounts of its own."""
    limits = {"slot": slot, "never": CLEARS_NEVER, "limit": _FINDINGS_MAX}
    for pending, hour, noted, earned in db.rows(_SQL.wrong_clearing, **limits):
        where = f"settlement_clearing of slot {slot}: account {pending}, hour {hour}"
        yield Finding("clearing", where, f"{noted} tokens are noted, uncleared engagements earned {earned}")
    for pending, posted, waiting in db.rows(_SQL.wrong_pending, **limits):
        detail = f"{posted} tokens are in it, {waiting} wait for the clock or for trust"
        yield Finding("pending", place("ledger_account", pending), detail)


def _published(db: Database, log: Log, positions: Column) -> Iterator[Finding]:
    """Posts are those that campaigns have published, with the escrows that were set aside for them."""
    for (post,) in db.rows(_SQL.foreign_accounts, limit=_FINDINGS_MAX):
        yield Finding(
            "account", place("social_post", post), "has accounts that are not those of the post, creator and operator"
        )
    for (post,) in db.rows(_SQL.unlike_campaigns, limit=_FINDINGS_MAX):
        yield Finding("post", place("social_post", post), "is not as campaigns_post has published or closed it")
    for post, held, waits in db.rows(_SQL.wrong_grants, limit=_FINDINGS_MAX):
        detail = f"{held} tokens of its escrow are held, {waits} were set aside and not granted yet"
        yield Finding("grant", place("campaigns_post", post), detail)
    unmet = np.concatenate([page["id"] for page in pages(db, _SQL.posts_not_met, 1)])
    if len(unmet):
        details = (msgspec.json.decode(row[0]) for row in db.rows(_SQL.unsent_posts))
        unsent = np.array([int(post["post"]) for posts in details for post in posts], np.int64)
        for post in np.setdiff1d(unmet, np.concatenate((unsent, _to_be_met(log, positions))))[:_FINDINGS_MAX]:
            yield Finding("post", place("campaigns_post", post), "was announced, but neither the outbox nor the log has it")


def _to_be_met(log: Log, positions: Column) -> Column:
    """The posts that the log publishes beyond the cursors."""
    after, found = seq_of(int(positions.min())) - 1, [np.zeros(0, np.int64)]
    while segments := log.read(after, 200_000):
        for segment in segments:
            columns = segment.columns
            rows = (columns["op"] == records.PUBLISH) & (columns["position"] > positions[columns["slot"]])
            found.append(columns["subject"][rows])
        after = segments[-1].seq
    return np.concatenate(found)


def _find(ascending: Column, wanted: Column) -> tuple[Column, Column]:
    """The row of each wanted number, and whether it is there at all."""
    if not len(ascending):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), bool)
    row = np.minimum(np.searchsorted(ascending, wanted), len(ascending) - 1)
    return row, ascending[row] == wanted
