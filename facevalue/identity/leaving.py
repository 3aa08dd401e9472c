"""What a person takes along, and what stays of them."""

from typing import Any

from allauth.idp.oidc.models import Token
from allauth.mfa.models import Authenticator

from facevalue.identity import partners, profiles, rules
from facevalue.identity.errors import StillNeeded
from facevalue.identity.models import Code, Membership, Message, Person, Role

NAMELESS = "—"


def export(person_id: int) -> dict[str, Any]:
    """Everything that identity knows of a person, as plain JSON: ids are strings, times milliseconds since the Unix epoch."""
    person = Person.objects.get(id=person_id)
    return {
        "id": str(person.pk),
        "name": person.name,
        "phone": person.phone,
        "email": person.email,
        "language": person.language,
        "created_at": person.created_at,
        "apps": [
            {"name": each.app.name, "host": each.app.host, "joined_at": each.joined_at, "terms_version": each.terms_version}
            for each in Membership.objects.filter(person=person).select_related("app").order_by("joined_at")
        ],
        "profile": [
            {
                "field": each.field,
                "value": each.value,
                "text_version": each.text_version,
                "given_at": each.given_at,
                "withdrawn_at": each.withdrawn_at,
            }
            for each in profiles.told(person_id)
        ],
        "passkeys": [
            {"name": str(each), "created_at": round(each.created_at.timestamp() * 1000)}
            for each in Authenticator.objects.filter(user=person).order_by("created_at")
        ],
        "partners": [
            {"name": each.name, "scopes": list(each.scopes), "since": each.since} for each in partners.grants(person_id)
        ],
        "roles": [
            {"organisation": each.organisation.name, "role": each.kind}
            for each in Role.objects.filter(person=person).select_related("organisation")
        ],
    }


def delete(person_id: int) -> None:
    """Nothing personal is left: the row stays as a nameless id, for money and the log name it, and nobody can log in with it.

    Whoever is logged in with it anywhere is logged out. Raises StillNeeded.
    """
    person = Person.objects.select_for_update().get(id=person_id)
    _require_dispensable(person)
    addresses = [address for address in (person.phone, person.email) if address]
    Code.objects.filter(address__in=addresses).delete()
    Message.objects.filter(recipient__in=addresses).delete()
    for rows in (person.consents, person.memberships, person.roles):
        rows.all().delete()
    Authenticator.objects.filter(user=person).delete()
    Token.objects.filter(user=person).delete()
    person.name, person.email, person.phone, person.is_active = NAMELESS, None, None, False
    person.set_unusable_password()
    person.last_login = None
    person.save()


def _require_dispensable(person: Person) -> None:
    owned = Role.objects.filter(person=person, kind=rules.RoleKind.OWNER).values_list("organisation", flat=True)
    others = Role.objects.filter(organisation__in=owned, kind=rules.RoleKind.OWNER, person__is_active=True).exclude(
        person=person
    )
    alone = set(owned) - set(others.values_list("organisation", flat=True))
    if alone:
        raise StillNeeded("Give your role as owner to somebody else first", organisations=[str(each) for each in alone])
