"""How pages show pictures of the studio."""

from django import template

from facevalue.studio import queries

register = template.Library()


@register.filter
def media(file: str) -> str:
    """{{ version.small_file|media }}: the address of a picture."""
    return queries.url(file)


@register.filter
def words(name: str) -> str:
    """{{ check.name|words }}: the name of a check as people read it."""
    return name.replace("_", " ").capitalize()
