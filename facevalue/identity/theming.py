"""Themes on their way: versions of them, and where an app answers."""

import msgspec
from django.db.models import Max

from facevalue.identity import contrast, themes
from facevalue.identity.errors import LowContrast, NotFound
from facevalue.identity.models import App
from facevalue.identity.models import Theme as Version
from facevalue.identity.themes import Theme

DRAFT = 0


def app_at(host: str) -> App | None:
    """The app that answers at a host name, in any case of letters; None if the host is no app's."""
    return App.objects.filter(host=host.lower()).first()


def theme(app: App) -> Theme:
    """What an app looks like now: its newest published theme, or the default."""
    version = Version.objects.filter(app=app, number__gt=DRAFT).order_by("-number").first()
    return _read(version, app) if version else themes.default(app.pk, app.name)


def publish(app_id: int, wanted: Theme, by: int | None, now_ms: int) -> Theme:
    """Makes it what the app looks like, as a new version. Raises NotFound, UnsoundTheme, LowContrast."""
    app = _locked(app_id)
    before = theme(app)
    changed = wanted.terms != before.terms
    numbered = msgspec.structs.replace(
        wanted, app=app.pk, number=_newest(app) + 1, terms_version=before.terms_version + changed
    )
    themes.check(numbered)
    unreadable = contrast.failures(numbered.colours)
    if unreadable:
        names = ", ".join(f"{each.pair.front} on {each.pair.ground}" for each in unreadable)
        raise LowContrast(f"Too close to each other: {names}", pairs=[each.pair[:2] for each in unreadable])
    document = msgspec.json.encode(numbered).decode()
    Version.objects.create(app=app, number=numbered.number, document=document, by_id=by, at=now_ms)
    return numbered


def _locked(app_id: int) -> App:
    try:
        return App.objects.select_for_update().get(id=app_id)
    except App.DoesNotExist:
        raise NotFound("There is no such app") from None


def _newest(app: App) -> int:
    return Version.objects.filter(app=app).aggregate(newest=Max("number"))["newest"] or DRAFT


def _read(version: Version, app: App) -> Theme:
    found = msgspec.json.decode(version.document, type=Theme)
    return msgspec.structs.replace(found, app=app.pk, number=version.number)
