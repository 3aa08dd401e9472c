"""What somebody may change behind the house's back, and what the audits then say: rule and place."""

from collections.abc import Callable
from typing import Any

import numpy as np

from facevalue.kit.columns import Columns, pack, unpack
from facevalue.kit.db import Database
from facevalue.settlement.queries import Outcome

Change = str | Callable[[Database, Database], None]


def body_of(table: str, pick: Callable[[Columns], Any], change: Callable[[Columns, int], None]) -> Change:
    """Changes the first row that `pick` marks in the packed columns of a table's bodies."""
    key = {"kit_fact": "kind = 'settled' AND seq", "social_log_segment": "seq"}[table]

    def tamper(db: Database, log: Database) -> None:
        raw: Any = (db if table == "kit_fact" else log).raw
        mark = "?" if db.engine == "sqlite" else "%s"
        where = "WHERE kind = 'settled'" if table == "kit_fact" else ""
        for seq, body in raw.execute(f"SELECT seq, body FROM {table} {where} ORDER BY seq").fetchall():
            columns = {name: column.copy() for name, column in unpack(bytes(body)).items()}
            rows = np.flatnonzero(pick(columns))
            if len(rows):
                change(columns, int(rows[0]))
                raw.execute(f"UPDATE {table} SET body = {mark} WHERE {key} = {mark}", (pack(columns), seq))
                return
        raise AssertionError("nothing to change")

    return tamper


def put(name: str, value: int) -> Callable[[Columns, int], None]:
    def change(columns: Columns, row: int) -> None:
        columns[name][row] = value

    return change


def drop(columns: Columns, row: int) -> None:
    for name in columns:
        columns[name] = np.delete(columns[name], row)


def paid(columns: Columns) -> Any:
    return columns["price"] > 0


def second(columns: Columns) -> Any:
    return columns["outcome"] == Outcome.SECOND_DEGREE


def shares(columns: Columns) -> Any:
    return columns["op"] == 3


# Stand in the statements below under these names.
_WHERE = {
    "CAPPED": "SELECT escrow FROM social_post WHERE id = {capped}",
    "FACT": "kind = 'settled' AND seq = (SELECT max(seq) FROM kit_fact WHERE kind = 'settled')",
    "PAID": "outcome = 15 AND price > 0 AND post = {capped}",
    "FUND": "SELECT debit FROM ledger_transfer WHERE code = 3 ORDER BY id LIMIT 1",
}


def named(text: str, posts: dict[str, int]) -> str:
    """With the ids of the posts that it names."""
    return text.format(**posts, **{name: where.format(**posts) for name, where in _WHERE.items()})


# By audit: what somebody does → how, and the rule and the place that then are named.
TAMPERINGS: dict[str, dict[str, tuple[Change, str, str]]] = {
    "ledger": {
        "a balance": ("UPDATE ledger_account SET credits = credits + 1 WHERE id = ({CAPPED})", "balance", "account"),
    },
    "treasury": {
        "a payment": ("UPDATE treasury_payment SET tokens = tokens + 1 WHERE payer_id = 11", "payments", "issuance"),
        "a rate": ("UPDATE treasury_currency SET tokens_per_cent = 1", "backing", "reserve"),
    },
    "campaigns": {
        "an escrow's size": (
            "UPDATE campaigns_post SET escrow_tokens = escrow_tokens + 1 WHERE id = {full}",
            "set aside",
            "campaigns_post {full}",
        ),
        "an escrow beyond the cap": (
            "UPDATE campaigns_campaign SET cap_post_tokens = 99 WHERE brand_id = 11",
            "cap of posts",
            "campaigns_post {capped}",
        ),
        "a series beyond the cap": (
            "UPDATE campaigns_campaign SET cap_creator_tokens = 99 WHERE brand_id = 11",
            "cap of creators",
            "campaigns_series {capped}",
        ),
        "what came back": (
            "UPDATE campaigns_post SET returned_tokens = returned_tokens - 1 WHERE id = {closing}",
            "given back",
            "campaigns_post {closing}",
        ),
        "what a campaign has set aside": (
            "UPDATE campaigns_campaign SET set_aside_tokens = set_aside_tokens + 1 WHERE brand_id = 12",
            "campaign",
            "campaigns_campaign",
        ),
        "what a series has set aside": (
            "UPDATE campaigns_series SET escrow_tokens = escrow_tokens + 1 WHERE id = {held}",
            "series",
            "campaigns_series {held}",
        ),
        "whose series it is": ("UPDATE campaigns_post SET creator = 5 WHERE id = {held}", "series", "{held}"),
        "a top-up": ("UPDATE campaigns_topup SET tokens = 400", "top-up", "campaigns_post {capped}"),
        "whose escrow it is": (
            "UPDATE campaigns_post SET escrow_account = ({CAPPED}) WHERE id = {full}",
            "account",
            "campaigns_post {full}",
        ),
        "whose account it is": (
            "UPDATE campaigns_campaign SET account = 1 WHERE brand_id = 11",
            "account",
            "campaigns_campaign",
        ),
        "funding": ("UPDATE ledger_transfer SET code = 2 WHERE code = 3", "spent", "campaigns_campaign"),
        "whom the funds come from": (
            "UPDATE ledger_transfer SET debit = ({FUND}) WHERE code = 3",
            "funding",
            "brand 12",
        ),
        "defunding": ("UPDATE ledger_transfer SET credit = 1 WHERE code = 4", "defunding", "brand 12"),
        "spending": (
            "UPDATE ledger_transfer SET amount = 5000 WHERE code = 8 AND debit = ({CAPPED})",
            "spent",
            "campaigns_post {capped}",
        ),
        "a cursor on facts": ("UPDATE campaigns_cursor SET seq = 99", "cursor", "campaigns_cursor closed"),
    },
    "log": {
        "what people see": ("UPDATE social_content SET creator = 5", "content", "social_content {full}"),
        "a comment's post": ("UPDATE social_comment SET post = post + 1", "comment", "social_comment"),
        "a comment that was told": (
            "DELETE FROM social_log_delivery WHERE key LIKE 'comment %'",
            "comment",
            "social_comment",
        ),
        "a segment's bytes": (
            "UPDATE social_log_segment SET body = substr(body, 1, 9) WHERE seq = 1",
            "log",
            "social_log_segment 1",
        ),
        "a segment's size": (
            "UPDATE social_log_segment SET records = records + 1 WHERE seq = 1",
            "log",
            "social_log_segment 1",
        ),
        "a segment": ("DELETE FROM social_log_segment WHERE seq = 1", "delivery", "outbox"),
        "a segment's details": (
            "UPDATE social_log_segment SET details = substr(details, 1, 0) WHERE seq = 1",
            "log",
            "social_log_segment 1",
        ),
        "the log's head": ("UPDATE social_log_head SET seq = 1", "log", "social_log_head"),
        "a record's slot": (body_of("social_log_segment", shares, put("slot", 255)), "log", "social_log_segment"),
        "a post's creator": ("UPDATE social_post SET creator = 5 WHERE id = {full}", "post", "social_post {full}"),
        "a post": ("DELETE FROM social_post WHERE id = {full}", "post", "social_post {full}"),
        "a post's id": ("UPDATE social_post SET id = id + 1 WHERE id = {full}", "post", "social_post"),
    },
    "settlement": {
        "a cursor beyond the log": (
            "UPDATE settlement_slot SET position = 1000000000000 WHERE slot = 3",
            "cursor",
            "settlement_slot 3",
        ),
        "a cursor set back": (
            "UPDATE settlement_slot SET position = 0 WHERE slot = (SELECT slot FROM social_post WHERE id = {capped})",
            "journal",
            "position",
        ),
        "a slot": ("DELETE FROM settlement_slot WHERE slot = 3", "cursor", "settlement_slot 3"),
        "a fact": ("DELETE FROM kit_fact WHERE {FACT}", "journal", "position"),
        "the number of facts": ("UPDATE kit_fact SET seq = seq + 1 WHERE {FACT}", "fact", "kit_fact settled"),
        "a fact twice": (
            "INSERT INTO kit_fact (kind, seq, at_ms, body) SELECT kind, seq + 1, at_ms, body FROM kit_fact WHERE {FACT};"
            "UPDATE kit_fact_head SET seq = seq + 1 WHERE kind = 'settled'",
            "journal",
            "position",
        ),
        "a fact's bytes": ("UPDATE kit_fact SET body = substr(body, 1, 9) WHERE {FACT}", "fact", "kit_fact settled"),
        "a row of a fact": (body_of("kit_fact", paid, drop), "journal", "position"),
        "who it was": (body_of("kit_fact", paid, put("actor", 5)), "journal", "position"),
        "whose it was": (body_of("kit_fact", paid, put("campaign", 5)), "fact", "kit_fact settled"),
        "a paid degree": (body_of("kit_fact", paid, put("degree", 2)), "fact", "kit_fact settled"),
        "a price beyond the first degree": (body_of("kit_fact", second, put("price", 9)), "fact", "kit_fact settled"),
        "a price of a fact": (body_of("kit_fact", paid, put("price", 9)), "paid", "social_post"),
        "a fee of a fact": (body_of("kit_fact", paid, put("fee", 9)), "fee", "social_post"),
        "an undo that was none": (body_of("kit_fact", paid, put("undo", 1)), "fact", "kit_fact settled"),
        "an engagement": ("DELETE FROM settlement_engagement WHERE {PAID}", "reach", "social_post {capped}"),
        "its price": ("UPDATE settlement_engagement SET price = price + 1 WHERE {PAID}", "price", "social_post {capped}"),
        "whether it counts": ("UPDATE settlement_engagement SET counted = 0 WHERE {PAID}", "reach", "social_post {capped}"),
        "an engagement's post": ("UPDATE settlement_engagement SET post = 5 WHERE {PAID}", "engagement", "post 5"),
        "its series": ("UPDATE settlement_engagement SET series = 5 WHERE {PAID}", "engagement", "series 5"),
        "its actor": ("UPDATE settlement_engagement SET actor = 101 WHERE kind = 3 AND {PAID}", "engagement", "actor 101"),
        "its time": ("UPDATE settlement_engagement SET at = 5 WHERE {PAID}", "engagement", "post {capped}"),
        "its position": ("UPDATE settlement_engagement SET position = 5 WHERE {PAID}", "engagement", "post {capped}"),
        "its degree": ("UPDATE settlement_engagement SET degree = 2 WHERE {PAID}", "engagement", "post {capped}"),
        "its outcome": ("UPDATE settlement_engagement SET outcome = 7 WHERE {PAID}", "engagement", "post {capped}"),
        "its number": ("UPDATE settlement_engagement SET number = 3 WHERE {PAID}", "engagement", "post {capped}"),
        "a second degree": ("UPDATE settlement_engagement SET degree = 1 WHERE outcome = 8", "engagement", "post {capped}"),
        "paid without a price": ("UPDATE settlement_engagement SET price = 0 WHERE {PAID}", "engagement", "post {capped}"),
        "a price without a rating": ("UPDATE settlement_engagement SET number = 0 WHERE {PAID}", "engagement", "post {capped}"),
        "the cap of actors": ("UPDATE social_post SET cap_actor = 1", "cap of actors", "actor 201"),
        "the cap of a post": ("UPDATE social_post SET cap_post = 1 WHERE id = {full}", "spent", "social_post {full}"),
        "what was granted": ("UPDATE social_post SET granted = 1 WHERE id = {full}", "spent", "social_post {full}"),
        "what settlement moved": (
            "UPDATE ledger_transfer SET amount = amount + 1 WHERE code = 8 AND debit = ({CAPPED})",
            "paid",
            "social_post {capped}",
        ),
        "whom settlement paid": (
            "UPDATE ledger_transfer SET credit = 5 WHERE code = 8 AND debit = ({CAPPED})",
            "earned",
            "ledger_account",
        ),
        "what the operator took": ("UPDATE ledger_transfer SET amount = amount + 1 WHERE code = 9", "fee", "social_post"),
        "what cleared": ("UPDATE ledger_transfer SET credit = 5 WHERE code = 12", "cleared", "ledger_account"),
        "what waits for the clock": ("UPDATE settlement_clearing SET tokens = tokens + 1", "clearing", "settlement_clearing"),
        "when it clears": ("UPDATE settlement_slot SET clock_hour = 0", "clearing", "settlement_clearing"),
        "what is in pending accounts": (
            "UPDATE ledger_account SET credits = credits + 1 WHERE id = (SELECT pending FROM social_post WHERE id = {held})",
            "pending",
            "ledger_account",
        ),
        "a post's purse": ("UPDATE social_post SET purse = pending WHERE id = {full}", "account", "social_post {full}"),
        "a post that campaigns know otherwise": (
            "UPDATE campaigns_post SET closes_at = 5 WHERE id = {full}",
            "post",
            "social_post {full}",
        ),
        "a closed post": ("UPDATE social_post SET closed = 0 WHERE id = {closing}", "post", "social_post {closing}"),
        "a hold on an escrow": (
            "UPDATE ledger_account SET held = held + 1 WHERE id = ({CAPPED})",
            "grant",
            "campaigns_post {capped}",
        ),
        "an announcement": ("DELETE FROM campaigns_outbox WHERE sent_at = 0", "post", "{in the outbox}"),
    },
    "settling again": {
        "an edge": ("DELETE FROM social_edge WHERE kind = 34", "replay", "social_edge"),
        "a block": ("UPDATE social_block SET position = 5", "replay", "social_block"),
        "a tier": ("UPDATE social_tier SET held = 0", "replay", "social_tier"),
        "a post's prices": ("UPDATE social_post SET price_like = 9 WHERE id = {full}", "replay", "id {full}"),
        "what is closed": ("DELETE FROM settlement_closed", "replay", "settlement_closed"),
        "what the clock cleared": ("UPDATE settlement_turn SET hour = hour + 1", "replay", "settlement_turn"),
        "a clock": ("UPDATE settlement_slot SET clock_hour = 7 WHERE slot = 3", "replay", "settlement_slot slot 3"),
        "an engagement's day": ("UPDATE settlement_engagement SET day = 7 WHERE {PAID}", "replay", "post {capped}"),
        "whom it came by": (body_of("social_log_segment", shares, put("via", 5)), "replay", "settlement_engagement"),
        "an outcome": (body_of("kit_fact", second, put("outcome", 9)), "replay", "position"),
        "money": (
            "UPDATE ledger_transfer SET amount = amount + 1 WHERE code = 8 AND debit = ({CAPPED})",
            "replay",
            "ledger_account",
        ),
        "a promise of the log": (
            "UPDATE social_log_segment SET details = substr(details, 1, 0) WHERE seq = 1",
            "audit",
            "settling again",
        ),
    },
}
