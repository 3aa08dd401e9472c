"""What allauth's OpenID Connect provider tells of a person."""

from collections.abc import Iterable
from typing import Any, Literal

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client
from django.utils.translation import gettext_lazy as _

from facevalue.identity.actions import Person


class Partners(DefaultOIDCAdapter):  # type: ignore[misc]
    """Each app's host is an issuer of its own."""

    scope_display = {
        "openid": _("know you again when you come back"),
        "profile": _("see your name and language"),
        "email": _("see your e-mail address"),
    }

    def get_claims(
        self,
        purpose: Literal["id_token", "userinfo"],
        user: Person,
        client: Client,
        scopes: Iterable[str],
        email: str | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Claims (OpenID Connect Core 1.0, 5.1) as far as the person has granted them."""
        return {"sub": self.get_user_sub(client, user), **claims(user, set(scopes))}


def claims(person: Person, scopes: set[str]) -> dict[str, Any]:
    """What these scopes tell of a person."""
    found: dict[str, Any] = {}
    if "profile" in scopes:
        found |= {"name": person.name, "locale": person.language}
    if "email" in scopes and person.email:
        found |= {"email": person.email, "email_verified": True}
    return found
