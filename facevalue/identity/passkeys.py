"""Passkeys of people: django-allauth keeps and checks them, we say whose they are."""

from typing import Any

from allauth.mfa.models import Authenticator

from facevalue.identity import limits
from facevalue.identity.errors import LastWay, NotFound
from facevalue.identity.limits import Limit
from facevalue.identity.models import Person
from facevalue.kit.clock import HOUR_MS

PLACE = Limit("passkey", 300, HOUR_MS)
PASSKEYS_MAX = 20


def add(person: Person, name: str, credential: dict[str, Any]) -> None:
    """Keeps a credential whose registration was checked; the oldest goes when there are too many."""
    data = {"name": name, "credential": credential}
    Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=data)
    kept = of(person.pk)
    Authenticator.objects.filter(id__in=[each.pk for each in kept[PASSKEYS_MAX:]]).delete()


def of(person: int) -> list[Authenticator]:
    """A person's passkeys, newest first."""
    return list(Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).order_by("-created_at", "-id"))


def remove(person: int, passkey: int) -> None:
    """The passkey opens nothing any more. Raises NotFound, and LastWay if the person could then not come in any more."""
    owner = Person.objects.select_for_update().get(id=person)
    found = Authenticator.objects.filter(user=person, id=passkey).first()
    if found is None:
        raise NotFound("The person has no such passkey")
    if len(of(person)) == 1 and not owner.phone and not owner.email:
        raise LastWay("Nothing else lets this person in")
    found.delete()


def count(place: str, now_ms: int) -> None:
    """Counts a try from a network address. Raises TooOften."""
    limits.count([(PLACE, place)], now_ms)
