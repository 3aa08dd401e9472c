"""The partner apps of an app, in which its people may sign in: its operator lets them in and sends them away."""

import re

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from facevalue.faces.staff.themes import app_of
from facevalue.faces.ui.compression import keep_plain
from facevalue.identity import actions, queries
from facevalue.identity.queries import Verb

# HTTPS, a scheme of the partner's own on the phone (RFC 8252), or the developer's own machine.
_URI = re.compile(
    r"https://[^\s#*]+|[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:/[^\s#*]*|http://(localhost|127\.0\.0\.1)(:\d+)?/[^\s#*]*"
)
URIS_MAX = 10


class PartnerForm(forms.Form):
    """A new partner."""

    name = forms.CharField(max_length=60)
    redirect_uris = forms.CharField(label="Addresses to lead people back to, one per line", widget=forms.Textarea)

    def clean_redirect_uris(self) -> list[str]:
        """Addresses that nobody else can answer at."""
        found: list[str] = self.cleaned_data["redirect_uris"].split()
        if len(found) > URIS_MAX or not all(_URI.fullmatch(uri) for uri in found):
            raise ValidationError(f"At most {URIS_MAX} addresses such as https://shop.example/callback", code="uri")
        return found


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def partners(request: HttpRequest, app_id: int) -> HttpResponse:
    """The partners, and a form for one more; its secret is shown once. Raises NotFound, NotAllowed."""
    app = app_of(request, app_id, Verb.CREDENTIALS)
    form = PartnerForm(request.POST if request.method == "POST" else None)
    made = None
    if form.is_valid():
        with transaction.atomic():
            made = actions.register_partner(app.pk, form.cleaned_data["name"], form.cleaned_data["redirect_uris"])
        form = PartnerForm()
    page = {"app": app, "form": form, "made": made, "partners": queries.partners_of(app.pk)}
    response = render(request, "staff/themes/partners.html", page, status=422 if form.is_bound else 200)
    return keep_plain(response) if made else response


@require_POST
@never_cache
@login_required
def remove(request: HttpRequest, app_id: int, client_id: str) -> HttpResponse:
    """The partner is none any more. Raises NotFound, NotAllowed."""
    app = app_of(request, app_id, Verb.CREDENTIALS)
    with transaction.atomic():
        actions.remove_partner(app.pk, client_id)
    return redirect("themes:partners", app.pk)
