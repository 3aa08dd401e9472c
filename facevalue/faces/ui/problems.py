"""The one place where our errors become pages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from facevalue.kit.errors import FacevalueError


class Problems:
    """Middleware: an error of a room becomes the page of its status, and any other goes on to Django."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """What Django asks when a view has raised."""
        if not isinstance(error, FacevalueError):
            return None
        template = "404.html" if error.status == 404 else "ui/problem.html"
        return render(request, template, {"error": error}, status=error.status)
