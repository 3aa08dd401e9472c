"""The way in: by a code sent to a phone or an e-mail address. Who is known logs in, everybody else joins; up to the moment at
which somebody has proved to own the address, both look the same."""

from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from facevalue.faces.creator import accounts, problems
from facevalue.faces.creator.accounts_forms import AddressForm, CodeForm
from facevalue.faces.ui.hosts import AppRequest
from facevalue.identity import actions, queries
from facevalue.identity.actions import Proof
from facevalue.identity.errors import TooOften
from facevalue.identity.queries import Way
from facevalue.kit.clock import now_ms

_SENT = "account_sent"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: AppRequest) -> HttpResponse:
    """Asks for a phone number or an e-mail address, and sends a code there."""
    sign_up = request.theme.sign_up
    ways = [way for way in (Way.PHONE, Way.EMAIL) if way in sign_up.ways]
    way = next((way for way in ways if way == request.GET.get("way")), ways[0] if ways else None)
    form = AddressForm(accounts.posted(request), way=way, countries=sign_up.countries) if way else None
    status = 422 if form and form.is_bound else 200
    if way and form and form.is_valid():
        answer = _send(request, way, form.cleaned_data["address"], accounts.next_of(request))
        if isinstance(answer, HttpResponse):
            return answer
        form.add_error(None, accounts.too_often(answer))
        status = 429
    page = {
        "form": form,
        "way": way,
        "other_ways": [other for other in ways if other != way],
        "by_passkey": Way.PASSKEY in sign_up.ways,
        "passkey_script": accounts.passkey_script(),
        "next": accounts.next_of(request),
    }
    return render(request, "creator/account/login.html", page, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: AppRequest) -> HttpResponse:
    """Takes the code back."""
    sent = request.session.get(_SENT)
    if sent is None:
        return redirect("account:login")
    form = CodeForm(accounts.posted(request))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        proof: Proof | TooOften | None
        try:
            with transaction.atomic():
                proof = actions.redeem_code(int(sent["handle"]), form.cleaned_data["code"], accounts.place(request), now_ms())
        except TooOften as error:
            proof = error
        if isinstance(proof, Proof):
            return _proved(request, proof, sent["next"])
        if proof is None:
            reason = _("This code is wrong or too old. After a few tries, ask for a new one.")
        else:
            status, reason = 429, accounts.too_often(proof)
        form.add_error("code", reason)
    return render(request, "creator/account/code.html", {"form": form, "sent": sent}, status=status)


@never_cache
@require_POST
def code_again(request: AppRequest) -> HttpResponse:
    """Sends another code to the same address; the one before is forgotten."""
    sent = request.session.get(_SENT)
    if sent is None:
        return redirect("account:login")
    answer = _send(request, Way(sent["way"]), sent["address"], sent["next"])
    if isinstance(answer, HttpResponse):
        return answer
    form = CodeForm()
    return render(
        request, "creator/account/code.html", {"form": form, "sent": sent, "too_often": accounts.too_often(answer)}, status=429
    )


def _send(request: AppRequest, way: Way, address: str, next_url: str) -> HttpResponse | TooOften:
    """Sends a code and leads to where it is typed in."""
    try:
        with transaction.atomic():
            sent = actions.request_code(way, address, accounts.place(request), now_ms())
    except TooOften as error:
        return error
    text = _("%(code)s is your code for %(app)s. Give it to nobody.") % {"code": sent.code, "app": request.theme.name}
    if way == Way.PHONE:
        # The last line lets phones fill the code in, on this host alone (https://wicg.github.io/sms-one-time-codes/).
        actions.send_sms(address, f"{text}\n\n@{request.app.host} #{sent.code}")
    else:
        send_mail(_("Your code for %(app)s") % {"app": request.theme.name}, text, None, [address])
    # Whoever does not come back leaves no address behind.
    request.session.set_expiry(accounts.VISIT_SECONDS)
    request.session[_SENT] = {"handle": str(sent.handle), "way": str(way), "address": address, "next": next_url}
    return redirect("account:code")


def _proved(request: AppRequest, proof: Proof, next_url: str) -> HttpResponse:
    del request.session[_SENT]
    person = queries.owner_of(proof)
    if person and not person.is_active:
        return problems.page(request, 403)
    if person and accounts.has_joined(request, person):
        return accounts.enter(request, person, next_url)
    return accounts.keep_proof(request, proof, next_url)
