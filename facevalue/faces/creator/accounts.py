"""What is known of somebody on the way in and inside: the visit in the session, and the doors that lead on."""

from django.contrib.auth import login
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from facevalue.faces.creator import built
from facevalue.faces.ui.hosts import AppRequest
from facevalue.identity import queries
from facevalue.identity.actions import Person, Proof
from facevalue.identity.errors import TooOften
from facevalue.identity.queries import Way
from facevalue.kit.clock import now_ms

VISIT_SECONDS = 3600
SESSION_SECONDS = 180 * 24 * 3600
FRESH_MS = 15 * 60_000
# How long a proof of owning an address may lie about before one has joined.
PROOF_MS = 15 * 60_000
_PROOF = "account_proof"


def enter(request: AppRequest, person: Person, next_url: str) -> HttpResponse:
    """The person is logged in on this phone for a long time, and goes on to where they wanted."""
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    request.session.set_expiry(SESSION_SECONDS)
    request.session["entered_at"] = now_ms()
    return redirect(next_url)


def is_fresh(request: AppRequest) -> bool:
    """Whether somebody has come in a moment ago, as for what cannot be undone they should have."""
    return bool(request.session.get("entered_at", 0) + FRESH_MS > now_ms())


def enter_again(request: AppRequest) -> HttpResponse:
    """Leads through the way in once more and back."""
    return redirect_to_login(request.path)


def has_joined(request: AppRequest, person: Person) -> bool:
    """Whether the person is in this app, under the terms of now."""
    membership = queries.membership(request.app.pk, person.pk)
    return membership is not None and membership.terms_version >= request.theme.terms_version


def keep_proof(request: AppRequest, proof: Proof, next_url: str) -> HttpResponse:
    """Leads to where one joins; the proof waits in the session."""
    request.session[_PROOF] = {"way": str(proof.way), "address": proof.address, "at": now_ms(), "next": next_url}
    return redirect("account:join")


def proof_of(request: AppRequest) -> tuple[Proof, str] | None:
    """The proof that waits, and where to go on to."""
    kept = request.session.get(_PROOF)
    if kept is None or kept["at"] + PROOF_MS < now_ms():
        return None
    return Proof(Way(kept["way"]), kept["address"]), kept["next"]


def drop_proof(request: AppRequest) -> None:
    """It has served."""
    del request.session[_PROOF]


def refuse_minor(request: AppRequest) -> HttpResponse:
    """Says so kindly. Nothing of the visit is kept."""
    request.session.flush()
    return render(request, "creator/account/too_young.html", status=403)


def too_often(error: TooOften) -> str:
    """What to tell somebody who has to wait."""
    minutes = -(-error.extra["retry_after_s"] // 60)
    if minutes <= 1:
        return _("That was too often. Wait a minute and try again.")
    return _("That was too often. Try again in %(minutes)d minutes.") % {"minutes": minutes}


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also if it is empty; None if the form was only asked for."""
    return request.POST if request.method == "POST" else None


def passkey_script() -> str:
    """Where the script of `data-passkey` forms is."""
    return static(built.path("passkey.ts"))


def language() -> str:
    """In which language somebody was spoken to on the way in: theirs from now on."""
    return get_language() or "en"


def place(request: HttpRequest) -> str:
    """The network address that somebody comes from."""
    return str(request.META.get("REMOTE_ADDR", ""))


def next_of(request: HttpRequest) -> str:
    """Where somebody wanted to go, within this host."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if url_has_allowed_host_and_scheme(wanted, None) else "/"
