"""The tables of treasury. Times are milliseconds since the Unix epoch; amounts of fiat money in cents."""

from django.db import models
from django.db.models import F, Q

from facevalue.kit import ids
from facevalue.treasury.rules import AMOUNT_CENTS_MAX, TOKENS_PER_CENT_MAX


class Currency(models.Model):
    """A currency that is accepted, at a rate that never changes. Its unit in the ledger: 1,000 + its ISO 4217 number."""

    UNITS_FROM = 1_000

    unit = models.IntegerField(primary_key=True)
    code = models.CharField(max_length=3, unique=True)
    tokens_per_cent = models.IntegerField()

    class Meta:
        db_table = "treasury_currency"
        constraints = [
            models.CheckConstraint(condition=Q(unit__range=(1_001, 1_999)), name="treasury_currency_unit"),
            models.CheckConstraint(condition=Q(tokens_per_cent__range=(1, TOKENS_PER_CENT_MAX)), name="treasury_currency_rate"),
        ]

    def __str__(self) -> str:
        return self.code


class Payment(models.Model):
    """Money that arrived from an organisation, and the tokens that were minted for it. The reference is the bank's."""

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    payer = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    currency = models.ForeignKey(Currency, on_delete=models.PROTECT, related_name="payments")
    amount_cents = models.BigIntegerField()
    tokens = models.BigIntegerField()
    reference = models.CharField(max_length=140, unique=True)
    recorded_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+", null=True)
    recorded_at = models.BigIntegerField()
    fiat_transfer = models.BigIntegerField()
    token_transfer = models.BigIntegerField()

    class Meta:
        db_table = "treasury_payment"
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__range=(1, AMOUNT_CENTS_MAX)), name="treasury_payment_amount"),
            models.CheckConstraint(condition=Q(tokens__gte=F("amount_cents")), name="treasury_payment_tokens"),
        ]

    def __str__(self) -> str:
        return self.reference
