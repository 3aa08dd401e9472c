"""What allauth has to know of us."""

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter

from facevalue.identity.actions import Person


class Passkeys(DefaultMFAAdapter):  # type: ignore[misc]
    """A passkey belongs to the app's host, and the phone shows it under the app's name and the person's."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Who asks (https://www.w3.org/TR/webauthn-3/#dictdef-publickeycredentialrpentity)."""
        return {**super().get_public_key_credential_rp_entity(), "name": context.request.theme.name}

    def get_public_key_credential_user_entity(self, user: Person) -> dict[str, object]:
        """For whom it is made."""
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.name, "name": user.name}
