"""The pages around a person's account."""

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, path

from facevalue.faces.creator import (
    accounts_codes,
    accounts_join,
    accounts_passkeys,
    accounts_profile,
    accounts_settings,
    partners,
)
from facevalue.faces.ui import converters  # noqa: F401, it registers <id:…>

app_name = "account"
urlpatterns: list[URLPattern] = [
    path("login/", accounts_codes.log_in, name="login"),
    path("login/code/", accounts_codes.code, name="code"),
    path("login/code/again/", accounts_codes.code_again, name="code_again"),
    path("login/passkey/", accounts_passkeys.log_in, name="login_by_passkey"),
    path("login/passkey/options/", accounts_passkeys.login_options, name="login_options"),
    path("join/passkey/", accounts_passkeys.join, name="join_by_passkey"),
    path("join/passkey/options/", accounts_passkeys.join_options, name="join_options"),
    path("settings/passkeys/", accounts_passkeys.passkeys, name="passkeys"),
    path("settings/passkeys/options/", accounts_passkeys.add_options, name="add_options"),
    path("settings/passkeys/<id:passkey>/remove/", accounts_passkeys.remove, name="remove_passkey"),
    path("join/", accounts_join.join, name="join"),
    path("logout/", LogoutView.as_view(next_page="/"), name="logout"),
    path("settings/", accounts_settings.settings, name="settings"),
    path("settings/profile/", accounts_profile.profile, name="profile"),
    path("settings/profile/<slug:name>/", accounts_profile.tell, name="tell"),
    path("settings/partners/", partners.granted, name="granted"),
    path("settings/partners/<slug:client_id>/revoke/", partners.revoke, name="revoke"),
    path("settings/export/", accounts_settings.export, name="export"),
    path("settings/delete/", accounts_settings.delete, name="delete"),
    path("terms/", accounts_join.terms, name="terms"),
    path("demo/messages", accounts_join.messages, name="messages"),
]
