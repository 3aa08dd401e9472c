"""What people decide about themselves: their name, what they take along, and whether they stay."""

import msgspec
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from facevalue.faces.creator import accounts, accounts_parts
from facevalue.faces.creator.accounts_forms import PersonForm
from facevalue.faces.ui.hosts import AppRequest
from facevalue.identity import actions
from facevalue.identity.errors import StillNeeded
from facevalue.kit.clock import now_ms


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: AppRequest) -> HttpResponse:
    """Name and language, and the way to everything else."""
    assert request.user.is_authenticated
    initial = {"name": request.user.name, "language": request.user.language}
    form = PersonForm(accounts.posted(request), theme=request.theme, initial=initial)
    if form.is_valid():
        with transaction.atomic():
            actions.change_person(request.user.pk, form.cleaned_data["name"], form.cleaned_data["language"])
        return redirect("account:settings")
    page = {"form": form, "person": request.user}
    return render(request, "creator/account/settings.html", page, status=422 if form.is_bound else 200)


@never_cache
@login_required
@require_safe
def export(request: AppRequest) -> HttpResponse:
    """Everything that is known of one, as a file."""
    assert request.user.is_authenticated
    if not accounts.is_fresh(request):
        return accounts.enter_again(request)
    body = msgspec.json.format(msgspec.json.encode(accounts_parts.export(request.user.pk)))
    disposition = f'attachment; filename="facevalue-{request.user.pk}.json"'
    return HttpResponse(body, content_type="application/json", headers={"Content-Disposition": disposition})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: AppRequest) -> HttpResponse:
    """Says what is lost, and then deletes the account."""
    assert request.user.is_authenticated
    if not accounts.is_fresh(request):
        return accounts.enter_again(request)
    problem, person = "", request.user.pk
    if request.method == "POST" and "sure" in request.POST:
        try:
            with transaction.atomic():
                accounts_parts.forget(person, now_ms())
            logout(request)
            return render(request, "creator/account/deleted.html")
        except StillNeeded:
            problem = _("You are the only owner of an organisation. Make somebody else its owner first.")
    elif request.method == "POST":
        problem = _("Please tick the box if you are sure.")
    page = {"problem": problem, "tokens": accounts_parts.tokens(person)}
    return render(request, "creator/account/delete.html", page, status=422 if problem else 200)
