"""What every page of an app has: its look, its signs, the script, and the tabs."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext_lazy

from facevalue.faces.creator import built
from facevalue.faces.creator.assets import LOOK_COOKIE, logo_name, sign_name
from facevalue.faces.creator.compose_who import account_of
from facevalue.faces.creator.look import look
from facevalue.faces.creator.news import unseen
from facevalue.faces.ui import policy


class Tab(NamedTuple):
    """A place under the thumb: `name` of its page, the sign, what it is called, and whether it is what the app is for."""

    name: str
    icon: str
    label: Any
    is_first: bool = False

    @property
    def url(self) -> str:
        """Where it leads."""
        return reverse(f"creator:{self.name}")


TABS = (
    Tab("home", "home", gettext_lazy("Home")),
    Tab("activity", "bell", gettext_lazy("Activity")),
    Tab("campaigns", "camera", gettext_lazy("Make"), is_first=True),
    Tab("wallet", "wallet", gettext_lazy("Wallet")),
    Tab("me", "person", gettext_lazy("You")),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: what `creator/base.html` needs, at an app's host.

    The first page that a browser gets has the stylesheet inside, and the next ones only name it: by then the browser keeps it.
    """
    theme = getattr(request, "theme", None)
    if theme is None:
        return {}
    found = look(theme)
    kept = request.COOKIES.get(LOOK_COOKIE) == found.name or request.headers.get("Look") == "kept"
    if not kept:
        policy.allow_style(request, found.digest)
    return {
        "theme": theme,
        "look": found,
        "look_is_kept": kept,
        "look_url": reverse("creator:stylesheet", args=[found.name]),
        "script_url": static(built.path("app.ts")),
        "sign": sign_name(theme),
        "logo_url": reverse("creator:logo", args=[logo_name(theme)]),
        "thrifty": request.headers.get("Save-Data", "").lower() == "on",
        "account": account_of(request),
        "tabs": TABS,
        "unseen": lambda: unseen(request),  # asked by whole pages, not by fragments
        "here": getattr(request.resolver_match, "url_name", None),
    }
