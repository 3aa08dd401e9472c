"""Themes on their way: a draft, versions, and where an app answers."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from django.db.models import Max, QuerySet

from facevalue.identity import contrast, themes
from facevalue.identity.errors import LowContrast, NotFound
from facevalue.identity.models import App
from facevalue.identity.models import Theme as Version
from facevalue.identity.themes import Theme

DRAFT = 0
VERSIONS_MAX = 50


class Published(NamedTuple):
    """A version that was published: when, in ms, and by whom, if that is known."""

    number: int
    at: int
    by: str


def app_at(host: str) -> App | None:
    """The app that answers at a host name, in any case of letters; None if the host is no app's."""
    return App.objects.filter(host=host.lower()).first()


def theme(app: App) -> Theme:
    """What an app looks like now: its newest published theme, or the default."""
    version = Version.objects.filter(app=app, number__gt=DRAFT).order_by("-number").first()
    return _read(version, app) if version else themes.default(app.pk, app.name)


def draft(app_id: int) -> Theme:
    """What its operator is working on; what the app looks like now, if that is nothing. Raises NotFound."""
    app = _found(App.objects.filter(id=app_id))
    version = Version.objects.filter(app=app, number=DRAFT).first()
    return _read(version, app) if version else theme(app)


def versions(app_id: int) -> list[Published]:
    """What was published, newest first."""
    rows = Version.objects.filter(app=app_id, number__gt=DRAFT).select_related("by").order_by("-number")[:VERSIONS_MAX]
    return [Published(row.number, row.at, row.by.name if row.by else "") for row in rows]


def save_draft(app_id: int, wanted: Theme, by: int | None, now_ms: int) -> None:
    """Keeps what is not published yet; it need not be readable. Raises NotFound, UnsoundTheme."""
    app = _locked(app_id)
    themes.check(wanted)
    document = msgspec.json.encode(msgspec.structs.replace(wanted, app=app.pk, number=DRAFT)).decode()
    Version.objects.update_or_create(app=app, number=DRAFT, defaults={"document": document, "by_id": by, "at": now_ms})


def drop_draft(app_id: int) -> None:
    """Begins anew from what is published."""
    Version.objects.filter(app=app_id, number=DRAFT).delete()


def publish(app_id: int, wanted: Theme, by: int | None, now_ms: int) -> Theme:
    """Makes it what the app looks like, as a new version; no draft is left. Raises NotFound, UnsoundTheme, LowContrast."""
    app = _locked(app_id)
    before = theme(app)
    changed = wanted.terms != before.terms
    numbered = msgspec.structs.replace(
        wanted, app=app.pk, number=_newest(app) + 1, terms_version=before.terms_version + changed
    )
    themes.check(numbered)
    _require_readable(contrast.failures(numbered.colours))
    document = msgspec.json.encode(numbered).decode()
    Version.objects.create(app=app, number=numbered.number, document=document, by_id=by, at=now_ms)
    drop_draft(app_id)
    return numbered


def restore(app_id: int, number: int, by: int | None, now_ms: int) -> Theme:
    """Publishes an older version once more, as the newest. Raises NotFound, and what `publish` does."""
    app = _locked(app_id)
    version = Version.objects.filter(app=app, number=number).exclude(number=DRAFT).first()
    if version is None:
        raise NotFound("The app has no such version")
    return publish(app_id, _read(version, app), by, now_ms)


def _require_readable(unreadable: Sequence[contrast.Failure]) -> None:
    if unreadable:
        names = ", ".join(f"{each.pair.front} on {each.pair.ground}" for each in unreadable)
        raise LowContrast(f"Too close to each other: {names}", pairs=[each.pair[:2] for each in unreadable])


def _locked(app_id: int) -> App:
    return _found(App.objects.select_for_update().filter(id=app_id))


def _found(apps: QuerySet[App]) -> App:
    app = apps.first()
    if app is None:
        raise NotFound("There is no such app")
    return app


def _newest(app: App) -> int:
    return Version.objects.filter(app=app).aggregate(newest=Max("number"))["newest"] or DRAFT


def _read(version: Version, app: App) -> Theme:
    found = msgspec.json.decode(version.document, type=Theme)
    return msgspec.structs.replace(found, app=app.pk, number=version.number)
