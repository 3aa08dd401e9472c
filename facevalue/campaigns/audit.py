"""Every budget recomputed from the ledger's transfers: what was funded, set aside, spent and given back."""

from collections.abc import Callable, Iterator
from typing import cast

import numpy as np

from facevalue.campaigns import rules
from facevalue.campaigns.store import SQL
from facevalue.kit.columns import Column, Columns, concatenate
from facevalue.kit.compare import pages
from facevalue.kit.db import Database
from facevalue.kit.findings import Finding, place
from facevalue.kit.sql import Query
from facevalue.ledger import queries as ledger
from facevalue.ledger.queries import Code, Kind, Turnover

# Rules that one statement checks: its rows are the id of what is wrong, what stands there and what should.
_STATEMENTS = {
    "wrong_campaigns": ("campaign", "campaigns_campaign", "{} tokens are noted as set aside, the sum is {}"),
    "wrong_series": ("series", "campaigns_series", "{} tokens are noted as set aside, the sum is {}"),
    "over_cap_post": ("cap of posts", "campaigns_post", "{} tokens are set aside, the cap is {}"),
    "over_cap_creator": ("cap of creators", "campaigns_series", "{} tokens are set aside, the cap is {}"),
    "wrong_top_ups": ("top-up", "campaigns_post", "of {} tokens set aside {} came as top-ups"),
    "foreign_posts": ("series", "campaigns_post", "is by {} in campaign {}, its series is not"),
    "foreign_accounts": ("account", "campaigns_campaign", "has the account {}, which is not that of campaign {}"),
    "foreign_escrows": ("account", "campaigns_post", "has the escrow {}, which is not that of post {}"),
}


def audit(db: Database) -> Iterator[Finding]:
    """What does not add up, for each post, series, campaign and brand."""
    for name, (rule, table, words) in _STATEMENTS.items():
        for identifier, found, expected in db.rows(getattr(SQL, name)):
            yield Finding(rule, place(table, identifier), words.format(found, expected))
    for kind, seq, head in db.rows(SQL.cursors_beyond):
        yield Finding("cursor", f"campaigns_cursor {kind}", f"has read up to {seq}, the facts end at {head}")
    yield from _Budgets(db).findings()


class _Budgets:
    """`posts`, `campaigns` and `brands` ascend by id; `campaign`: the row of each post's, `brand`: that of each campaign's."""

    def __init__(self, db: Database) -> None:
        self.posts = _whole(db, SQL.page_of_posts)
        self.campaigns = _whole(db, SQL.page_of_campaigns)
        self.brands, self.brand = np.unique(self.campaigns["brand"], return_inverse=True)
        self.campaign = np.searchsorted(self.campaigns["id"], self.posts["campaign"])
        slots = np.zeros(len(self.brands), np.int64)
        self.purses = ledger.accounts_of(db, slots, self.brands, Kind.BRAND, ledger.TOKEN)
        accounts = np.concatenate((self.posts["escrow"], self.campaigns["account"], self.purses))
        self.flows = ledger.turnover(db, accounts, Code.FUND, Code.FEE_BACK)

    def findings(self) -> Iterator[Finding]:
        flows, posts, campaigns = self.flows, self.posts, self.campaigns
        escrow, account, purse = posts["escrow"], campaigns["account"], self.purses
        filled, returned = _filled(flows.credited, escrow), flows.debited(Code.CLOSE, escrow)
        yield from _unlike("set aside", "campaigns_post", posts["id"], posts["escrow_tokens"], filled)
        yield from _unlike("given back", "campaigns_post", posts["id"], posts["returned_tokens"], returned)
        of_posts = [rules.sums(self.campaign, posts[name], len(account)) for name in ("escrow_tokens", "returned_tokens")]
        yield from _unlike("set aside", "campaigns_campaign", campaigns["id"], of_posts[0], _filled(flows.debited, account))
        yield from _unlike(
            "given back", "campaigns_campaign", campaigns["id"], of_posts[1], flows.credited(Code.CLOSE, account)
        )
        funded, defunded = flows.credited(Code.FUND, account), flows.debited(Code.DEFUND, account)
        of_campaigns = [rules.sums(self.brand, tokens, len(purse)) for tokens in (funded, defunded)]
        yield from _unlike("funding", "brand", self.brands, of_campaigns[0], flows.debited(Code.FUND, purse))
        yield from _unlike("defunding", "brand", self.brands, of_campaigns[1], flows.credited(Code.DEFUND, purse))
        yield from self._spent(_paid_out(flows, escrow), funded - defunded, posts["escrow_tokens"] - posts["returned_tokens"])

    def _spent(self, spent: Column, funded: Column, set_aside: Column) -> Iterator[Finding]:
        """Spent ≤ funded: by each post, campaign and brand."""
        by_campaign, campaigns = rules.sums(self.campaign, spent, len(funded)), self.campaigns["id"]
        by_brand = rules.sums(self.brand, by_campaign, len(self.brands))
        funded_by_brand = rules.sums(self.brand, funded, len(self.brands))
        yield from _beyond("campaigns_post", self.posts["id"], spent, set_aside)
        yield from _beyond("campaigns_campaign", campaigns, by_campaign, funded)
        yield from _beyond("brand", self.brands, by_brand, funded_by_brand)


def _filled(side: Callable[[Code, Column], Column], accounts: Column) -> Column:
    return side(Code.PUBLISH, accounts) + side(Code.TOP_UP, accounts)


def _paid_out(flows: Turnover, escrow: Column) -> Column:
    out = flows.debited(Code.SETTLE, escrow) + flows.debited(Code.FEE, escrow)
    return cast(Column, out - flows.credited(Code.WITHDRAW, escrow) - flows.credited(Code.FEE_BACK, escrow))


def _unlike(rule: str, table: str, identifiers: Column, noted: Column, moved: Column) -> Iterator[Finding]:
    for row in np.flatnonzero(noted != moved):
        yield Finding(rule, place(table, identifiers[row]), f"{noted[row]} tokens are noted, transfers add up to {moved[row]}")


def _beyond(table: str, identifiers: Column, spent: Column, funded: Column) -> Iterator[Finding]:
    for row in np.flatnonzero((spent > funded) | (spent < 0)):
        yield Finding("spent", place(table, identifiers[row]), f"{spent[row]} tokens are spent of {funded[row]}")


def _whole(db: Database, query: Query) -> Columns:
    return concatenate(list(pages(db, query, 1)))
