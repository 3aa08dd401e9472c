"""Settlement's door for reads."""

from facevalue.settlement.audit import audit, counts, cursors
from facevalue.settlement.rebuild import compare, rebuild
from facevalue.settlement.rules import Outcome

__all__ = ["Outcome", "audit", "compare", "counts", "cursors", "rebuild"]
