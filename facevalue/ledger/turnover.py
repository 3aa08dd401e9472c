"""What went through accounts, by the reason of the transfers: each sum recomputed from all transfers, none looked up."""

from typing import NamedTuple

import numpy as np

from facevalue.kit import sql
from facevalue.kit.columns import Column
from facevalue.kit.compare import pages
from facevalue.kit.db import Database
from facevalue.ledger.terms import Code

_SQL = sql.load("facevalue.ledger")
PAGE_ROWS = 200_000


class Turnover(NamedTuple):
    """`debits` and `credits` by [code - first code, row of the account]; `accounts` ascend."""

    accounts: Column
    first: Code
    debits: "np.ndarray[tuple[int, int], np.dtype[np.int64]]"
    credits: "np.ndarray[tuple[int, int], np.dtype[np.int64]]"

    def debited(self, code: Code, accounts: Column) -> Column:
        """What left each of `accounts` for this reason."""
        return self._of(self.debits, code, accounts)

    def credited(self, code: Code, accounts: Column) -> Column:
        """What came into each of `accounts` for this reason."""
        return self._of(self.credits, code, accounts)

    def _of(self, sums: "np.ndarray[tuple[int, int], np.dtype[np.int64]]", code: Code, accounts: Column) -> Column:
        if not len(self.accounts):
            return np.zeros(len(accounts), np.int64)
        row = np.minimum(np.searchsorted(self.accounts, accounts), len(self.accounts) - 1)
        return np.where(self.accounts[row] == accounts, sums[code - self.first][row], 0)


def turnover(db: Database, accounts: Column, first: Code, last: Code) -> Turnover:
    """The sums of `accounts` over the transfers with codes from `first` to `last`."""
    accounts = np.unique(accounts)
    sums = np.zeros((2, last - first + 1, len(accounts)), np.int64)
    if not len(accounts):
        return Turnover(accounts, first, *sums)
    for page in pages(db, _SQL.page_of_moves, 2, PAGE_ROWS, first=int(first), last=int(last)):
        for side, name in enumerate(("debit", "credit")):
            row = np.minimum(np.searchsorted(accounts, page[name]), len(accounts) - 1)
            known = accounts[row] == page[name]
            np.add.at(sums[side], (page["code"][known] - first, row[known]), page["amount"][known])
    return Turnover(accounts, first, *sums)
