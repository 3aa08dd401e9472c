"""What a creator sees first."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from facevalue.faces.ui.hosts import AppRequest


@require_safe
def home(request: AppRequest) -> HttpResponse:
    """The app's first page."""
    return render(request, "creator/home.html")
