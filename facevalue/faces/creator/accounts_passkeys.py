"""The way in by passkey: the phone's own key, unlocked by finger, face or pattern, instead of a code."""

from typing import Any

from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from facevalue.faces.creator import accounts, accounts_credentials, accounts_forms, problems
from facevalue.faces.ui.hosts import AppRequest
from facevalue.identity import actions, queries
from facevalue.identity.errors import LastWay, NotFound, TooYoung
from facevalue.kit import clock, ids


@never_cache
@require_POST
def login_options(request: AppRequest) -> HttpResponse:
    """What the phone has to sign to log in with a passkey."""
    _count(request)
    return JsonResponse(auth.begin_authentication(None))


@never_cache
@require_POST
def log_in(request: AppRequest) -> HttpResponse:
    """Lets in whose passkey has signed it."""
    _count(request)
    credential = accounts_credentials.read(request)
    form = LoginWebAuthnForm(data={"credential": credential}) if credential else None
    if form is None or not form.is_valid():
        return _failed(request)
    authenticator = form.cleaned_data["credential"]
    person = authenticator.user
    if not person.is_active:
        return problems.page(request, 403)
    authenticator.record_usage()
    if accounts.has_joined(request, person):
        return accounts.enter(request, person, accounts.next_of(request))
    proof = actions.Proof(queries.Way.PASSKEY, str(person.pk))
    return accounts.keep_proof(request, proof, accounts.next_of(request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: AppRequest) -> HttpResponse:
    """Makes an account that has a passkey and nothing else."""
    if queries.Way.PASSKEY not in request.theme.sign_up.ways:
        return redirect("account:login")
    form = accounts_forms.JoinForm(accounts.posted(request), theme=request.theme)
    problem = ""
    if form.is_valid():
        try:
            answer = _join(request, form.cleaned_data)
        except TooYoung:
            return accounts.refuse_minor(request)
        if answer:
            return answer
        problem = _("Your phone has made no passkey. Try again, or come in by a code.")
    page = {"form": form, "problem": problem, "passkey_script": accounts.passkey_script()}
    return render(request, "creator/account/join_by_passkey.html", page, status=422 if form.is_bound else 200)


@never_cache
@require_POST
def join_options(request: AppRequest) -> HttpResponse:
    """What the phone needs for the new passkey of somebody new."""
    _count(request)
    form = accounts_forms.JoinForm(request.POST, theme=request.theme)
    if not form.is_valid():
        return JsonResponse({}, status=422)
    actions.require_age(request.theme, form.cleaned_data.get("year_of_birth"), clock.now_ms())
    person = ids.make()
    request.session.set_expiry(accounts.VISIT_SECONDS)
    request.session["account_new"] = str(person)
    return JsonResponse(auth.begin_registration(actions.Person(id=person, name=form.cleaned_data["name"]), True))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def passkeys(request: AppRequest) -> HttpResponse:
    """The person's passkeys, and one more."""
    assert request.user.is_authenticated
    if not accounts.is_fresh(request):
        return accounts.enter_again(request)
    problem = ""
    if request.method == "POST":
        credential = accounts_credentials.registered(request, request.user)
        if credential:
            with transaction.atomic():
                actions.add_passkey(request.user, request.theme.name, credential)
            return redirect("account:passkeys")
        problem = _("Your phone has made no passkey.")
    return _passkeys(request, problem, 422 if problem else 200)


@never_cache
@login_required
@require_POST
def add_options(request: AppRequest) -> HttpResponse:
    """What the phone needs for one more passkey."""
    assert request.user.is_authenticated
    if not accounts.is_fresh(request):
        return JsonResponse({}, status=403)
    return JsonResponse(auth.begin_registration(request.user, True))


@never_cache
@login_required
@require_POST
def remove(request: AppRequest, passkey: int) -> HttpResponse:
    """The passkey opens nothing any more; one that is gone already changes nothing."""
    assert request.user.is_authenticated
    if not accounts.is_fresh(request):
        return accounts.enter_again(request)
    try:
        with transaction.atomic():
            actions.remove_passkey(request.user.pk, passkey)
    except NotFound:
        pass
    except LastWay:
        problem = _("This is your only way in. Delete your account if you want to leave.")
        return _passkeys(request, problem, 409)
    return redirect("account:passkeys")


def _passkeys(request: AppRequest, problem: str, status: int) -> HttpResponse:
    assert request.user.is_authenticated
    page = {
        "passkeys": queries.passkeys(request.user.pk),
        "problem": problem,
        "passkey_script": accounts.passkey_script(),
    }
    return render(request, "creator/account/passkeys.html", page, status=status)


def _join(request: AppRequest, answers: dict[str, Any]) -> HttpResponse | None:
    """The new person's first page; None if the passkey is none."""
    year_of_birth = answers.get("year_of_birth")
    actions.require_age(request.theme, year_of_birth, clock.now_ms())
    waiting = request.session.pop("account_new", None)
    if waiting is None:
        return None
    credential = accounts_credentials.registered(request, actions.Person(id=int(waiting), name=answers["name"]))
    if credential is None:
        return None
    language = accounts.language()
    with transaction.atomic():
        person = actions.sign_up(
            request.theme, answers["name"], language, year_of_birth, clock.now_ms(), person_id=int(waiting)
        )
        actions.add_passkey(person, request.theme.name, credential)
    return accounts.enter(request, person, "/")


def _count(request: AppRequest) -> None:
    """Raises TooOften."""
    with transaction.atomic():
        actions.count_passkey(accounts.place(request), clock.now_ms())


def _failed(request: AppRequest) -> HttpResponse:
    advice = _("It may belong to another app, or to an account that is gone. Come in by a code instead.")
    return problems.page(request, 403, problems.Words(_("This passkey does not fit"), advice))
