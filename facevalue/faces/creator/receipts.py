"""Receipts in words."""

from typing import Any, NamedTuple

from facevalue.campaigns import queries as campaigns
from facevalue.faces.creator.words import DEEDS, MOVEMENTS, OUTCOMES
from facevalue.faces.ui.engine import engine
from facevalue.identity import queries as identity
from facevalue.insight import queries as insight
from facevalue.insight.queries import Line, Receipt
from facevalue.kit.db import Database
from facevalue.settlement.queries import Rule
from facevalue.social import queries as social


class Told(NamedTuple):
    """One engagement of a receipt: by whom (`name`), what they did, why it brought what it brought, and whether the reader can
    open the post in this app."""

    line: Line
    name: str
    deed: Any
    why: Any
    here: bool


class Explained(NamedTuple):
    """A receipt as a page shows it: what the payment is called, its engagements, and the rules with the campaigns' names."""

    receipt: Receipt
    words: Any
    lines: list[Told]
    rules: list[tuple[Rule, str]]


def explain(db: Database, person: int, app: int, transfer: int) -> Explained:
    """The receipt of a transfer of this person. Raises UnknownTransfer, ReceiptNotReady, EngineMissing."""
    found = insight.receipt(engine().store, db, person, transfer)
    shown = campaigns.names({rule.campaign for rule in found.rules.values()})
    rules = [(rule, shown.get(rule.campaign, "")) for rule in found.rules.values()]
    return Explained(found, MOVEMENTS[found.code], tell(db, found.lines, app), rules)


def tell(db: Database, lines: list[Line], app: int) -> list[Told]:
    """Engagements in words."""
    names = identity.names({line.actor for line in lines})
    contents = social.content(db, {line.post for line in lines})
    return [
        Told(
            line,
            names.get(line.actor, ""),
            DEEDS[line.kind],
            OUTCOMES.get(line.outcome, ""),
            line.post in contents and contents[line.post].app == app,
        )
        for line in lines
    ]
