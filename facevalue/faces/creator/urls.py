"""Every page at an app's host name."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("facevalue.faces.creator.routes")),
    path("", include("facevalue.faces.creator.accounts_routes")),
    path("", include("facevalue.faces.creator.partners_urls")),
]

handler400 = "facevalue.faces.creator.problems.bad_request"
handler403 = "facevalue.faces.creator.problems.forbidden"
handler404 = "facevalue.faces.creator.problems.not_found"
handler500 = "facevalue.faces.creator.problems.broken"
