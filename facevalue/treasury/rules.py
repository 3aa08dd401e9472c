"""What money in fiat is worth in tokens: pure functions."""

from facevalue.treasury.errors import PaymentOutOfRange

# The world outside, the reserve and the source of tokens belong to nobody.
NOBODY = 0
AMOUNT_CENTS_MAX = 4 * 10**9
TOKENS_PER_CENT_MAX = 10**3


def tokens_for(amount_cents: int, tokens_per_cent: int) -> int:
    """Raises PaymentOutOfRange for an amount that cannot be."""
    if not 0 < amount_cents <= AMOUNT_CENTS_MAX:
        raise PaymentOutOfRange(f"A payment is between 1 and {AMOUNT_CENTS_MAX} cents", amount_cents=amount_cents)
    return amount_cents * tokens_per_cent
