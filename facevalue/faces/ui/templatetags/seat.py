"""Where the people of organisations work."""

from typing import NamedTuple

from django import template
from django.urls import reverse

from facevalue.identity import queries as identity
from facevalue.identity.queries import OrganisationKind, Verb
from facevalue.trust import queries as trust
from facevalue.trust.errors import NotFound

register = template.Library()


class Place(NamedTuple):
    """A page from which somebody's work begins: the name of its route, and what it is called."""

    name: str
    label: str

    @property
    def url(self) -> str:
        """Where it leads."""
        return reverse(self.name)


_CAMPAIGNS = Place("brand:campaigns", "Campaigns")


@register.filter
def places(person: int) -> list[Place]:
    """{% for place in request.user.pk|places %}: what a person's roles open to them, first what they come for."""
    found = []
    kinds = {organisation.kind for organisation in identity.organisations(person)}
    if kinds & {OrganisationKind.BRAND, OrganisationKind.AGENCY}:
        found += [_CAMPAIGNS, Place("brand:artwork", "Artwork")]
    try:
        desk = trust.desk_of(person)
        found += [Place("staff:desk", "Desk"), *([Place("staff:assets", "Assets")] if desk.moderates else [])]
    except NotFound:
        pass
    planned = identity.organisations(person, Verb.PLAN)
    if OrganisationKind.APP_OPERATOR in {organisation.kind for organisation in planned}:
        found.append(Place("themes:apps", "Apps"))
    return found or [_CAMPAIGNS]
