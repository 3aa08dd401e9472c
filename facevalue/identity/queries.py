"""What others may ask of identity. People and organisations are named by id; a person gets only what is theirs to see."""

from collections.abc import Iterable

from facevalue.identity import accounts, contrast, leaving, partners, profiles, rules, sms, theming
from facevalue.identity import passkeys as _passkeys
from facevalue.identity.accounts import NAME_MAX
from facevalue.identity.errors import NotAllowed, NotFound
from facevalue.identity.models import App, Credential, Mandate, Organisation, Person, Role
from facevalue.identity.operators import OPERATORS
from facevalue.identity.partners import SCOPES as PARTNER_SCOPES
from facevalue.identity.profiles import CITY_MAX, OLDEST_YEARS, Gender
from facevalue.identity.rules import OrganisationKind, RoleKind, Verb
from facevalue.identity.themes import LANGUAGES, Colours, Layout, SignUp, Theme, Typeface, Way

__all__ = [
    "CITY_MAX",
    "LANGUAGES",
    "NAME_MAX",
    "OLDEST_YEARS",
    "OPERATORS",
    "PARTNER_SCOPES",
    "App",
    "Colours",
    "Gender",
    "Layout",
    "OrganisationKind",
    "SignUp",
    "Theme",
    "Typeface",
    "Verb",
    "Way",
    "app_at",
    "apps",
    "apps_joined",
    "apps_of",
    "contrast_ratio",
    "credentials_of",
    "draft_theme",
    "export_person",
    "granted_by",
    "grants",
    "is_outbox_open",
    "is_partner",
    "may",
    "membership",
    "names",
    "organisation",
    "organisations",
    "outbox",
    "owner_of",
    "partners_of",
    "passkeys",
    "person",
    "powers",
    "profile",
    "redirect_uris",
    "require",
    "theme",
    "theme_versions",
    "unreadable",
]

app_at, theme, draft_theme, theme_versions = theming.app_at, theming.theme, theming.draft, theming.versions
unreadable = contrast.failures
contrast_ratio = contrast.ratio
owner_of, membership, apps_joined = accounts.owner, accounts.membership, accounts.apps_joined
profile, passkeys, export_person = profiles.standing, _passkeys.of, leaving.export
grants, granted_by, is_partner = partners.grants, partners.granted_by, partners.is_partner
redirect_uris, partners_of = partners.redirect_uris, partners.of_app
is_outbox_open, outbox = sms.is_outbox_open, sms.messages


def person(person_id: int) -> Person:
    """A person who may log in. Raises NotFound."""
    try:
        return Person.objects.get(id=person_id, is_active=True)
    except Person.DoesNotExist:
        raise NotFound("There is no such person") from None


def names(person_ids: Iterable[int]) -> dict[int, str]:
    """The names of a few people by id; people unknown here are left out."""
    return dict(Person.objects.filter(id__in=list(person_ids)).values_list("id", "name"))


def powers(person_id: int) -> dict[int, frozenset[Verb]]:
    """What an active person may do: organisation → verbs, from own roles and through agencies."""
    own = Role.objects.filter(person=person_id, person__is_active=True).select_related("organisation")
    result: dict[int, frozenset[Verb]] = {}
    in_agencies: dict[int, RoleKind] = {}
    for role in own:
        kind = OrganisationKind(role.organisation.kind)
        result[role.organisation_id] = rules.powers(RoleKind(role.kind), kind)
        if kind == OrganisationKind.AGENCY:
            in_agencies[role.organisation_id] = RoleKind(role.kind)
    for mandate in Mandate.objects.filter(agency__in=in_agencies):
        verbs = rules.powers_by_mandate(in_agencies[mandate.agency_id], RoleKind(mandate.kind))
        result[mandate.brand_id] = result.get(mandate.brand_id, frozenset()) | verbs
    return result


def may(person_id: int, verb: Verb, organisation_id: int) -> bool:
    """Whether a person may do this in an organisation."""
    return verb in powers(person_id).get(organisation_id, frozenset())


def require(person_id: int, verb: Verb, organisation_id: int) -> Organisation:
    """The organisation, if the person may do this in it.

    Raises NotAllowed to whom may see it at least, NotFound to everybody else.
    """
    verbs = powers(person_id).get(organisation_id, frozenset())
    if verb not in verbs:
        if Verb.SEE in verbs:
            raise NotAllowed(f"Your role does not allow to {verb} here")
        raise NotFound("There is no such organisation here")
    return Organisation.objects.get(id=organisation_id)


def organisations(person_id: int, verb: Verb = Verb.SEE) -> list[Organisation]:
    """Where a person may do this, by name."""
    where = [organisation for organisation, verbs in powers(person_id).items() if verb in verbs]
    return list(Organisation.objects.filter(id__in=where).order_by("name", "id"))


def organisation(organisation_id: int) -> Organisation:
    """Any organisation, for rooms that know its id. Raises NotFound."""
    try:
        return Organisation.objects.get(id=organisation_id)
    except Organisation.DoesNotExist:
        raise NotFound("There is no such organisation") from None


def apps(app_ids: Iterable[int]) -> dict[int, App]:
    """A few apps by id; unknown ones are left out."""
    return App.objects.in_bulk(list(app_ids))


def apps_of(*organisation_ids: int) -> list[App]:
    """The apps of some organisations, by the organisation's name and their own."""
    return list(
        App.objects.filter(organisation__in=organisation_ids).order_by("organisation__name", "organisation", "name", "id")
    )


def credentials_of(organisation_id: int) -> list[Credential]:
    """The credentials of an organisation and its apps, newest first, without their secrets."""
    return list(Credential.objects.filter(organisation=organisation_id).select_related("app").order_by("-id"))
