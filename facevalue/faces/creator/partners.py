"""Partner apps: people sign in there with the app's account, grant what a partner may know, and take it back."""

from urllib.parse import urlsplit

from allauth.idp.oidc import views
from allauth.idp.oidc.forms import AuthorizationForm
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from facevalue.faces.ui import policy
from facevalue.faces.ui.hosts import AppRequest, own_origin
from facevalue.identity import actions, queries


class _Authorization(views.AuthorizationView):  # type: ignore[misc]
    """What a person agreed to is signed, but not for which host."""

    def form_valid(self, form: AuthorizationForm) -> HttpResponse:
        if not queries.is_partner(self.request.app.pk, self._request_info["client_id"]):
            raise Http404
        response: HttpResponse = super().form_valid(form)
        return response


_authorize = _Authorization.as_view(template_name="creator/account/authorize.html")
_log_out = views.LogoutView.as_view(template_name="creator/account/partner_logout.html")


@require_safe
def configuration(request: AppRequest) -> HttpResponse:
    """OpenID Connect Discovery 1.0 of the app: the code flow with PKCE, and nothing else."""
    issuer = own_origin(request)
    found = {
        "issuer": issuer,
        **{
            f"{name}_endpoint": issuer + reverse(f"idp:oidc:{route}")
            for name, route in (
                ("authorization", "authorization"),
                ("token", "token"),
                ("userinfo", "userinfo"),
                ("revocation", "revoke"),
                ("end_session", "logout"),
            )
        },
        "jwks_uri": issuer + reverse("idp:oidc:jwks"),
        "scopes_supported": list(queries.PARTNER_SCOPES),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "code_challenge_methods_supported": ["S256"],
        "claims_supported": ["sub", "name", "locale", "email", "email_verified"],
    }
    return JsonResponse(found, headers={"Access-Control-Allow-Origin": "*"})


@never_cache
@csrf_exempt  # allauth checks the token itself, where the person has to have seen our page
def authorize(request: AppRequest) -> HttpResponse:
    """Asks the person what the partner may know, and leads back there."""
    client_id = request.GET.get("client_id") or request.POST.get("client_id")
    if client_id and not queries.is_partner(request.app.pk, client_id):
        raise Http404
    response: HttpResponse = _authorize(request)
    if client_id:
        # The browser holds the way back, which follows the form, against the policy too.
        policy.allow_form_targets(request, [_origin(uri) for uri in queries.redirect_uris(client_id)])
    return response


@never_cache
@csrf_exempt
def log_out(request: AppRequest) -> HttpResponse:
    """A partner says that the person has left it, and asks whether they leave us too."""
    response: HttpResponse = _log_out(request)
    return response


@never_cache
@login_required
@require_safe
def granted(request: AppRequest) -> HttpResponse:
    """Which partners may know what of one."""
    assert request.user.is_authenticated
    return render(request, "creator/account/granted.html", {"grants": queries.grants(request.user.pk)})


@never_cache
@login_required
@require_POST
def revoke(request: AppRequest, client_id: str) -> HttpResponse:
    """The partner may know nothing any more; doing it again changes nothing."""
    assert request.user.is_authenticated
    with transaction.atomic():
        actions.revoke_grant(request.user.pk, client_id)
    return redirect("account:granted")


def _origin(uri: str) -> str:
    """As a policy names it: an origin, or the scheme that an app on the phone answers to."""
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else f"{parts.scheme}:"
