"""Words for the figures of the desk."""

from datetime import UTC, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from facevalue.faces.staff import screen

register = template.Library()

_HIGH, _MIDDLE = 700, 400


@register.simple_tag
def risk(per_mille: int) -> SafeString:
    """{% risk case.risk %}: how risky it is, in a word and a figure."""
    word, tone = ("High", "bad") if per_mille >= _HIGH else ("Middle", "warn") if per_mille >= _MIDDLE else ("Low", "live")
    return format_html('<span class="pill pill--{}">{} risk, {} %</span>', tone, word, round(per_mille / 10))


@register.filter
def age(ms: int) -> str:
    """{{ service.oldest_ms|age }}: such as 5 h."""
    return screen.age(ms)


@register.filter
def share(part: float) -> str:
    """{{ sampled.error|share }}: such as 1.3 %."""
    return f"{part * 100:.1f} %"


@register.filter
def doubt(score: float) -> str:
    """{{ check.score|doubt }}: how sure a check is that something is wrong."""
    return f"{round((1 - score) * 100)} % sure"


@register.filter
def moment(at_ms: int) -> datetime:
    """{{ submission.submitted_at|moment|date:"H:i" }}: a time in ms, as Django's filters take it."""
    return datetime.fromtimestamp(at_ms / 1000, UTC)


@register.filter
def details(found: dict[str, Any]) -> str:
    """{{ check.details|details }}: what a check found, in one line."""
    return ", ".join(f"{name.replace('_', ' ')} {_said(value)}" for name, value in found.items() if value not in ([], {}, ""))


def _said(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, list):
        return ", ".join(_said(part) for part in value)
    if isinstance(value, dict):
        return "(" + details(value) + ")"
    return str(value)
