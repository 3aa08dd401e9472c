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
from facevalue.settlement.rules import Outcome

__all__ = [
    "Card",
    "Figures",
    "Outcome",
    "Reach",
    "Reaction",
    "audit",
    "cards",
    "compare",
    "counts",
    "cursors",
    "figures_of_posts",
    "reacted",
    "reactions",
    "rebuild",
    "spread",
]
