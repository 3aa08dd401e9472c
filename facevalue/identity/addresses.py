"""Where people can be reached: phone numbers and e-mail addresses, each in its one spelling."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from facevalue.identity.errors import NoSuchAddress
from facevalue.identity.themes import Way

LENGTH_MAX = 254
_MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def normal(way: Way, text: str, countries: tuple[str, ...]) -> str:
    """The one spelling of what somebody typed: E.164 (ITU-T) or small letters.

    `countries` are ISO 3166-1 codes: numbers without a country code are read in the first; none allows every country. Raises
    NoSuchAddress, whose `reason` is unreadable, not_mobile or abroad.
    """
    assert way != Way.PASSKEY, "a passkey has no address"
    return _phone(text[:LENGTH_MAX], countries) if way == Way.PHONE else _email(text.strip().lower())


def _phone(text: str, countries: tuple[str, ...]) -> str:
    try:
        number = phonenumbers.parse(text, countries[0] if countries else None)
    except NumberParseException:
        raise NoSuchAddress("This is not a phone number", reason="unreadable") from None
    # Only mobile numbers: others get no messages, or cost their senders a fortune.
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in _MOBILE:
        raise NoSuchAddress("This is not the number of a mobile phone", reason="not_mobile")
    if countries and phonenumbers.region_code_for_number(number) not in countries:
        raise NoSuchAddress("This app does not reach phones of that country", reason="abroad")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _email(text: str) -> str:
    try:
        if len(text) > LENGTH_MAX:
            raise ValidationError("too long")
        validate_email(text)
    except ValidationError:
        raise NoSuchAddress("This is not an e-mail address", reason="unreadable") from None
    return text
