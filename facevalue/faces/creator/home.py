"""Where everybody begins."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from facevalue.faces.creator.campaigns import offers
from facevalue.faces.ui.hosts import AppRequest
from facevalue.kit.clock import now_ms


@require_safe
def home(request: AppRequest) -> HttpResponse:
    """What there is to earn with, and what others post."""
    return render(request, "creator/home.html", {"offers": offers(request.app, 0, now_ms())})
