"""A small world for settlement: named people and posts on a real database, a real log, and the model beside them."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

import numpy as np

from facevalue.kit import columns, facts, ids
from facevalue.kit.db import Database
from facevalue.ledger import actions as ledger
from facevalue.ledger import queries as ledger_queries
from facevalue.settlement.actions import Settler
from facevalue.settlement.rules import Outcome
from facevalue.social.ingest import Delivery, Log, Records, records
from tests.settlement.model import Model, Post

NOON = 1_790_000_000_000 // 86_400_000 * 86_400_000 + 12 * 3_600_000
HOUR_MS = 3_600_000
CAMPAIGN = 77
SLOT_BYTES = 8


def slots(value: int) -> np.ndarray[Any, Any]:
    return np.array([value], np.int64)


@dataclass
class World:
    """What happens is appended to `waiting` and told to the model; `deliver` sends it to the log."""

    db: Database
    log: Log
    model: Model = field(default_factory=Model)
    people: dict[str, int] = field(default_factory=dict)
    posts: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, dict[str, int]] = field(default_factory=dict)
    waiting: list[Records] = field(default_factory=list)
    tried: list[tuple[str, str, str, int]] = field(default_factory=list)
    keys: Any = field(default_factory=count)

    def __post_init__(self) -> None:
        with self.db.transaction():
            self.bank = self._open(0, 1, ledger.Kind.ISSUANCE, floor=ledger.UNLIMITED)

    def _open(self, slot: int, owner: int, kind: int, floor: int = 0) -> int:
        return int(ledger.open_accounts(self.db, slots(slot), slots(owner), kind, ledger.TOKEN, floor=floor, now_ms=NOON)[0])

    def person(self, name: str) -> int:
        return self.people.setdefault(name, 1_000_003 * (len(self.people) + 1))

    def publish(self, name: str, post: Post) -> None:
        creator = self.person(post.creator)
        slot = ids.slot_of(creator)
        post.series = post.series or post.creator
        identifier = self.posts[name] = ids.make(slot)
        series = self.posts.setdefault(f"series {post.series}", identifier)
        with self.db.transaction():
            escrow = self._open(slot, identifier, ledger.Kind.ESCROW)
            purse = self._open(slot, creator, ledger.Kind.PURSE)
            pending = self._open(slot, creator, ledger.Kind.PENDING)
            fee = self._open(slot, slot, ledger.Kind.OPERATOR)
            hold = self._grant(escrow, post.escrow)
        self.accounts[name] = {"escrow": escrow, "purse": purse, "pending": pending, "fee": fee}
        detail: dict[str, Any] = {"post": identifier, "creator": creator, "campaign": CAMPAIGN, "series": series, "app": 0}
        detail |= {"escrow_account": escrow, "purse_account": purse, "pending_account": pending, "fee_account": fee}
        detail["hold"] = hold
        detail |= {"cap_post": post.cap_post, "cap_actor": post.cap_actor, "fee_bps": post.fee_bps}
        detail |= {"published_at": post.published_at, "closes_at": post.closes_at, "escrow_tokens": post.escrow}
        detail["prices"] = [post.prices[kind] for kind in ("like", "comment", "share")]
        self.waiting.append(records.one(records.PUBLISH, identifier, detail))
        self.model.publish(name, post)

    def _grant(self, escrow: int, tokens: int) -> int:
        if not tokens:
            return 0
        key = f"grant {next(self.keys)}"
        transfer = ledger.Transfer(debit=self.bank, credit=escrow, amount=tokens, unit=ledger.TOKEN, code=1, key=key)
        ledger.transfer(self.db, [transfer], NOON)
        return int(ledger.hold(self.db, escrow, tokens, f"hold {key}", expires_at_ms=ledger.NEVER, now_ms=NOON))

    def top_up(self, name: str, tokens: int) -> None:
        with self.db.transaction():
            hold = self._grant(self.accounts[name]["escrow"], tokens)
        self.waiting.append(records.one(records.TOP_UP, self.posts[name], {"tokens": tokens, "hold": hold}))
        self.model.top_up(name, tokens)

    def close(self, name: str) -> None:
        self.waiting.append(records.one(records.CLOSE, self.posts[name]))
        self.model.posts[name].closed = True

    def reject(self, name: str, tokens_max: int | None = None) -> None:
        detail = {} if tokens_max is None else {"tokens": tokens_max}
        self.waiting.append(records.one(records.REJECT, self.posts[name], detail))
        self.model.reject(name, tokens_max)

    def restore(self, name: str) -> None:
        self.waiting.append(records.one(records.RESTORE, self.posts[name]))
        self.model.restore(name)

    def void(self, name: str) -> None:
        self.waiting.append(records.one(records.VOID, self.posts[name]))
        self.model.void(name)

    def engage(self, name: str, kind: str, actor: str, via: str = "", at: int = NOON) -> None:
        post = self.posts.get(name) or ids.make(3)
        via_id = self.person(via) if via else 0
        self._add(records.KINDS[kind], post, actor=self.person(actor), via=via_id, at=at)
        self.model.engage(name, kind, actor, at, via)
        self.tried.append((name, kind, actor, at))

    def undo(self, name: str, kind: str, actor: str) -> None:
        post = self.posts.get(name) or ids.make(3)
        self._add(records.KINDS[kind] | records.UNDO, post, actor=self.person(actor), at=NOON)
        self.model.undo(name, kind, actor)

    def edge(self, creator: str, person: str, kind: str, *, on: bool) -> None:
        op = {"follow": (records.UNFOLLOW, records.FOLLOW), "friend": (records.UNFRIEND, records.FRIEND)}[kind][on]
        self._add(op, self.person(creator), actor=self.person(person), at=NOON)
        (self.model.network.add if on else self.model.network.discard)((creator, person, kind))

    def block(self, creator: str, person: str, *, on: bool) -> None:
        op = records.BLOCK if on else records.UNBLOCK
        if creator:
            self._add(op, self.person(creator), actor=self.person(person), at=NOON)
        else:
            self.waiting.append(records.everywhere(op, actor=self.person(person), at=NOON))
        (self.model.blocks.add if on else self.model.blocks.discard)((creator, person))

    def tier(self, creator: str, hours: int, *, held: bool) -> None:
        detail = {"clears_after_ms": hours * HOUR_MS, "held": held}
        self.waiting.append(records.one(records.TIER, self.person(creator), detail))
        self.model.tiers[creator] = hours * HOUR_MS, held

    def clock(self, at: int) -> None:
        self.waiting.append(records.everywhere(records.CLOCK, at=at))
        self.model.clock(at)

    def _add(self, op: int, subject: int, *, at: int, actor: int = 0, via: int = 0) -> None:
        """The app, which settlement only passes on, tells which engagement it was."""
        self.waiting.append(records.one(op, subject, actor=actor, via=via, at=at, app=len(self.model.said)))

    def deliver(self, size: int) -> None:
        """Appends what waits, `size` records (or groups of them) to a segment."""
        for start in range(0, len(self.waiting), size):
            part = records.concatenate(self.waiting[start : start + size])
            self.log.append([Delivery(1, f"delivery {next(self.keys)}", b"", part)], NOON)
        self.waiting.clear()

    def settle(self, records_max: int = 1 << 20) -> None:
        settler = Settler(self.db, self.log, worker=1)
        settler.lease(NOON)
        while settler.step(records_max, NOON) is not None:
            pass
        settler.leave()

    def said(self) -> list[tuple[str, int, int]]:
        """(outcome, degree, tokens) of every engagement and undo, in the order in which they were told; see `voided`."""
        rows = []
        for fact in facts.read(self.db, "settled", 0, limit=1_000_000):
            table = columns.unpack(bytes(fact.body))
            names = ("app", "outcome", "degree", "price")
            rows += [row for row in zip(*(table[name].tolist() for name in names), strict=True) if row[1] != Outcome.VOIDED]
        return [(Outcome(outcome).word, degree, tokens) for _, outcome, degree, tokens in sorted(rows)]

    def voided(self) -> list[tuple[str, str, str, int, int]]:
        """(post, kind, actor, tokens, fee) of every payment that was taken back for good, sorted."""
        names = {number: name for name, number in [*self.people.items(), *self.posts.items()] if not name.startswith("series ")}
        kinds = {code: kind for kind, code in records.KINDS.items()}
        rows = []
        for fact in facts.read(self.db, "settled", 0, limit=1_000_000):
            table = columns.unpack(bytes(fact.body))
            told = zip(*(table[name].tolist() for name in ("outcome", "post", "kind", "actor", "price", "fee")), strict=True)
            rows += [
                (names[post], kinds[kind], names[actor], -tokens, -fee)
                for outcome, post, kind, actor, tokens, fee in told
                if outcome == Outcome.VOIDED
            ]
        return sorted(rows)

    def balances(self) -> dict[str, int]:
        """Tokens by post and creator, and the operator's fees."""
        total: dict[str, int] = {}
        seen = set()
        for name, accounts in self.accounts.items():
            creator = self.model.posts[name].creator
            labels = {"escrow": f"escrow {name}", "purse": f"purse {creator}", "pending": f"pending {creator}", "fee": "fees"}
            for kind, account in accounts.items():
                if account not in seen:
                    seen.add(account)
                    total[labels[kind]] = total.get(labels[kind], 0) + ledger_queries.balance(self.db, account).available
        return total

    def expected_balances(self) -> dict[str, int]:
        """The same, by the model."""
        model = self.model
        total = {f"escrow {name}": post.escrow - post.spent for name, post in model.posts.items()}
        for post in model.posts.values():
            total[f"purse {post.creator}"] = model.purse.get(post.creator, 0)
            total[f"pending {post.creator}"] = model.waiting.get(post.creator, 0)
        return total | {"fees": model.fees} if model.posts else {}
