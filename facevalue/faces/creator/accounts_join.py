"""Joining an app, and what one agrees on thereby."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from facevalue.faces.creator import accounts
from facevalue.faces.creator.accounts_forms import JoinForm
from facevalue.faces.ui.hosts import AppRequest
from facevalue.identity import actions, queries
from facevalue.identity.actions import Person, Proof
from facevalue.identity.errors import TooYoung
from facevalue.kit.clock import now_ms


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: AppRequest) -> HttpResponse:
    """Asks what the app has to know of somebody who is new in it."""
    kept = accounts.proof_of(request)
    if kept is None:
        return redirect("account:login")
    proof, next_url = kept
    known = queries.owner_of(proof)
    form = JoinForm(accounts.posted(request), theme=request.theme, is_known=known is not None)
    if form.is_valid():
        return _join(request, form.cleaned_data, proof, known, next_url)
    page = {"form": form, "known": known, "theme": request.theme}
    return render(request, "creator/account/join.html", page, status=422 if form.is_bound else 200)


@never_cache
@require_safe
def terms(request: AppRequest) -> HttpResponse:
    """What the app's operator and its people agree on."""
    return render(request, "creator/account/terms.html")


@never_cache
@require_safe
def messages(request: AppRequest) -> HttpResponse:
    """What was not really sent, in demonstrations: the page exists only if the outbox is the gateway."""
    if not queries.is_outbox_open():
        raise Http404
    return render(request, "creator/account/messages.html", {"sent": queries.outbox()})


def _join(request: AppRequest, answers: dict[str, Any], proof: Proof, known: Person | None, next_url: str) -> HttpResponse:
    year_of_birth = answers.get("year_of_birth")
    try:
        with transaction.atomic():
            if known:
                actions.join_app(request.theme, known.pk, year_of_birth, now_ms())
                person = known
            else:
                language = accounts.language()
                person = actions.sign_up(request.theme, answers["name"], language, year_of_birth, now_ms(), proof=proof)
    except TooYoung:
        if known is None:
            with transaction.atomic():
                actions.forget_proof(proof)
        return accounts.refuse_minor(request)
    accounts.drop_proof(request)
    return accounts.enter(request, person, next_url)
