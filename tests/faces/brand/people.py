"""The cast with passwords and campaigns."""

from django.contrib.auth.hashers import make_password
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
    password = make_password(PASSWORD)
    for person, email in EMAILS.items():
        Person.objects.filter(id=person).update(email=email, password=password)


def plan_campaign(brand: int, name: str) -> int:
    """A draft; its id."""
    with transaction.atomic():
        return actions.create(brand, name, Plan(starts_at=cast.NOW), CARD, [cast.SENYUM], cast.NOW).pk


def client_of(person: int) -> Client:
    """A browser in which this person is logged in."""
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(Person.objects.get(id=person))
    return browser
