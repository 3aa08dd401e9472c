"""The pages around a person's account."""

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, path

from facevalue.faces.creator import accounts_codes, accounts_join

app_name = "account"
urlpatterns: list[URLPattern] = [
    path("login/", accounts_codes.log_in, name="login"),
    path("login/code/", accounts_codes.code, name="code"),
    path("login/code/again/", accounts_codes.code_again, name="code_again"),
    path("join/", accounts_join.join, name="join"),
    path("logout/", LogoutView.as_view(next_page="/"), name="logout"),
    path("terms/", accounts_join.terms, name="terms"),
    path("demo/messages", accounts_join.messages, name="messages"),
]
