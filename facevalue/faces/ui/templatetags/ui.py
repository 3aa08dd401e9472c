"""Components that need more than a class of the stylesheet."""

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

register = template.Library()


@register.simple_block_tag
def card(content: SafeString, title: str, note: str = "") -> SafeString:
    """{% card "Budget" %}…{% endcard %}: a region of the page that is named by its title, with a line of explanation."""
    anchor = slugify(title)
    return format_html(
        '<section class="card" aria-labelledby="{}"><div class="card__head"><h2 id="{}">{}</h2>{}</div>{}</section>',
        anchor,
        anchor,
        title,
        format_html('<p class="muted small">{}</p>', note) if note else "",
        content,
    )


@register.inclusion_tag("ui/field.html")
def field(field: BoundField) -> dict[str, BoundField]:
    """{% field form.username %}: the label, the input and what is wrong with it, tied together for screen readers."""
    return {"field": field}
