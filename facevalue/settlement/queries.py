"""Settlement's door for reads."""

from facevalue.settlement.rules import Outcome

__all__ = ["Outcome"]
