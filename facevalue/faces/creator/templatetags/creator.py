"""How pages of an app write numbers, times and people."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_time, format_timedelta
from babel.numbers import format_compact_decimal, format_currency, format_decimal, format_percent
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from facevalue.faces.creator.look import HUES
from facevalue.kit.clock import DAY_MS, now_ms

register = template.Library()
_COMPACT_FROM = 10_000
_DAYS_TOLD_AS_AGE = 7


@lru_cache
def locale(language: str | None) -> Locale:
    """What Babel knows of a language."""
    try:
        return Locale.parse((language or "en").replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _here() -> Locale:
    return locale(get_language())


@register.filter
def count(number: int) -> str:
    """1,234 and 12K"""
    if abs(number) < _COMPACT_FROM:
        return format_decimal(number, locale=_here())
    return format_compact_decimal(number, fraction_digits=1, locale=_here())


@register.filter
def exact(number: int) -> str:
    """1,234,567"""
    return format_decimal(number, locale=_here())


@register.filter
def signed(number: int) -> str:
    """+1,234"""
    return ("+" if number > 0 else "") + exact(number)


@register.filter
def cents(amount: tuple[int, str]) -> str:
    """$12.34, for (1234, "USD")"""
    return format_currency(Decimal(amount[0]) / 100, amount[1], locale=_here())


@register.filter
def percent(bps: int) -> str:
    """12.5%, for 1250 hundredths of a percent"""
    return format_percent(Decimal(bps) / 10_000, locale=_here(), decimal_quantization=False)


@register.filter
def ago(at_ms: int) -> str:
    """5 min. ago; after a week the day."""
    passed = max(0, now_ms() - at_ms)
    if passed >= _DAYS_TOLD_AS_AGE * DAY_MS:
        return day(at_ms)
    return format_timedelta(-max(1, passed // 1000), granularity="second", add_direction=True, format="short", locale=_here())


@register.filter
def until(at_ms: int) -> str:
    """in 2 hours"""
    return format_timedelta(max(0, at_ms - now_ms()) // 1000, granularity="minute", add_direction=True, locale=_here())


@register.filter
def day(at_ms: int) -> str:
    """5 Jan 2026 (UTC)"""
    return format_date(datetime.fromtimestamp(at_ms / 1000, UTC).date(), locale=_here())


@register.filter
def moment(at_ms: int) -> str:
    """5 Jan 2026, 14:30 (UTC)"""
    at = datetime.fromtimestamp(at_ms / 1000, UTC)
    return f"{format_date(at, locale=_here())}, {format_time(at, 'short', locale=_here())}"


@register.filter
def stamp(at_ms: int) -> str:
    """For <time datetime>."""
    return datetime.fromtimestamp(at_ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@register.filter
def hue(identifier: int) -> str:
    """The class of a colour that is the same for the same person or campaign."""
    return f"hue-{identifier % 9973 % HUES}"


@register.simple_tag
def icon(name: str) -> SafeString:
    """{% icon "heart" %}: a sign, for the eye alone; what it means stands beside it."""
    return format_html('<i class="i i-{}" aria-hidden="true"></i>', name)


@register.simple_tag
def avatar(identifier: int, name: str, size: str = "") -> SafeString:
    """A person's first letter on a colour of their own; their name stands beside it."""
    letters = "".join(word[0] for word in name.split()[:2]).upper() or "?"
    return format_html(
        '<span class="avatar{} {}" aria-hidden="true">{}</span>', f" avatar--{size}" if size else "", hue(identifier), letters
    )
