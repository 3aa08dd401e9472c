"""Keys for the composer in a partner's page: no cookie reaches a foreign frame, so a person hands one over.

A key posts, for one person in one app from one partner's pages, for an hour. It ends before that with the person's account,
with the partner's place in the app's theme, and with the password of those few creators who have one, as somebody at a brand
has: account and password change Django's session hash.
"""

from typing import NamedTuple

from django.core import signing

from facevalue.faces.creator.compose_errors import NotLoggedIn, NotPartner
from facevalue.identity import queries as identity
from facevalue.identity.errors import NotFound
from facevalue.identity.queries import Theme

LIFE_SECONDS = 3600
SCHEME = "Embed "
_SALT = "facevalue.creator.embed"


class Key(NamedTuple):
    """What is signed."""

    app: int
    person: int
    origin: str
    session: str


def require_partner(theme: Theme, origin: str, own: str) -> str:
    """The origin, if the app lets its pages embed the composer. Raises NotPartner."""
    if origin != own and origin not in theme.partners:
        raise NotPartner(f"{origin[:200]} may not show this app's composer")
    return origin


def sign(app: int, person: int, origin: str) -> str:
    """A key for a person who has just agreed."""
    session = identity.person(person).get_session_auth_hash()
    return signing.dumps(Key(app, person, origin, session), salt=_SALT)


def person_of(theme: Theme, header: str, own: str) -> int:
    """Whose key it is. Raises NotLoggedIn for any that does not hold here and now, NotPartner."""
    try:
        key = Key(*signing.loads(header.removeprefix(SCHEME), salt=_SALT, max_age=LIFE_SECONDS))
        if key.app == theme.app and identity.person(key.person).get_session_auth_hash() == key.session:
            require_partner(theme, key.origin, own)
            return key.person
    except (signing.BadSignature, TypeError, NotFound):
        pass
    raise NotLoggedIn("The key of this page is no longer good: connect again")
