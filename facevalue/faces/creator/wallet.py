"""A person's tokens, and for each of them the receipt: who did what, by which rule it is paid, and the payment."""

from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from facevalue.faces.creator import acting
from facevalue.faces.creator.reading import state, viewer
from facevalue.faces.creator.receipts import explain
from facevalue.faces.creator.words import MOVEMENTS
from facevalue.faces.ui.hosts import AppRequest
from facevalue.ledger.errors import UnknownAccount
from facevalue.settlement import queries as settlement
from facevalue.settlement.queries import Movement
from facevalue.treasury.queries import tokens_per_cent

MOVEMENTS_PER_PAGE = 30


class Row(NamedTuple):
    """A movement and what it is called."""

    movement: Movement
    words: Any


@require_safe
@never_cache
@login_required
def wallet(request: AppRequest) -> HttpResponse:
    """What is there, what waits and until when, and what moved: in the purse, or with `?of=pending` in what waits."""
    db, before = state(), acting.number(request.GET.get("before", ""))
    found = settlement.wallet(db, viewer(request))
    of_pending = request.GET.get("of") == "pending"
    account = found.pending_account if of_pending else found.purse_account
    try:
        moved = settlement.movements(db, account, MOVEMENTS_PER_PAGE, before or None) if account else []
    except UnknownAccount:
        raise Http404 from None
    context = {
        "wallet": found,
        "of_pending": of_pending,
        "rows": [Row(each, MOVEMENTS[each.code]) for each in moved],
        "next": moved[-1].transfer if len(moved) == MOVEMENTS_PER_PAGE else 0,
        "money": money(request, found.purse.available),
    }
    return render(request, "creator/wallet.html", context)


@require_safe
@never_cache
@login_required
def receipt(request: AppRequest, transfer_id: int) -> HttpResponse:
    """Why the person has these tokens: engagement, rule, payment. Raises UnknownTransfer for whatever is not theirs."""
    return render(request, "creator/receipt.html", {"receipt": explain(state(), viewer(request), request.app.pk, transfer_id)})


def money(request: AppRequest, tokens: int) -> tuple[int, str]:
    """Tokens in hundredths of the currency in which the app shows amounts, and its code; "" if it shows tokens alone."""
    per_cent = tokens_per_cent(request.theme.currency) if request.theme.currency else 0
    return (tokens // per_cent, request.theme.currency) if per_cent else (0, "")
