"""Insight: settled engagements in columns, and the figures that a brand watches; all of it can be made again from facts."""
