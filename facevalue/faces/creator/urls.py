"""Every page at an app's host name."""

from django.urls import path

from facevalue.faces.creator import views

app_name = "creator"
urlpatterns = [
    path("", views.home, name="home"),
]
