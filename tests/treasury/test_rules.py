"""What an amount is worth, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevalue.ledger import actions as ledger
from facevalue.treasury import rules
from facevalue.treasury.errors import PaymentOutOfRange


@given(st.integers(), st.integers(1, rules.TOKENS_PER_CENT_MAX))
def test_an_amount_is_worth_its_rate_or_refused(amount_cents: int, tokens_per_cent: int) -> None:
    if 0 < amount_cents <= rules.AMOUNT_CENTS_MAX:
        assert rules.tokens_for(amount_cents, tokens_per_cent) == amount_cents * tokens_per_cent <= ledger.AMOUNT_MAX
    else:
        with pytest.raises(PaymentOutOfRange):
            rules.tokens_for(amount_cents, tokens_per_cent)
