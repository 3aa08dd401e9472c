"""What partners' servers ask with their secrets and tokens, each at the host of its own app."""

from collections.abc import Callable
from functools import wraps

from allauth.core.internal.httpkit import extract_basic_auth
from allauth.idp.oidc import views
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from facevalue.faces.creator.partners_adapter import claims
from facevalue.faces.ui.hosts import AppRequest
from facevalue.identity import queries


def _of_partners(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[AppRequest], HttpResponse]:
    """An endpoint that no partner of another app gets through, whichever way a client says who it is (RFC 6749, 2.3.1)."""

    @wraps(view)
    def answer(request: AppRequest) -> HttpResponse:
        named = {request.POST.get("client_id"), extract_basic_auth(request.headers)[0]} - {None}
        if not all(queries.is_partner(request.app.pk, str(client)) for client in named):
            return JsonResponse({"error": "invalid_client"}, status=401, headers={"WWW-Authenticate": "Basic"})
        return view(request)

    return answer


token = _of_partners(views.token)
give_back = _of_partners(views.revoke)


@never_cache
@csrf_exempt
def user_info(request: AppRequest) -> HttpResponse:
    """OpenID Connect Core 1.0, 5.3, for tokens in the header alone."""
    if queries.granted_by(request.app.pk, _bearer(request)) is None:
        return _refused(401, "invalid_token")
    response: HttpResponse = views.user_info(request)
    return response


@never_cache
@require_safe
def me(request: AppRequest) -> HttpResponse:
    """Whose access token this is (RFC 6750), as far as its scopes tell."""
    grant = queries.granted_by(request.app.pk, _bearer(request))
    if grant is None:
        return _refused(401, "invalid_token")
    person, scopes = grant
    if "profile" not in scopes:
        return _refused(403, "insufficient_scope")
    return JsonResponse({"id": str(person.pk), **claims(person, scopes)})


def _bearer(request: HttpRequest) -> str:
    """The token in the header; empty without one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _refused(status: int, error: str) -> HttpResponse:
    return JsonResponse({"error": error}, status=status, headers={"WWW-Authenticate": f'Bearer error="{error}"'})
