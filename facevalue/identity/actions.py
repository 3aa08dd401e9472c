"""What identity writes. Each function runs in the transaction that its caller opened, and trusts the caller to have asked
`queries.require` first; times are milliseconds since the Unix epoch."""

from collections.abc import Iterable, Sequence

from facevalue.identity import accounts, addresses, codes, leaving, partners, passkeys, profiles, rules, sms, theming
from facevalue.identity.codes import Proof
from facevalue.identity.errors import EmailTaken, HostTaken, NotFound, PhoneTaken, UnknownScope, WrongKind
from facevalue.identity.models import App, Credential, Mandate, Organisation, Person, Role
from facevalue.identity.profiles import Field as ProfileField
from facevalue.identity.rules import OrganisationKind, RoleKind, Scope

__all__ = [
    "OrganisationKind",
    "Person",
    "ProfileField",
    "Proof",
    "RoleKind",
    "Scope",
    "add_passkey",
    "change_person",
    "count_passkey",
    "create_app",
    "create_credential",
    "create_organisation",
    "create_people",
    "create_person",
    "delete_person",
    "drop_draft",
    "forget_proof",
    "give_consent",
    "give_mandate",
    "give_phone",
    "give_role",
    "join_app",
    "normal_address",
    "publish_theme",
    "redeem_code",
    "register_partner",
    "remove_partner",
    "remove_passkey",
    "request_code",
    "require_age",
    "restore_theme",
    "revoke_credential",
    "revoke_grant",
    "rotate_credential",
    "save_draft",
    "send_sms",
    "sign_up",
    "take_mandate",
    "take_role",
    "withdraw_consent",
]

normal_address = addresses.normal
request_code, redeem_code, forget_proof = codes.request, codes.redeem, codes.forget
sign_up, join_app, require_age = accounts.sign_up, accounts.join, accounts.require_age
add_passkey, remove_passkey, count_passkey = passkeys.add, passkeys.remove, passkeys.count
give_consent, withdraw_consent = profiles.give, profiles.withdraw
register_partner, remove_partner, revoke_grant = partners.register, partners.remove, partners.revoke
delete_person = leaving.delete
send_sms = sms.send
publish_theme, restore_theme = theming.publish, theming.restore
save_draft, drop_draft = theming.save_draft, theming.drop_draft

PEOPLE_PER_STATEMENT = 1_000


def create_person(name: str, email: str, password: str, language: str, now_ms: int) -> Person:
    """Somebody who can log in. Raises EmailTaken."""
    email = email.strip().lower()
    if Person.objects.filter(email=email).exists():
        raise EmailTaken(f"{email} is in use")
    person = Person(name=name, email=email, language=language, created_at=now_ms)
    person.set_password(password)
    person.save(force_insert=True)
    return person


def create_people(names: Sequence[str], languages: Sequence[str], now_ms: int) -> list[int]:
    """Thousands of people at once, without a login; one language for each name. Returns their ids, in order."""
    people = [Person(name=name, language=language, created_at=now_ms) for name, language in zip(names, languages, strict=True)]
    for person in people:
        person.set_unusable_password()
    Person.objects.bulk_create(people, batch_size=PEOPLE_PER_STATEMENT)
    return [person.id for person in people]


def give_phone(person: int, phone: str) -> None:
    """Whoever proves to own this number (E.164) comes in as this person from now on; for numbers that were proved elsewhere.

    Raises PhoneTaken.
    """
    if Person.objects.filter(phone=phone).exclude(id=person).exists():
        raise PhoneTaken(f"{phone} is in use")
    Person.objects.filter(id=person).update(phone=phone)


def change_person(person: int, name: str, language: str) -> None:
    """What the person is called, and in which language apps speak to them."""
    Person.objects.filter(id=person, is_active=True).update(name=name, language=language)


def create_organisation(kind: OrganisationKind, name: str, now_ms: int) -> Organisation:
    """A new organisation, still without people."""
    return Organisation.objects.create(kind=kind, name=name, created_at=now_ms)


def give_role(person: int, organisation: int, kind: RoleKind) -> None:
    """Makes a person something in an organisation, instead of what they were there."""
    Role.objects.update_or_create(person_id=person, organisation_id=organisation, defaults={"kind": kind})


def take_role(person: int, organisation: int) -> None:
    """The person has no role in the organisation any more."""
    Role.objects.filter(person=person, organisation=organisation).delete()


def give_mandate(agency: int, brand: int, kind: RoleKind) -> None:
    """Lets an agency act for a brand, instead of what it was allowed before. Raises WrongKind."""
    kinds = dict(Organisation.objects.filter(id__in=(agency, brand)).values_list("id", "kind"))
    if kinds.get(agency) != OrganisationKind.AGENCY or kinds.get(brand) != OrganisationKind.BRAND:
        raise WrongKind("Only a brand gives a mandate, and only to an agency")
    Mandate.objects.update_or_create(agency_id=agency, brand_id=brand, defaults={"kind": kind})


def take_mandate(agency: int, brand: int) -> None:
    """The agency no longer acts for the brand."""
    Mandate.objects.filter(agency=agency, brand=brand).delete()


def create_app(organisation: int, name: str, host: str, now_ms: int) -> App:
    """A white-label face of an app operator. Raises HostTaken, WrongKind."""
    host = host.strip().lower()
    if not Organisation.objects.filter(id=organisation, kind=OrganisationKind.APP_OPERATOR).exists():
        raise WrongKind("An app belongs to an app operator")
    if App.objects.filter(host=host).exists():
        raise HostTaken(f"{host} is in use")
    return App.objects.create(organisation_id=organisation, name=name, host=host, created_at=now_ms)


def create_credential(
    organisation: int, name: str, scopes: Iterable[str], now_ms: int, *, app: int | None = None, expires_at: int = 0
) -> tuple[Credential, str]:
    """A new key of an organisation, or of one of its apps: (credential, key text). The text cannot be had again.

    Raises UnknownScope; NotFound if the app is not the organisation's.
    """
    wanted = set(scopes)
    if not wanted or not wanted <= set(Scope):
        raise UnknownScope("Known scopes: " + ", ".join(Scope), scopes=sorted(wanted))
    if app is not None and not App.objects.filter(id=app, organisation=organisation).exists():
        raise NotFound("The organisation has no such app")
    return _store(
        Credential(
            organisation_id=organisation,
            app_id=app,
            name=name,
            scopes=" ".join(sorted(wanted)),
            created_at=now_ms,
            expires_at=expires_at,
        )
    )


def rotate_credential(organisation: int, credential: int, old_expires_at: int, now_ms: int) -> tuple[Credential, str]:
    """A successor with the same name, app and scopes; both work until the old one ends at `old_expires_at`.

    Returns (credential, key text). Raises NotFound if the old one is not the organisation's or no longer works.
    """
    old = _locked(organisation, credential)
    if old.revoked_at or 0 < old.expires_at <= now_ms:
        raise NotFound("The credential no longer works: make a new one")
    old.expires_at = min(old.expires_at or old_expires_at, old_expires_at)
    old.save(update_fields=["expires_at"])
    return _store(
        Credential(organisation_id=organisation, app_id=old.app_id, name=old.name, scopes=old.scopes, created_at=now_ms)
    )


def revoke_credential(organisation: int, credential: int, now_ms: int) -> None:
    """The key no longer opens anything; doing it again changes nothing. Raises NotFound."""
    old = _locked(organisation, credential)
    old.revoked_at = old.revoked_at or now_ms
    old.save(update_fields=["revoked_at"])


def _locked(organisation: int, credential: int) -> Credential:
    try:
        return Credential.objects.select_for_update().get(id=credential, organisation=organisation)
    except Credential.DoesNotExist:
        raise NotFound("The organisation has no such credential") from None


def _store(credential: Credential) -> tuple[Credential, str]:
    secret = rules.make_secret()
    credential.secret_sha256 = rules.digest(secret)
    credential.save(force_insert=True)
    return credential, rules.write_key(credential.id, secret)
