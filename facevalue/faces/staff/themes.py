"""The theme editor of an app's operator: a draft with a live phone beside it, versions, and the way back."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from facevalue.faces.staff.themes_forms import COLOURS, ThemeForm
from facevalue.faces.ui import drafts, hosts, policy
from facevalue.identity import actions, queries
from facevalue.identity.errors import LowContrast, NotFound, UnsoundTheme
from facevalue.kit.clock import now_ms


@require_safe
@never_cache
@login_required
def apps(request: HttpRequest) -> HttpResponse:
    """Whose looks this person may change."""
    assert request.user.is_authenticated
    organisations = queries.organisations(request.user.pk, queries.Verb.PLAN)
    found = queries.apps_of(*(organisation.pk for organisation in organisations))
    return render(request, "staff/themes/apps.html", {"apps": found})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def edit(request: HttpRequest, app_id: int) -> HttpResponse:
    """The draft, and the phone that shows it. Raises NotFound, NotAllowed."""
    app = app_of(request, app_id)
    draft = queries.draft_theme(app.pk)
    posted = request.method == "POST"
    form = ThemeForm(request.POST if posted else None, request.FILES if posted else None, theme=draft)
    if form.is_valid():
        problem = _save(request, app, form)
        if problem:
            form.add_error(None, problem)
        elif "live" in request.POST:
            return _verdict(request, queries.draft_theme(app.pk))
        elif "publish" in request.POST:
            return _publish(request, app)
        else:
            return redirect("themes:edit", app.pk)
    return _page(request, app, form, 422 if form.is_bound else 200)


@require_POST
@never_cache
@login_required
def restore(request: HttpRequest, app_id: int, number: int) -> HttpResponse:
    """Makes an older version the newest. Raises NotFound, NotAllowed, LowContrast."""
    app = app_of(request, app_id)
    with transaction.atomic():
        actions.restore_theme(app.pk, number, request.user.pk, now_ms())
    return redirect("themes:edit", app.pk)


@require_POST
@never_cache
@login_required
def drop(request: HttpRequest, app_id: int) -> HttpResponse:
    """Begins anew from what is published. Raises NotFound, NotAllowed."""
    app = app_of(request, app_id)
    with transaction.atomic():
        actions.drop_draft(app.pk)
    return redirect("themes:edit", app.pk)


def app_of(request: HttpRequest, app_id: int, verb: queries.Verb = queries.Verb.PLAN) -> queries.App:
    """The app, if this person may do this in its operator's organisation. Raises NotFound, NotAllowed."""
    assert request.user.is_authenticated
    app = queries.apps([app_id]).get(app_id)
    if app is None:
        raise NotFound("There is no such app here")
    queries.require(request.user.pk, verb, app.organisation_id)
    return app


def _save(request: HttpRequest, app: queries.App, form: ThemeForm) -> str:
    """Keeps the draft; what is wrong, if it cannot be kept."""
    try:
        with transaction.atomic():
            actions.save_draft(app.pk, form.theme(), request.user.pk, now_ms())
    except UnsoundTheme as error:
        return "; ".join(f"{name}: {reason}" for name, reason in error.extra["fields"].items())
    return ""


def _publish(request: HttpRequest, app: queries.App) -> HttpResponse:
    draft = queries.draft_theme(app.pk)
    try:
        with transaction.atomic():
            actions.publish_theme(app.pk, draft, request.user.pk, now_ms())
    except LowContrast:
        return _page(request, app, ThemeForm(theme=draft), 422, refused=True)
    return redirect("themes:edit", app.pk)


def _page(request: HttpRequest, app: queries.App, form: ThemeForm, status: int, *, refused: bool = False) -> HttpResponse:
    origin = f"{request.scheme}://{app.host}{_port(request)}"
    policy.allow_framed(request, origin)
    token = drafts.sign(app.pk, hosts.own_origin(request))
    draft = queries.draft_theme(app.pk)
    page = {
        "app": app,
        "form": form,
        "draft": draft,
        "is_published": draft.number > 0,
        "refused": refused,
        "versions": [(each, datetime.fromtimestamp(each.at // 1000, UTC)) for each in queries.theme_versions(app.pk)],
        "preview": f"{origin}/?{urlencode({drafts.PARAMETER: token})}",
        **_failures(draft),
    }
    return render(request, "staff/themes/edit.html", page, status=status)


def _verdict(request: HttpRequest, draft: queries.Theme) -> HttpResponse:
    """What can be read of a draft and what not, for the page's script."""
    return render(request, "staff/themes/verdict.html", _failures(draft))


def _failures(draft: queries.Theme) -> dict[str, Any]:
    colours = dict(draft.colours.items())
    failures = [
        {
            "front": COLOURS[each.pair.front].split(":")[0],
            "ground": COLOURS[each.pair.ground].split(":")[0].lower(),
            "front_colour": colours[each.pair.front],
            "ground_colour": colours[each.pair.ground],
            "ratio": f"{each.ratio:.2f}",
            "ratio_min": f"{each.pair.ratio_min:g}",
            "offers": [(COLOURS[offer.token].split(":")[0], offer) for offer in each.offers],
        }
        for each in queries.unreadable(draft.colours)
    ]
    return {"failures": failures}


def _port(request: HttpRequest) -> str:
    """Of the address that the browser has, whatever lies between it and us."""
    port = split_domain_port(request.get_host())[1]
    return f":{port}" if port else ""
