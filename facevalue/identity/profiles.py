"""What people tell about themselves if they want to, each field with a consent of its own."""

from datetime import UTC, datetime
from enum import StrEnum

from facevalue.identity.errors import UnusableAnswer
from facevalue.identity.models import Consent
from facevalue.identity.operators import OPERATORS

# Of the words under which consent is asked for (faces/creator/templates/creator/account/profile.html).
TEXT_VERSION = 1
CITY_MAX, OLDEST_YEARS = 60, 120


class Field(StrEnum):
    """What can be told. The operator of a mobile network is an MCC and MNC (ITU-T E.212), such as 510-10."""

    YEAR_OF_BIRTH = "year_of_birth"
    GENDER = "gender"
    CITY = "city"
    OPERATOR = "operator"


class Gender(StrEnum):
    """As people say it themselves."""

    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"


def give(person: int, field: Field, value: str, now_ms: int) -> Consent:
    """Keeps what a person told, and that they agreed to its use, instead of what they told before. Raises UnusableAnswer."""
    _check(field, value, now_ms)
    withdraw(person, field, now_ms)
    return Consent.objects.create(person_id=person, field=field, value=value, text_version=TEXT_VERSION, given_at=now_ms)


def withdraw(person: int, field: Field, now_ms: int) -> None:
    """The value is gone; that there was a consent, and from when to when, stays. Doing it again changes nothing."""
    Consent.objects.filter(person=person, field=field, withdrawn_at=0).update(value="", withdrawn_at=now_ms)


def standing(person: int) -> dict[Field, Consent]:
    """What a person has told and not withdrawn."""
    return {Field(consent.field): consent for consent in Consent.objects.filter(person=person, withdrawn_at=0)}


def told(person: int) -> list[Consent]:
    """Every consent of a person there ever was, the oldest first."""
    return list(Consent.objects.filter(person=person).order_by("given_at", "id"))


def _check(field: Field, value: str, now_ms: int) -> None:
    this_year = datetime.fromtimestamp(now_ms / 1000, UTC).year
    usable = {
        Field.YEAR_OF_BIRTH: value.isdecimal() and value.isascii() and this_year - OLDEST_YEARS <= int(value[:4]) <= this_year,
        Field.GENDER: value in set(Gender),
        Field.CITY: 0 < len(value.strip()) <= CITY_MAX and value.isprintable(),
        Field.OPERATOR: value in OPERATORS,
    }
    if not usable[field] or (field == Field.YEAR_OF_BIRTH and len(value) != 4):
        raise UnusableAnswer("This cannot be an answer", field=str(field))
