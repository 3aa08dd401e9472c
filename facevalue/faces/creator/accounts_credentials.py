"""What a browser answers when it was asked for a passkey: read with care, for anybody can send anything."""

import struct
from typing import Any

import msgspec
from allauth.mfa.webauthn.forms import SignupWebAuthnForm
from django.http import HttpRequest

from facevalue.identity.actions import Person

_CREDENTIAL_MAX = 16_384


class _Answer(msgspec.Struct):
    clientDataJSON: str  # noqa: N815, as the standard has it
    authenticatorData: str = ""  # noqa: N815
    signature: str = ""
    userHandle: str = ""  # noqa: N815
    attestationObject: str = ""  # noqa: N815


class _Credential(msgspec.Struct):
    """A PublicKeyCredential as JSON (https://www.w3.org/TR/webauthn-3/#dictdef-registrationresponsejson)."""

    id: str
    rawId: str  # noqa: N815
    type: str
    response: _Answer


def read(request: HttpRequest) -> str | None:
    """What the phone answered, if it has the shape of a credential: what lies inside is checked by its signature."""
    text = request.POST.get("credential", "")
    if not 0 < len(text) <= _CREDENTIAL_MAX:
        return None
    try:
        msgspec.json.decode(text, type=_Credential)
    except (msgspec.ValidationError, msgspec.DecodeError):
        return None
    return text


def registered(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """The credential that the phone has made for this person; None if it is none."""
    text = read(request)
    if text is None:
        return None
    form = SignupWebAuthnForm(data={"credential": text, "name": "passkey"}, user=person)
    try:
        is_valid = form.is_valid()
    except (ValueError, TypeError, KeyError, IndexError, struct.error):
        return None  # The parser of CBOR and COSE trusts the shape of what it reads.
    found: dict[str, Any] | None = form.cleaned_data["credential"] if is_valid else None
    return found
