"""Every page of the Django faces."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("staff/apps/", include("facevalue.faces.staff.themes_urls")),
    path("staff/", include("facevalue.faces.staff.urls")),
    path("", include("facevalue.faces.brand.urls")),
]
