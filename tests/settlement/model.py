"""Settlement once more, the slow way: one record after the other, in dictionaries, written without a look at the engine."""

from dataclasses import dataclass, field

DAY_MS, HOUR_MS = 86_400_000, 3_600_000
NEVER = 1 << 60


@dataclass
class Post:
    creator: str
    prices: dict[str, int]
    escrow: int
    published_at: int = 0
    closes_at: int = 0
    cap_post: int = 0
    cap_actor: int = 0
    fee_bps: int = 0
    series: str = ""
    spent: int = 0
    cap_closed: bool = False
    budget_closed: bool = False
    closed: bool = False
    rejected: bool = False
    void: bool = False


@dataclass
class Engagement:
    counted: bool = False
    degree: int = 0
    price: int = 0
    fee: int = 0
    number: int = 0
    clears: int = 0
    told: int = 0


@dataclass
class Model:
    """State = f(log). Feed it records; `said` holds the (outcome, degree, tokens) of every engagement and undo."""

    posts: dict[str, Post] = field(default_factory=dict)
    engagements: dict[tuple[str, str, str], Engagement] = field(default_factory=dict)
    network: set[tuple[str, str, str]] = field(default_factory=set)
    blocks: set[tuple[str, str]] = field(default_factory=set)
    tiers: dict[str, tuple[int, bool]] = field(default_factory=dict)
    numbers: dict[tuple[str, str, int], int] = field(default_factory=dict)
    clock_hour: int = 0
    purse: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)
    clearing: dict[tuple[str, int], int] = field(default_factory=dict)
    fees: int = 0
    said: list[tuple[str, int, int]] = field(default_factory=list)
    voided: list[tuple[str, str, str, int, int]] = field(default_factory=list)

    def publish(self, name: str, post: Post) -> None:
        self.posts.setdefault(name, post)

    def top_up(self, name: str, tokens: int) -> None:
        if not self.posts[name].closed:
            self.posts[name].escrow += tokens
            self.posts[name].budget_closed = False

    def clock(self, at: int) -> None:
        self.clock_hour = max(self.clock_hour, at // HOUR_MS)
        for (creator, hour), tokens in list(self.clearing.items()):
            if hour <= self.clock_hour:
                self.waiting[creator] -= tokens
                self.purse[creator] = self.purse.get(creator, 0) + tokens
                del self.clearing[creator, hour]

    def engage(self, name: str, kind: str, actor: str, at: int, via: str = "") -> None:
        self.said.append(self._engage(name, kind, actor, at, via))

    def _engage(self, name: str, kind: str, actor: str, at: int, via: str) -> tuple[str, int, int]:
        post = self.posts.get(name)
        if post is None:
            return "unknown_post", 0, 0
        degree = 1
        if via and via != post.creator:
            share = self.engagements.get((name, "share", via))
            if share is None or not share.counted:
                return "unknown_via", 1, 0
            degree = share.degree + 1
        if at < post.published_at:
            return "early", degree, 0
        if actor == post.creator:
            return "self", degree, 0
        before = self.engagements.get((name, kind, actor))
        if before is not None and before.counted:
            return "duplicate", degree, 0
        if {("", actor), ("", post.creator), (post.creator, actor)} & self.blocks:
            return "blocked", degree, 0
        engagement = self.engagements.setdefault((name, kind, actor), Engagement())
        engagement.counted, engagement.degree, engagement.told = True, degree, len(self.said)
        outcome, tokens = self._price(post, engagement, kind, actor, at)
        return outcome, degree, tokens

    def _price(self, post: Post, engagement: Engagement, kind: str, actor: str, at: int) -> tuple[str, int]:
        if post.closes_at and at > post.closes_at:
            return "late", 0
        if engagement.degree > 1:
            return "second_degree", 0
        if not {(post.creator, actor, "follow"), (post.creator, actor, "friend")} & self.network:
            return "stranger", 0
        price = post.prices[kind]
        if not price:
            return "unrated", 0
        if not engagement.number:
            key = (post.series, actor, at // DAY_MS)
            self.numbers[key] = engagement.number = self.numbers.get(key, 0) + 1
        if post.cap_actor and engagement.number > post.cap_actor:
            return "cap_actor", 0
        due = 0 if engagement.price else price
        cost = due + due * post.fee_bps // 10_000
        if post.closed and not post.cap_closed:
            return "budget", 0
        if post.cap_closed or (post.cap_post and post.spent + cost > post.cap_post):
            post.cap_closed = True
            return "cap_post", 0
        if post.budget_closed or post.spent + cost > post.escrow:
            post.budget_closed = True
            return "budget", 0
        post.spent += cost
        return self._pay(post, engagement, due, cost - due, at)

    def _pay(self, post: Post, engagement: Engagement, due: int, fee: int, at: int) -> tuple[str, int]:
        after, held = self.tiers.get(post.creator, (0, False))
        held = held or post.rejected
        if due:
            engagement.price, engagement.fee = due, fee
            earned_at = max(at, self.clock_hour * HOUR_MS)
            engagement.clears = NEVER if held else -(-(earned_at + after) // HOUR_MS) if after else 0
            self.fees += fee
            if engagement.clears:
                self.waiting[post.creator] = self.waiting.get(post.creator, 0) + due
                if not held:
                    key = (post.creator, engagement.clears)
                    self.clearing[key] = self.clearing.get(key, 0) + due
            else:
                self.purse[post.creator] = self.purse.get(post.creator, 0) + due
        return ("held" if held else "paid"), due

    def undo(self, name: str, kind: str, actor: str) -> None:
        post = self.posts.get(name)
        if post is None:
            self.said.append(("unknown_post", 0, 0))
            return
        engagement = self.engagements.get((name, kind, actor))
        if engagement is None or not engagement.counted:
            self.said.append(("nothing_to_undo", 1, 0))
            return
        engagement.counted = False
        tokens = 0
        if engagement.price and engagement.clears > self.clock_hour:
            tokens, engagement.price = engagement.price, 0
            post.spent -= tokens + engagement.fee
            self.fees -= engagement.fee
            self.waiting[post.creator] -= tokens
            if engagement.clears != NEVER:
                self.clearing[post.creator, engagement.clears] -= tokens
        self.said.append(("undone", 1, -tokens))

    def _payments(self, name: str) -> list[Engagement]:
        """Those that stand, the newest first."""
        found = [each for (post, _, _), each in self.engagements.items() if post == name and each.price]
        return sorted(found, key=lambda each: -each.told)

    def reject(self, name: str, tokens_max: int | None = None) -> None:
        post = self.posts[name]
        if post.rejected:
            return
        post.rejected, creator = True, post.creator
        left = self.purse.get(creator, 0) if tokens_max is None else min(tokens_max, self.purse.get(creator, 0))
        for each in self._payments(name):
            if each.clears > self.clock_hour:
                if each.clears != NEVER:
                    self.clearing[creator, each.clears] -= each.price
                    each.clears = NEVER
                continue
            left -= each.price
            if left < 0:
                continue
            self.purse[creator] -= each.price
            self.waiting[creator] = self.waiting.get(creator, 0) + each.price
            each.clears = NEVER

    def restore(self, name: str) -> None:
        post = self.posts[name]
        if not post.rejected or post.void:
            return
        post.rejected = False
        if not self.tiers.get(post.creator, (0, False))[1]:
            for each in self._payments(name):
                if each.clears == NEVER:
                    self.waiting[post.creator] -= each.price
                    self.purse[post.creator] = self.purse.get(post.creator, 0) + each.price
                    each.clears = 0

    def void(self, name: str) -> None:
        self.reject(name)
        post = self.posts[name]
        if post.void:
            return
        post.void = post.closed = True
        for (of, kind, actor), each in self.engagements.items():
            if of == name and each.price and each.clears == NEVER:
                self.waiting[post.creator] -= each.price
                post.spent -= each.price + each.fee
                self.fees -= each.fee
                self.voided.append((name, kind, actor, each.price, each.fee))
                each.price, each.clears = 0, 0
