"""Tags that write a figure into the page, marked so that the live stream's script finds it and keeps it current."""

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from facevalue.faces.brand import figures

register = template.Library()


def _count(context: Context, key: str) -> int:
    return int(context["figures"][key])


@register.simple_tag(takes_context=True)
def number(context: Context, *key: str) -> SafeString:
    """{% number "paid" %}: a count or a sum of tokens."""
    place = "".join(key)
    return format_html('<span data-number="{}">{}</span>', place, figures.number(_count(context, place)))


@register.simple_tag(takes_context=True)
def money(context: Context, *key: str) -> SafeString:
    """{% money "spent_tokens" %}: what the tokens are in money."""
    place = "".join(key)
    return format_html('<span data-money="{}">{}</span>', place, figures.money(_count(context, place)))


@register.simple_tag(takes_context=True)
def words(context: Context, *key: str) -> SafeString:
    """{% words "creators.0.name" %}: a name."""
    place = "".join(key)
    return format_html('<span data-words="{}">{}</span>', place, context["figures"][place])


@register.simple_tag(takes_context=True)
def percent(context: Context, part: str, whole: str) -> SafeString:
    """{% percent "paid" "engagements" %}"""
    share = figures.percent(_count(context, part), _count(context, whole))
    return format_html('<span data-percent="{} {}">{}</span>', part, whole, share)


@register.simple_tag(takes_context=True)
def fill(context: Context, part: str, whole: str, kind: str) -> SafeString:
    """{% fill "paid" "engagements" "paid" %}: the filled part of a bar, in the colour of its kind."""
    share = figures.width(_count(context, part), _count(context, whole))
    return format_html('<rect class="bar__{}" data-fill="{} {}" width="{}" height="100%"/>', kind, part, whole, share)


@register.simple_tag(takes_context=True)
def only_if(context: Context, *key: str) -> SafeString:
    """<tr {% only_if "degrees.3" %}>: shown while the figure is not zero."""
    place = "".join(key)
    return format_html('data-only-if="{}"{}', place, "" if _count(context, place) else " hidden")


@register.simple_tag(takes_context=True)
def only_without(context: Context, *key: str) -> SafeString:
    """<p {% only_without "engagements" %}>: shown while the figure is zero."""
    place = "".join(key)
    return format_html('data-only-without="{}"{}', place, " hidden" if _count(context, place) else "")
