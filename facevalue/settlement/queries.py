"""Settlement's door for reads."""

from facevalue.settlement.audit import audit, counts, cursors
from facevalue.settlement.reactions import (
    Card,
    Figures,
    Reach,
    Reaction,
    cards,
    figures_of_posts,
    reacted,
    reactions,
    spread,
)
from facevalue.settlement.rebuild import compare, rebuild
from facevalue.settlement.rules import CLEARS_NEVER, Outcome
from facevalue.settlement.wallet import (
    BrandPurse,
    Clearing,
    Movement,
    Rule,
    Turn,
    Wallet,
    cleared_hours,
    movements,
    post_of_turn,
    rejections,
    rules,
    turns,
    wallet,
)

__all__ = [
    "CLEARS_NEVER",
    "BrandPurse",
    "Card",
    "Clearing",
    "Figures",
    "Movement",
    "Outcome",
    "Reach",
    "Reaction",
    "Rule",
    "Turn",
    "Wallet",
    "audit",
    "cards",
    "cleared_hours",
    "compare",
    "counts",
    "cursors",
    "figures_of_posts",
    "movements",
    "post_of_turn",
    "reacted",
    "reactions",
    "rebuild",
    "rejections",
    "rules",
    "spread",
    "turns",
    "wallet",
]
