"""OpenID Connect at an app's host. allauth finds its own addresses by these names; its flow for televisions is left out."""

from allauth.idp.oidc import views
from django.urls import include, path

from facevalue.faces.creator import accounts_codes, partners, partners_tokens

_oidc = [
    path(".well-known/openid-configuration", partners.configuration, name="configuration"),
    path(".well-known/jwks.json", views.jwks, name="jwks"),
    path("identity/o/authorize", partners.authorize, name="authorization"),
    path("identity/o/logout", partners.log_out, name="logout"),
    path("identity/o/api/token", partners_tokens.token, name="token"),
    path("identity/o/api/revoke", partners_tokens.give_back, name="revoke"),
    path("identity/o/api/userinfo", partners_tokens.user_info, name="userinfo"),
]

urlpatterns = [
    path("", include(([path("", include((_oidc, "oidc")))], "idp"))),
    # What allauth calls our way in.
    path("login/", accounts_codes.log_in, name="account_login"),
    path("login/", accounts_codes.log_in, name="account_reauthenticate"),
    path("api/me", partners_tokens.me, name="api_me"),
]
