"""Budgets, rate cards, caps and dates: what a brand offers, and what it sets aside for each post."""
