"""The cast with passwords and campaigns."""

from django.db import transaction
from django.test import Client

from facevalue.campaigns import actions
from facevalue.campaigns.actions import CreatorTier, Plan, Prices
from facevalue.identity.models import Person
from tests import cast

# For what is tested is who gets in, not how slowly a password is checked.
HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PASSWORD = "kopi susu gula aren"
EMAILS = {
    cast.PUTRI: "putri@kopi.example",
    cast.RIZAL: "rizal@kopi.example",
    cast.SOMCHAI: "somchai@glow.example",
    cast.NGOZI: "ngozi@threads.example",
    cast.THU: "thu@mekong.example",
}
CARD = {CreatorTier.NANO: Prices(50, 80, 120)}


def enter() -> None:
    """The cast, able to log in."""
    cast.enter()
    for person in Person.objects.filter(id__in=EMAILS):
        person.email = EMAILS[person.pk]
        person.set_password(PASSWORD)
        person.save()


def plan_campaign(brand: int, name: str) -> int:
    """A draft; its id."""
    with transaction.atomic():
        return actions.create(brand, name, Plan(starts_at=cast.NOW), CARD, [cast.SENYUM], cast.NOW).pk


def client_of(person: int) -> Client:
    """A browser in which this person is logged in."""
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(Person.objects.get(id=person))
    return browser
