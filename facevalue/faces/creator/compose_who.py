"""Who composes, and how a phone knows whose posts wait on it without learning anybody's id."""

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

ACCOUNT_HEADER = "Facevalue-Account"
_SALT = "facevalue.creator.account"


def account(app: int, person: int) -> str:
    """The name of a person's account towards the phone: the same for the same app and person, and good for nothing else."""
    return salted_hmac(_SALT, f"{app}:{person}", algorithm="sha256").hexdigest()[:24]


def account_of(request: HttpRequest) -> str:
    """The account that a page is made for; empty if nobody is logged in, or nobody has looked yet who it is."""
    app, user = getattr(request, "app", None), getattr(request, "user", None)
    return account(app.pk, user.pk) if app and user and user.is_authenticated else ""
