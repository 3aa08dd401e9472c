"""What can go wrong in treasury."""

from facevalue.kit.errors import FacevalueError


class UnknownCurrency(FacevalueError):
    """The deployment does not take this currency."""

    code = "unknown_currency"
    status = 422
    title = "This currency is not accepted here"


class CurrencyConflict(FacevalueError):
    """The currency has another rate already: a rate is never changed, for tokens were minted at it."""

    code = "currency_conflict"
    status = 409
    title = "This currency has another rate already"


class PaymentOutOfRange(FacevalueError):
    """Nothing, a negative amount, or more than can be."""

    code = "payment_out_of_range"
    status = 422
    title = "This amount cannot be paid in"


class PaymentConflict(FacevalueError):
    """The reference was recorded before, for another payment."""

    code = "idempotency_conflict"
    status = 409
    title = "A payment with this reference was recorded before"
