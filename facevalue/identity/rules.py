"""Who may do what, and what a key looks like: pure functions."""

import hashlib
import secrets
from datetime import UTC, datetime
from enum import StrEnum

KEY_PREFIX = "fv"
SECRET_BYTES = 32
_PUBLIC_ID_DIGITS = 16


class OrganisationKind(StrEnum):
    """What an organisation is here for."""

    BRAND = "brand"
    AGENCY = "agency"
    RETAILER = "retailer"
    APP_OPERATOR = "app_operator"
    OPERATOR = "operator"


class RoleKind(StrEnum):
    """What a person is in an organisation, or an agency in a brand."""

    OWNER = "owner"
    MANAGER = "manager"
    TREASURER = "treasurer"
    ANALYST = "analyst"
    MODERATOR = "moderator"


class Verb(StrEnum):
    """What can be done in an organisation: see its figures, plan campaigns, fund them, handle credentials and roles, and
    (for the operator) record payments and decide what may be shown."""

    SEE = "see"
    PLAN = "plan"
    FUND = "fund"
    CREDENTIALS = "credentials"
    ROLES = "roles"
    PAYMENTS = "payments"
    MODERATE = "moderate"


class Scope(StrEnum):
    """What a credential opens."""

    ENGAGEMENTS_WRITE = "engagements:write"
    LIVE_READ = "live:read"


_POWERS: dict[RoleKind, frozenset[Verb]] = {
    RoleKind.OWNER: frozenset(Verb),
    RoleKind.MANAGER: frozenset({Verb.SEE, Verb.PLAN, Verb.FUND, Verb.CREDENTIALS}),
    RoleKind.TREASURER: frozenset({Verb.SEE, Verb.FUND, Verb.PAYMENTS}),
    RoleKind.ANALYST: frozenset({Verb.SEE}),
    RoleKind.MODERATOR: frozenset({Verb.SEE, Verb.MODERATE}),
}
# Whatever concerns everybody is the operator's.
_OPERATOR_ALONE = frozenset({Verb.PAYMENTS, Verb.MODERATE})


def powers(role: RoleKind, kind: OrganisationKind) -> frozenset[Verb]:
    """What a role allows in an organisation of this kind."""
    verbs = _POWERS[role]
    return verbs if kind == OrganisationKind.OPERATOR else verbs - _OPERATOR_ALONE


def powers_by_mandate(role: RoleKind, mandate: RoleKind) -> frozenset[Verb]:
    """What a person with `role` in an agency may do for a brand: what both roles allow, but never hand out roles there."""
    return powers(role, OrganisationKind.AGENCY) & powers(mandate, OrganisationKind.BRAND) - {Verb.ROLES}


def make_secret() -> str:
    """A new secret: 256 random bits as hexadecimal digits."""
    return secrets.token_hex(SECRET_BYTES)


def digest(secret: str) -> str:
    """What is stored of a secret. It is random and long, so a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def write_key(credential: int, secret: str) -> str:
    """The key text of a credential: `fv_<public id>_<secret>`, the public id being the credential's id."""
    return f"{KEY_PREFIX}_{credential:0{_PUBLIC_ID_DIGITS}x}_{secret}"


def read_key(text: str) -> tuple[int, str] | None:
    """(credential, secret) of a key text, None if it is none."""
    parts = text.split("_")
    if len(parts) != 3 or parts[0] != KEY_PREFIX or len(parts[2]) != 2 * SECRET_BYTES or not text.isascii():
        return None
    public_id = parts[1]
    if len(public_id) != _PUBLIC_ID_DIGITS or public_id.strip("0123456789abcdef") or public_id > "7" + "f" * 15:
        return None
    return int(public_id, 16), parts[2]


def is_of_age(year_of_birth: int | None, age_min: int, now_ms: int) -> bool:
    """Whether somebody born in this year is certainly so old, even if born on its last day; always if `age_min` is 0."""
    if age_min == 0:
        return True
    year = datetime.fromtimestamp(now_ms / 1000, UTC).year
    return year_of_birth is not None and year - year_of_birth > age_min
