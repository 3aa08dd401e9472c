"""What treasury writes, in the transaction that its caller opened. Times are milliseconds since the Unix epoch."""

import numpy as np
from django.db import connection

from facevalue.identity import queries as identity
from facevalue.identity.errors import WrongKind
from facevalue.identity.queries import OrganisationKind
from facevalue.kit import ids
from facevalue.kit.db import Database, wrap
from facevalue.ledger import actions as ledger
from facevalue.ledger.actions import Code, Kind, Transfer
from facevalue.treasury import rules
from facevalue.treasury.errors import CurrencyConflict, PaymentConflict, UnknownCurrency
from facevalue.treasury.models import Currency, Payment


def accept_currency(code: str, number: int, tokens_per_cent: int) -> Currency:
    """Takes payments in a currency (ISO 4217 code and number) at this rate, for good; 100 tokens per cent makes 10,000
    tokens a dollar. Raises CurrencyConflict if it has another rate already."""
    wanted = {"code": code, "tokens_per_cent": tokens_per_cent}
    currency, _ = Currency.objects.get_or_create(unit=Currency.UNITS_FROM + number, defaults=wanted)
    if (currency.code, currency.tokens_per_cent) != (code, tokens_per_cent):
        raise CurrencyConflict(f"{currency.code} stands at {currency.tokens_per_cent} tokens per cent")
    return currency


def record_payment(
    payer: int, amount_cents: int, currency: str, reference: str, now_ms: int, recorded_by: int | None = None
) -> Payment:
    """Records money that has arrived and mints the payer's tokens for it: both, or neither.

    The bank's reference makes it unique: the same payment again changes nothing and gives the same answer. Raises
    UnknownCurrency, PaymentOutOfRange, PaymentConflict, and identity's NotFound, or WrongKind if the payer is no brand.
    """
    if identity.organisation(payer).kind != OrganisationKind.BRAND:
        raise WrongKind("Tokens are minted for brands alone")
    found = Currency.objects.filter(code=currency).first()
    if found is None:
        raise UnknownCurrency(f"{currency} is not accepted here")
    tokens = rules.tokens_for(amount_cents, found.tokens_per_cent)
    known = Payment.objects.filter(reference=reference).first()
    if known is not None:
        if (known.payer_id, known.currency_id, known.amount_cents) != (payer, found.unit, amount_cents):
            raise PaymentConflict(f"{reference} stands for another payment")
        return known
    fiat_transfer, token_transfer = _mint(payer, found.unit, amount_cents, tokens, reference, now_ms)
    return Payment.objects.create(
        id=ids.make(),
        payer_id=payer,
        currency=found,
        amount_cents=amount_cents,
        tokens=tokens,
        reference=reference,
        recorded_by_id=recorded_by,
        recorded_at=now_ms,
        fiat_transfer=fiat_transfer,
        token_transfer=token_transfer,
    )


def _mint(payer: int, fiat: int, amount_cents: int, tokens: int, reference: str, now_ms: int) -> list[int]:
    """The linked transfers of a payment: fiat into the reserve, and tokens to the payer."""
    assert connection.in_atomic_block, "the caller opens the transaction"
    db = wrap(connection.connection)
    bank = _open(db, rules.NOBODY, Kind.BANK, fiat, now_ms, floor=ledger.UNLIMITED)
    reserve = _open(db, rules.NOBODY, Kind.RESERVE, fiat, now_ms)
    issuance = _open(db, rules.NOBODY, Kind.ISSUANCE, ledger.TOKEN, now_ms, floor=ledger.UNLIMITED)
    brand = _open(db, payer, Kind.BRAND, ledger.TOKEN, now_ms)
    key = f"payment:{reference}"
    deposit = Transfer(bank, reserve, amount_cents, fiat, Code.DEPOSIT, f"{key}:fiat")
    mint = Transfer(issuance, brand, tokens, ledger.TOKEN, Code.MINT, f"{key}:tokens")
    return ledger.transfer(db, [deposit, mint], now_ms)


def _open(db: Database, owner: int, kind: Kind, unit: int, now_ms: int, floor: int = 0) -> int:
    opened = ledger.open_accounts(db, np.zeros(1, np.int64), np.array([owner], np.int64), kind, unit, floor, now_ms=now_ms)
    return int(opened[0])
