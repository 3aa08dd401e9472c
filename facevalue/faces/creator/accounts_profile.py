"""What people tell about themselves, each field with a consent of its own."""

from typing import NamedTuple

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from facevalue.faces.creator.accounts_forms import ProfileForm, profile_field
from facevalue.faces.ui.hosts import AppRequest
from facevalue.identity import actions, queries
from facevalue.identity.actions import ProfileField
from facevalue.kit.clock import now_ms


class Told(NamedTuple):
    """A field of the profile on its page: the form, and what was told and when, if anything."""

    field: ProfileField
    form: ProfileForm
    shown: str
    given_at: int


@never_cache
@login_required
@require_safe
def profile(request: AppRequest) -> HttpResponse:
    """What one tells about oneself, and to what one has agreed."""
    return _profile(request)


@never_cache
@login_required
@require_POST
def tell(request: AppRequest, name: str) -> HttpResponse:
    """Keeps one field with its consent, or takes it back."""
    assert request.user.is_authenticated
    if name not in set(ProfileField):
        raise Http404
    field = ProfileField(name)
    if "withdraw" in request.POST:
        with transaction.atomic():
            actions.withdraw_consent(request.user.pk, field, now_ms())
        return redirect("account:profile")
    form = ProfileForm(request.POST, field=field, countries=request.theme.sign_up.countries)
    if not form.is_valid():
        return _profile(request, form, field)
    with transaction.atomic():
        actions.give_consent(request.user.pk, field, str(form.cleaned_data["value"]), now_ms())
    return redirect("account:profile")


def _profile(request: AppRequest, sent: ProfileForm | None = None, of: ProfileField | None = None) -> HttpResponse:
    assert request.user.is_authenticated
    standing, countries = queries.profile(request.user.pk), request.theme.sign_up.countries
    told = []
    for field in ProfileField:
        consent = standing.get(field)
        form = sent if sent and field == of else ProfileForm(field=field, countries=countries)
        shown = _shown(field, consent.value) if consent else ""
        told.append(Told(field, form, shown, consent.given_at if consent else 0))
    return render(request, "creator/account/profile.html", {"told": told}, status=422 if sent else 200)


def _shown(field: ProfileField, value: str) -> str:
    """What was told, as it was chosen."""
    asked = profile_field(field, ())
    return str(dict(getattr(asked, "choices", ())).get(value, value))
