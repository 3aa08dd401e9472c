"""What others may ask of treasury."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from facevalue.kit import sql
from facevalue.kit.db import Database
from facevalue.ledger import queries as ledger
from facevalue.ledger.queries import Account, Finding, Kind
from facevalue.treasury import rules
from facevalue.treasury.models import Currency, Payment

__all__ = ["Backing", "audit", "backing", "payments", "tokens_per_cent"]

_SQL = sql.load("facevalue.treasury")


@dataclass(frozen=True, slots=True)
class Backing:
    """Tokens that are out, and tokens that the reserve stands for at the rates of its currencies."""

    outstanding_tokens: int
    backed_tokens: int


def payments(payer: int) -> list[Payment]:
    """The payments of an organisation, newest first."""
    return list(Payment.objects.filter(payer=payer).select_related("currency").order_by("-id"))


def tokens_per_cent(code: str) -> int:
    """What a hundredth of a currency (ISO 4217 code) buys, 0 if the currency is not accepted."""
    found = Currency.objects.filter(code=code).first()
    return found.tokens_per_cent if found else 0


def backing(db: Database) -> Backing:
    """What stands behind the tokens; `outstanding_tokens` ≤ `backed_tokens`, always."""
    issuance = _account(db, Kind.ISSUANCE, ledger.TOKEN)
    backed = 0
    for unit, _, tokens_per_cent, _, _ in db.rows(_SQL.currencies):
        reserve = _account(db, Kind.RESERVE, unit)
        backed += (reserve.credits - reserve.debits) * tokens_per_cent if reserve else 0
    return Backing(issuance.debits - issuance.credits if issuance else 0, backed)


def audit(db: Database) -> Iterator[Finding]:
    """Tokens beyond the reserve, and tokens or money in the reserve that no recorded payment explains."""
    now = backing(db)
    if now.outstanding_tokens > now.backed_tokens:
        detail = f"{now.outstanding_tokens} tokens are out, the reserve stands for {now.backed_tokens}"
        yield Finding("backing", "reserve", detail)
    minted_tokens = 0
    for unit, code, _, paid_cents, paid_tokens in db.rows(_SQL.currencies):
        minted_tokens += paid_tokens
        reserve = _account(db, Kind.RESERVE, unit)
        received_cents = reserve.credits if reserve else 0
        if received_cents != paid_cents:
            yield Finding(
                "payments", f"reserve in {code}", f"received {received_cents} cents, payments of {paid_cents} are recorded"
            )
    issuance = _account(db, Kind.ISSUANCE, ledger.TOKEN)
    issued_tokens = issuance.debits if issuance else 0
    if issued_tokens != minted_tokens:
        yield Finding("payments", "issuance", f"issued {issued_tokens} tokens, recorded payments allow {minted_tokens}")


def _account(db: Database, kind: Kind, unit: int) -> Account | None:
    found = int(ledger.accounts_of(db, np.zeros(1, np.int64), np.array([rules.NOBODY]), kind, unit)[0])
    return ledger.account(db, found) if found else None
