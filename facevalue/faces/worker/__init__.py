"""Which room's work runs when."""
