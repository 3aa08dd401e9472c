"""How people come into apps: with a proved address, or with a passkey alone."""

from django.db import IntegrityError, transaction

from facevalue.identity import rules
from facevalue.identity.codes import Proof
from facevalue.identity.errors import TooYoung
from facevalue.identity.models import Membership, Person
from facevalue.identity.themes import Theme, Way
from facevalue.kit import ids

NAME_MAX = 40


def owner(proof: Proof) -> Person | None:
    """The person to whom a proved address belongs, or the passkey: its address is their id. None if it is nobody's yet."""
    found = {"id": int(proof.address)} if proof.way == Way.PASSKEY else _field(proof)
    return Person.objects.filter(**found).first()


def sign_up(
    theme: Theme,
    name: str,
    language: str,
    year_of_birth: int | None,
    now_ms: int,
    *,
    proof: Proof | None = None,
    person_id: int | None = None,
) -> Person:
    """A new person, who thereby joins the app: the owner of a proved address, or one with an id that a passkey was made for.

    Raises TooYoung. If the address has become somebody's meanwhile, that one joins.
    """
    require_age(theme, year_of_birth, now_ms)
    field = _field(proof) if proof else {}
    person = Person(id=person_id or ids.make(), name=name, language=language, created_at=now_ms, **field)
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        known = owner(proof) if proof else None
        if known is None:
            raise
        person = known
    join(theme, person.pk, year_of_birth, now_ms)
    return person


def join(theme: Theme, person: int, year_of_birth: int | None, now_ms: int) -> None:
    """The person is in the app, under its terms of now. Raises TooYoung."""
    require_age(theme, year_of_birth, now_ms)
    Membership.objects.update_or_create(
        person_id=person,
        app_id=theme.app,
        defaults={"terms_version": theme.terms_version},
        create_defaults={"terms_version": theme.terms_version, "joined_at": now_ms},
    )


def require_age(theme: Theme, year_of_birth: int | None, now_ms: int) -> None:
    """Raises TooYoung unless the app asks nobody, or the person is certainly old enough. The year is not kept."""
    if not rules.is_of_age(year_of_birth, theme.sign_up.age_min, now_ms):
        raise TooYoung(f"This app is for people of {theme.sign_up.age_min} years and older")


def membership(app: int, person: int) -> Membership | None:
    """How a person is in an app, None if they are not."""
    return Membership.objects.filter(app=app, person=person).first()


def apps_joined(person: int) -> list[int]:
    """The apps that a person is in."""
    return list(Membership.objects.filter(person=person).order_by("joined_at").values_list("app", flat=True))


def _field(proof: Proof) -> dict[str, str]:
    return {"phone" if proof.way == Way.PHONE else "email": proof.address}
