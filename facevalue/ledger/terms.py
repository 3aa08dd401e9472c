"""The words in which accounts and transfers are labelled."""

from enum import IntEnum

TOKEN = 1
"""The unit of the closed-loop token. From 100 on: purses of one brand; from 1000 on: 1000 + the ISO 4217 number, in cents."""

UNLIMITED = -(1 << 62)
"""The floor of accounts through which money enters and leaves the books."""

NEVER = (1 << 63) - 1
"""The expiry, in milliseconds since 1970, of a hold that does not expire."""

AMOUNT_MAX = 1 << 42
"""Of one transfer or hold; so that the sum of any batch fits into 63 bits."""


class Kind(IntEnum):
    """What an account is for. An owner has one account of each kind and unit."""

    BANK = 1
    RESERVE = 2
    ISSUANCE = 3
    BRAND = 4
    CAMPAIGN = 5
    ESCROW = 6
    PURSE = 7
    PENDING = 8
    OPERATOR = 9
    STORE_CLEARING = 10


class Code(IntEnum):
    """Why a transfer was made."""

    DEPOSIT = 1
    MINT = 2
    FUND = 3
    DEFUND = 4
    PUBLISH = 5
    TOP_UP = 6
    CLOSE = 7
    SETTLE = 8
    FEE = 9
    WITHDRAW = 10
    FEE_BACK = 11
    CLEAR = 12
    CAPTURE = 13
    REJECT = 14
    RESTORE = 15


class HoldState(IntEnum):
    """How far a hold has come; only an open one sets anything aside."""

    OPEN = 0
    CAPTURED = 1
    RELEASED = 2
    EXPIRED = 3
