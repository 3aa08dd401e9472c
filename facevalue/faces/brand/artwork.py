"""The pages on which a brand's people upload what goes on selfies, see it there, and offer it to creators."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from facevalue.identity import queries as identity
from facevalue.kit.clock import now_ms
from facevalue.kit.errors import FacevalueError
from facevalue.studio import actions, queries

SAMPLES = ("africa", "asia", "covered")
_NAME_MAX = 80
_KINDS = [(kind.value, kind.value.capitalize()) for kind in queries.AssetKind]


class UploadForm(forms.Form):
    """A picture, what it is and what it is called. The same kind and name again is a new version."""

    brand = forms.TypedChoiceField(coerce=int, label="Brand")
    kind = forms.ChoiceField(choices=_KINDS, label="What it is")
    name = forms.CharField(max_length=_NAME_MAX, label="Name")
    file = forms.FileField(
        label="PNG, WebP or SVG", widget=forms.ClearableFileInput(attrs={"accept": ".png,.webp,.svg,image/png,image/webp"})
    )

    def __init__(self, *arguments: Any, brands: dict[int, str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["brand"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = list(brands.items())
        if len(brands) == 1:
            field.widget, field.initial = forms.HiddenInput(), next(iter(brands))


def _brands(request: HttpRequest, verb: identity.Verb) -> dict[int, str]:
    """The brands where this person may do so, by id."""
    assert request.user.is_authenticated
    found = identity.organisations(request.user.pk, verb)
    return {each.pk: each.name for each in found if each.kind == identity.OrganisationKind.BRAND}


@never_cache
@login_required
def artwork(request: HttpRequest) -> HttpResponse:
    """Everything that the person's brands have uploaded; POST uploads more."""
    plans = _brands(request, identity.Verb.PLAN)
    form = UploadForm(request.POST or None, request.FILES or None, brands=plans)
    if request.method == "POST" and plans and form.is_valid():
        made = _upload(form)
        if made is not None:
            messages.success(request, "It is uploaded. Our staff look at it before you can offer it to creators.")
            return redirect("brand:artwork_version", made)
    seen = _brands(request, identity.Verb.SEE)
    found = queries.assets_among(seen)
    shelves = [(name, found[brand]) for brand, name in seen.items()]
    page = {"form": form if plans else None, "shelves": shelves}
    refused = request.method == "POST"
    return render(request, "brand/artwork.html", page, status=HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK)


def _upload(form: UploadForm) -> int | None:
    """The version that was made of a form, or None with what is wrong said in it."""
    told, file = form.cleaned_data, form.cleaned_data["file"]
    assert isinstance(file, UploadedFile)
    if (file.size or 0) > queries.ASSET_BYTES_MAX:
        form.add_error("file", f"At most {queries.ASSET_BYTES_MAX // 1024 // 1024} MiB")
        return None
    try:
        kind = queries.AssetKind(told["kind"])
        return actions.upload_asset(told["brand"], kind, told["name"].strip(), file.read(), now_ms()).pk
    except FacevalueError as error:
        form.add_error("file", error.detail)
        return None


@require_safe
@never_cache
@login_required
def version(request: HttpRequest, version_id: int) -> HttpResponse:
    """One version on sample selfies, with what was checked. Raises NotFound."""
    found = queries.version_among(_brands(request, identity.Verb.SEE), version_id)
    page = {
        "version": found,
        "samples": SAMPLES,
        "small": queries.url(found.small_file),
        "plans": found.asset.brand_id in _brands(request, identity.Verb.PLAN),
    }
    return render(request, "brand/artwork_version.html", page)


@require_POST
@never_cache
@login_required
def publish(request: HttpRequest, version_id: int) -> HttpResponse:
    """Offers an approved version to creators. Raises NotFound."""
    return _step(request, version_id, "Creators can use it now.")


@require_POST
@never_cache
@login_required
def retire(request: HttpRequest, version_id: int) -> HttpResponse:
    """Offers it no longer; what is out stays. Raises NotFound."""
    return _step(request, version_id, "Creators can use it no more. Posts that are out stay as they are.", retires=True)


def _step(request: HttpRequest, version_id: int, said: str, *, retires: bool = False) -> HttpResponse:
    found = queries.version_among(_brands(request, identity.Verb.PLAN), version_id)
    try:
        with transaction.atomic():
            (actions.retire if retires else actions.publish)(found.asset.brand_id, version_id, now_ms())
        messages.success(request, said)
    except FacevalueError as error:
        messages.error(request, error.detail)
    return redirect("brand:artwork_version", version_id)
