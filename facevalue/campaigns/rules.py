"""Rate cards, caps and dates: pure functions over columns of posts."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NamedTuple

import numpy as np

from facevalue.campaigns.errors import BudgetExceeded, CapExceeded, InvalidPlan, NotPublishable, WrongStatus
from facevalue.kit.clock import HOUR_MS
from facevalue.kit.columns import Column

# 10,000 tokens = 1 USD: a hundred million dollars for one post is more than anybody pays.
TOKENS_MAX = 10**12
PRICE_TOKENS_MAX = 10**9
CAP_ACTOR_MAX = 10**6
FEE_BPS_MAX = 5_000
WINDOW_HOURS_MAX = 24 * 366
TIME_MAX_MS = 1 << 46
BRIEF_LETTERS_MAX = 2_000


class Status(StrEnum):
    """Where a campaign stands: only a live one takes posts; a paused or ended one lets its posts earn on."""

    DRAFT = "draft"
    LIVE = "live"
    PAUSED = "paused"
    ENDED = "ended"


class Kind(IntEnum):
    """What an engagement is, by the codes of the log."""

    LIKE = 1
    COMMENT = 2
    SHARE = 3


class CreatorTier(IntEnum):
    """How many people a creator reaches. (What a creator is trusted with is another tier, and trust's.)"""

    NANO = 1
    MICRO = 2
    MID = 3
    MACRO = 4
    MEGA = 5


# From how many followers on a creator is of a tier, and what is typically set aside for one post: a selfie's 5,000 to
# 20,000 tokens up to an influencer's 2,000,000.
FOLLOWERS_MIN = {
    CreatorTier.NANO: 0,
    CreatorTier.MICRO: 10_000,
    CreatorTier.MID: 100_000,
    CreatorTier.MACRO: 500_000,
    CreatorTier.MEGA: 1_000_000,
}
ESCROW_TYPICAL_TOKENS = {
    CreatorTier.NANO: 5_000,
    CreatorTier.MICRO: 20_000,
    CreatorTier.MID: 100_000,
    CreatorTier.MACRO: 500_000,
    CreatorTier.MEGA: 2_000_000,
}


class Prices(NamedTuple):
    """Tokens for one engagement of each kind; 0 = unrated."""

    like: int
    comment: int
    share: int


RateCard = dict[CreatorTier, Prices]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a campaign allows: times in ms, amounts in tokens, `cap_actor` in rated engagements a day; 0 = no limit."""

    starts_at: int
    ends_at: int = 0
    window_hours: int = 0
    cap_post_tokens: int = 0
    cap_creator_tokens: int = 0
    cap_actor: int = 0
    fee_bps: int = 0


@dataclass(frozen=True, slots=True)
class Posts:
    """Columns of equal length: who posts, in which app, as whom, with how much set aside, since when (ms)."""

    creator: Column
    app: Column
    tier: Column
    escrow_tokens: Column
    published_at: Column

    def __len__(self) -> int:
        return len(self.creator)


@dataclass(frozen=True, slots=True)
class Budget:
    """Tokens of a campaign: still free, and set aside for posts (spent or not)."""

    available_tokens: int
    set_aside_tokens: int

    @property
    def funded_tokens(self) -> int:
        """What the brand has put in and not taken out again."""
        return self.available_tokens + self.set_aside_tokens


def tier_of(followers: int) -> CreatorTier:
    """The tier of a creator with so many followers."""
    return max(tier for tier, least in FOLLOWERS_MIN.items() if followers >= least)


def tier_on(card: RateCard, followers: int) -> CreatorTier:
    """The tier that a creator with so many followers posts as: their own, or the next one below it that has prices.

    Raises NotPublishable if there is none.
    """
    reached = [tier for tier, prices in card.items() if any(prices) and tier <= tier_of(followers)]
    if not reached:
        raise NotPublishable("The campaign has no prices for creators with so few followers")
    return max(reached)


def escrow_typical(tier: CreatorTier, plan: Plan, creator_tokens: int, available_tokens: int) -> int:
    """What is set aside for one more post of a creator with `creator_tokens` set aside already: what is typical for the tier,
    as far as the caps and what is left of the budget allow.

    Raises CapExceeded, BudgetExceeded if they allow nothing.
    """
    if available_tokens < 1:
        raise BudgetExceeded("The campaign has no tokens left", available_tokens=available_tokens)
    room = plan.cap_creator_tokens - creator_tokens if plan.cap_creator_tokens else available_tokens
    if room < 1:
        raise CapExceeded("This is as much as the campaign sets aside for one creator", cap_tokens=plan.cap_creator_tokens)
    cap = plan.cap_post_tokens or available_tokens
    return min(ESCROW_TYPICAL_TOKENS[tier], cap, room, available_tokens)


def check_brief(brief: str) -> None:
    """Raises InvalidPlan for a text that nobody would read to the end."""
    if len(brief) > BRIEF_LETTERS_MAX:
        raise InvalidPlan(f"A brief has at most {BRIEF_LETTERS_MAX:,} letters", field="brief")


def check_plan(plan: Plan) -> None:
    """Raises InvalidPlan, naming the field, for what cannot be."""
    limits = {
        "window_hours": WINDOW_HOURS_MAX,
        "cap_post_tokens": TOKENS_MAX,
        "cap_creator_tokens": TOKENS_MAX,
        "cap_actor": CAP_ACTOR_MAX,
        "fee_bps": FEE_BPS_MAX,
        "starts_at": TIME_MAX_MS,
        "ends_at": TIME_MAX_MS,
    }
    for name, largest in limits.items():
        if not 0 <= getattr(plan, name) <= largest:
            raise InvalidPlan(f"{name} is out of range: 0 to {largest}", field=name)
    if 0 < plan.ends_at <= plan.starts_at:
        raise InvalidPlan("The campaign would end before it starts", field="ends_at")


def check_card(card: RateCard) -> None:
    """Raises InvalidPlan for a card without any price or with one out of range."""
    for tier, prices in card.items():
        if not all(0 <= price <= PRICE_TOKENS_MAX for price in prices):
            raise InvalidPlan(f"A price for {tier.name} is out of range: 0 to {PRICE_TOKENS_MAX}", field="rates")
    if not any(any(prices) for prices in card.values()):
        raise InvalidPlan("The rate card has no price", field="rates")


def price_table(card: RateCard) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Prices by [tier, kind - 1]; a row of zeros for a tier that is not on the card."""
    table = np.zeros((len(CreatorTier) + 1, len(Kind)), np.int64)
    for tier, prices in card.items():
        table[tier] = prices
    return table


def closes_at(published_at: Column, plan: Plan) -> Column:
    """When posts stop earning: after the earning window, or without one at the end of the campaign; 0 = never."""
    if plan.window_hours:
        return published_at + plan.window_hours * HOUR_MS
    return np.full(len(published_at), plan.ends_at, np.int64)


def check_posts(posts: Posts, plan: Plan, card: RateCard, apps: set[int]) -> None:
    """Raises NotPublishable for the first post that does not fit dates, apps, tiers or amounts, naming its row."""
    refusals = {
        "before the campaign starts": posts.published_at < plan.starts_at,
        "after the campaign has ended": (posts.published_at >= plan.ends_at) & (plan.ends_at > 0),
        "in an app that the campaign does not allow": ~np.isin(posts.app, list(apps)),
        "for a tier without prices": ~np.isin(posts.tier, [tier for tier, prices in card.items() if any(prices)]),
        "with an escrow out of range": (posts.escrow_tokens < 1) | (posts.escrow_tokens > TOKENS_MAX),
        "by nobody": posts.creator < 1,
    }
    for words, rows in refusals.items():
        if rows.any():
            raise NotPublishable(f"A post {words}", row=int(rows.argmax()))


def check_escrow_of_posts(escrow_tokens: Column, plan: Plan) -> None:
    """Raises CapExceeded if more is set aside for a post than its cap will ever pay out."""
    if plan.cap_post_tokens and (escrow_tokens > plan.cap_post_tokens).any():
        raise CapExceeded("More than the cap of a post", cap_tokens=plan.cap_post_tokens)


def check_top_up(tokens: int) -> None:
    """Raises NotPublishable for an amount out of range."""
    if not 0 < tokens <= TOKENS_MAX:
        raise NotPublishable(f"A top-up is between 1 and {TOKENS_MAX} tokens")


def check_escrow_of_creators(escrow_tokens: Column, plan: Plan) -> None:
    """Raises CapExceeded if a creator's posts of the campaign would have more set aside than the creator's cap."""
    if plan.cap_creator_tokens and (escrow_tokens > plan.cap_creator_tokens).any():
        raise CapExceeded("More than the cap of a creator", cap_tokens=plan.cap_creator_tokens)


def sums(groups: Column, values: Column, count: int) -> Column:
    """The sum of `values` of each group 0 … count - 1, exact in 64 bits."""
    totals = np.zeros(count, np.int64)
    np.add.at(totals, groups, values)
    return totals


_NEXT = {
    Status.DRAFT: {Status.LIVE},
    Status.LIVE: {Status.PAUSED, Status.ENDED},
    Status.PAUSED: {Status.LIVE, Status.ENDED},
    Status.ENDED: set[Status](),
}


def check_step(old: Status, new: Status) -> None:
    """Raises WrongStatus unless a campaign may go from one status to the other."""
    if new not in _NEXT[old]:
        raise WrongStatus(f"A campaign that is {old} cannot become {new}", campaign_status=str(old))
