"""Money in: every token stands on a recorded payment."""
