"""Tokens come into being against recorded payments alone."""

from typing import Any

import numpy as np
import pytest
from django.db import transaction

from facevalue.identity.errors import NotFound, WrongKind
from facevalue.kit.db import Database
from facevalue.ledger import actions as ledger
from facevalue.ledger import queries as balances
from facevalue.ledger.actions import Code, Kind, Transfer
from facevalue.treasury import actions, queries, rules
from facevalue.treasury.errors import CurrencyConflict, PaymentConflict, PaymentOutOfRange, UnknownCurrency
from facevalue.treasury.models import Payment
from tests import cast

BRAND = cast.KOPI_NUSANTARA
pytestmark = pytest.mark.usefixtures("everybody")


@pytest.fixture
def everybody(models: None) -> None:
    cast.enter()
    with transaction.atomic():
        actions.accept_currency("USD", 840, tokens_per_cent=100)


def pay(reference: str = "BCA 1", amount_cents: int = 50_000, payer: int = BRAND, currency: str = "USD") -> Payment:
    with transaction.atomic():
        return actions.record_payment(payer, amount_cents, currency, reference, cast.NOW, recorded_by=cast.TALA)


def account(db: Database, owner: int, kind: Kind, unit: int = ledger.TOKEN) -> int:
    return int(balances.accounts_of(db, np.array([0]), np.array([owner]), kind, unit)[0])


def test_a_payment_fills_the_reserve_and_mints_the_brands_tokens(db: Database) -> None:
    payment = pay()
    assert payment.tokens == 5_000_000
    assert balances.balance(db, account(db, BRAND, Kind.BRAND)).available == 5_000_000
    assert balances.balance(db, account(db, 0, Kind.RESERVE, 1_840)).available == 50_000
    assert balances.balance(db, account(db, 0, Kind.ISSUANCE)).posted == -5_000_000
    assert balances.balance(db, account(db, 0, Kind.BANK, 1_840)).posted == -50_000
    assert queries.backing(db) == queries.Backing(5_000_000, 5_000_000)
    assert list(queries.audit(db)) == list(balances.audit(db)) == []


def test_the_same_payment_again_mints_nothing(db: Database) -> None:
    assert pay() == pay()
    assert queries.backing(db).outstanding_tokens == 5_000_000


@pytest.mark.parametrize("change", [{"amount_cents": 50_001}, {"payer": cast.SIAM_GLOW}])
def test_a_reference_stands_for_one_payment(db: Database, change: dict[str, Any]) -> None:
    pay()
    with pytest.raises(PaymentConflict):
        pay(**change)
    assert queries.backing(db).outstanding_tokens == 5_000_000


@pytest.mark.parametrize("amount_cents", [0, -1, rules.AMOUNT_CENTS_MAX + 1])
def test_an_amount_that_cannot_be_mints_nothing(db: Database, amount_cents: int) -> None:
    with pytest.raises(PaymentOutOfRange):
        pay(amount_cents=amount_cents)
    assert queries.backing(db) == queries.Backing(0, 0)
    assert list(queries.audit(db)) == []


def test_the_largest_payment_fits_into_the_ledger(db: Database) -> None:
    with transaction.atomic():
        actions.accept_currency("KWD", 414, tokens_per_cent=rules.TOKENS_PER_CENT_MAX)
    assert pay(amount_cents=rules.AMOUNT_CENTS_MAX, currency="KWD").tokens <= ledger.AMOUNT_MAX


def test_tokens_are_minted_for_brands_alone() -> None:
    with pytest.raises(WrongKind):
        pay(payer=cast.SENYUM_OPERATOR)
    with pytest.raises(NotFound):
        pay(payer=999)
    assert not Payment.objects.exists()


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(UnknownCurrency):
        pay(currency="XXX")


def test_a_rate_never_changes() -> None:
    for _ in range(2):
        with transaction.atomic():
            assert actions.accept_currency("USD", 840, tokens_per_cent=100).unit == 1_840
    with pytest.raises(CurrencyConflict), transaction.atomic():
        actions.accept_currency("USD", 840, tokens_per_cent=101)


def test_each_currency_backs_at_its_own_rate(db: Database) -> None:
    with transaction.atomic():
        actions.accept_currency("EUR", 978, tokens_per_cent=110)
    pay(amount_cents=100)
    pay("SEPA 1", amount_cents=200, currency="EUR")
    assert queries.backing(db) == queries.Backing(32_000, 32_000)


def test_a_brand_sees_its_own_payments() -> None:
    mine, theirs = pay(), pay("BBL 1", payer=cast.SIAM_GLOW)
    assert queries.payments(BRAND) == [mine]
    assert queries.payments(cast.SIAM_GLOW) == [theirs]


def test_the_audit_sees_tokens_without_a_payment(db: Database) -> None:
    pay(amount_cents=100)
    issuance, brand = account(db, 0, Kind.ISSUANCE), account(db, BRAND, Kind.BRAND)
    with db.transaction():
        ledger.transfer(db, [Transfer(issuance, brand, 7, ledger.TOKEN, Code.MINT, "out of thin air")], cast.NOW)
    findings = list(queries.audit(db))
    assert [(finding.rule, finding.where) for finding in findings] == [("backing", "reserve"), ("payments", "issuance")]
    assert "10007" in findings[0].detail


def test_the_audit_sees_money_that_nobody_paid(db: Database) -> None:
    pay(amount_cents=100)
    bank, reserve = account(db, 0, Kind.BANK, 1_840), account(db, 0, Kind.RESERVE, 1_840)
    with db.transaction():
        ledger.transfer(db, [Transfer(bank, reserve, 7, 1_840, Code.DEPOSIT, "found")], cast.NOW)
    (finding,) = queries.audit(db)
    assert (finding.rule, finding.where) == ("payments", "reserve in USD")
