"""Whether somebody has cases to decide."""

from django import template

from facevalue.trust import queries
from facevalue.trust.errors import NotFound

register = template.Library()


@register.filter
def decides(person: int) -> bool:
    """{% if request.user.pk|decides %}: whether the desk is open to a person."""
    try:
        queries.desk_of(person)
    except NotFound:
        return False
    return True
