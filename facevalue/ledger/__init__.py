"""Money: accounts, transfers between them, and holds, in double entry and integers."""
