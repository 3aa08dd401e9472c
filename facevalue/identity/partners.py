"""Partner apps as clients of the OpenID Connect provider: django-allauth keeps them and their tokens, we say whose they are."""

from collections.abc import Sequence
from typing import NamedTuple

from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Client, Token
from django.db.models import Min

from facevalue.identity.errors import NotFound
from facevalue.identity.models import Partner, Person

SCOPES = ("openid", "profile", "email")


class Grant(NamedTuple):
    """What a person lets a partner know, since when (ms)."""

    client: str
    name: str
    scopes: tuple[str, ...]
    since: int


def register(app: int, name: str, redirect_uris: Sequence[str]) -> tuple[str, str]:
    """A new partner of an app: (client id, secret). The secret cannot be had again."""
    secret = get_adapter().generate_client_secret()
    client = Client(name=name, grant_types="authorization_code\nrefresh_token", response_types="code")
    client.set_scopes(list(SCOPES))
    client.set_redirect_uris(list(redirect_uris))
    client.set_secret(secret)
    client.save(force_insert=True)
    Partner.objects.create(app_id=app, client=client)
    return client.pk, secret


def remove(app: int, client: str) -> None:
    """The partner is none any more, and its tokens open nothing. Raises NotFound."""
    partner = Partner.objects.filter(app=app, client=client).first()
    if partner is None:
        raise NotFound("The app has no such partner")
    partner.client.delete()


def of_app(app: int) -> list[Client]:
    """The partners of an app, by name."""
    return list(Client.objects.filter(partner__app=app).order_by("name", "id"))


def is_partner(app: int, client: str) -> bool:
    """Whether it is a partner of this app."""
    return Partner.objects.filter(app=app, client=client).exists()


def redirect_uris(client: str) -> list[str]:
    """Where a partner may have people led back to."""
    found: list[str] = Client.objects.get(id=client).get_redirect_uris()
    return found


def grants(person: int) -> list[Grant]:
    """What a person has granted and not taken back."""
    tokens = Token.objects.valid().filter(user=person).select_related("client").order_by("created_at")
    scopes: dict[str, set[str]] = {}
    for token in tokens:
        scopes.setdefault(token.client_id, set()).update(token.get_scopes())
    since = dict(tokens.order_by().values_list("client").annotate(first=Min("created_at")))
    clients = Client.objects.in_bulk(list(scopes))
    return [
        Grant(client, clients[client].name, tuple(sorted(granted)), round(since[client].timestamp() * 1000))
        for client, granted in scopes.items()
    ]


def revoke(person: int, client: str) -> None:
    """Every token that the person gave to the partner opens nothing any more."""
    Token.objects.filter(user=person, client=client).delete()


def granted_by(app: int, token: str) -> tuple[Person, set[str]] | None:
    """Whose access token it is and what it tells; None if it opens nothing in this app: so do those of other apps' partners."""
    found = Token.objects.lookup(Token.Type.ACCESS_TOKEN, token) if token else None
    if found is None or found.user is None or not found.user.is_active or not is_partner(app, found.client_id):
        return None
    return found.user, set(found.get_scopes())
