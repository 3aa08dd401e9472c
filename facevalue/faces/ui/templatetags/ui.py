"""Components that need more than a class of the stylesheet."""

from datetime import UTC, datetime

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


@register.filter
def day(at_ms: int) -> str:
    """{{ campaign.starts_at|day }}: the day of a time in milliseconds, such as 5 January 2026 (UTC)."""
    at = datetime.fromtimestamp(at_ms / 1000, UTC)
    return f"{at.day} {at:%B %Y}"


@register.inclusion_tag("ui/field.html")
def field(field: BoundField) -> dict[str, BoundField]:
    """{% field form.username %}: the label, the input and what is wrong with it, tied together for screen readers."""
    return {"field": field}
