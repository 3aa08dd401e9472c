"""Partner apps: sign in, grant, call, take back; and whoever tries without."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.idp.oidc.models import Token
from django.db import transaction
from django.test import Client

from facevalue.identity import actions
from facevalue.identity.models import Person
from facevalue.identity.queries import SignUp, Way
from tests import cast
from tests.faces.creator import apps
from tests.faces.creator.coming_in import OUTBOX, come_in, who
from tests.faces.creator.tokens import basic, challenge_of, claims_of

BACK = "https://shop.example/back"
VERIFIER = "v" * 50


@pytest.fixture(autouse=True)
def outbox(everybody: None) -> Iterator[None]:
    apps.change(cast.SENYUM, sign_up=SignUp((Way.PHONE,), 0, ("ID",)))
    with OUTBOX:
        yield


@pytest.fixture
def partner() -> tuple[str, str]:
    """A partner of Senyum: client id and secret."""
    with transaction.atomic():
        return actions.register_partner(cast.SENYUM, "Toko <b>Batik", [BACK])


@pytest.fixture
def sari(senyum: Client) -> Client:
    come_in(senyum)
    return senyum


def ask(browser: Client, client: str, **changed: str) -> Any:
    """The partner sends the person here."""
    wanted = {
        "client_id": client,
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": "openid profile",
        "state": "xyz",
        "code_challenge": challenge_of(VERIFIER),
        "code_challenge_method": "S256",
        **changed,
    }
    return browser.get(f"/identity/o/authorize?{urlencode(wanted)}")


def agree(browser: Client, client: str, scopes: list[str], action: str = "grant", **changed: str) -> dict[str, list[str]]:
    """The person decides; what the partner gets back."""
    page = ask(browser, client, **changed).content.decode()
    signed = re.search(r'name="request" value="([^"]+)"', page)
    assert signed, page
    answer = browser.post("/identity/o/authorize", {"request": signed[1], "scopes": scopes, "action": action})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(BACK)
    return parse_qs(urlsplit(answer.headers["Location"]).query)


def exchange(partner: tuple[str, str], **fields: str) -> tuple[int, dict[str, Any]]:
    """The partner's server asks for tokens."""
    server = Client(SERVER_NAME="senyum.localhost", HTTP_AUTHORIZATION=basic(*partner))
    answer = server.post("/identity/o/api/token", {"redirect_uri": BACK, "code_verifier": VERIFIER, **fields})
    return answer.status_code, answer.json()


def sign_in(browser: Client, partner: tuple[str, str], scopes: list[str]) -> dict[str, Any]:
    """The whole of it; the tokens."""
    back = agree(browser, partner[0], scopes, scope=" ".join(scopes))
    assert back["state"] == ["xyz"]
    status, tokens = exchange(partner, grant_type="authorization_code", code=back["code"][0])
    assert status == 200
    return tokens


def me(token: str) -> tuple[int, dict[str, Any]]:
    answer = Client(SERVER_NAME="senyum.localhost", HTTP_AUTHORIZATION=f"Bearer {token}").get("/api/me")
    return answer.status_code, answer.json()


def test_a_person_signs_in_and_the_partner_learns_what_was_granted(sari: Client, partner: tuple[str, str]) -> None:
    tokens = sign_in(sari, partner, ["openid", "profile"])
    person = Person.objects.get(id=who(sari))
    assert me(tokens["access_token"]) == (200, {"id": str(person.pk), "name": "Sari", "locale": person.language})
    claims = claims_of(tokens["id_token"])
    assert (claims["iss"], claims["aud"], claims["sub"]) == ("http://senyum.localhost", partner[0], str(person.pk))


def test_the_page_says_who_asks_for_what_and_where_the_form_may_lead(sari: Client, partner: tuple[str, str]) -> None:
    page = ask(sari, partner[0])
    assert "Toko &lt;b&gt;Batik" in page.content.decode()
    assert "form-action 'self' https://shop.example" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"


def test_the_name_needs_the_scope_that_the_person_granted(sari: Client, partner: tuple[str, str]) -> None:
    tokens = sign_in(sari, partner, ["openid"])
    assert me(tokens["access_token"]) == (403, {"error": "insufficient_scope"})


def test_one_grants_less_than_is_asked(sari: Client, partner: tuple[str, str]) -> None:
    Person.objects.filter(id=who(sari)).update(email="sari@rumah.example")
    code = agree(sari, partner[0], ["openid", "profile"], scope="openid profile email")["code"][0]
    _, tokens = exchange(partner, grant_type="authorization_code", code=code)
    assert "email" not in me(tokens["access_token"])[1]


def test_saying_no_gives_nothing(sari: Client, partner: tuple[str, str]) -> None:
    assert agree(sari, partner[0], ["openid"], action="cancel")["error"] == ["access_denied"]
    assert not Token.objects.exists()


def test_a_grant_is_taken_back_and_opens_nothing_any_more(sari: Client, partner: tuple[str, str]) -> None:
    tokens = sign_in(sari, partner, ["openid", "profile"])
    assert "Toko &lt;b&gt;Batik" in sari.get("/settings/partners/").content.decode()
    sari.post(f"/settings/partners/{partner[0]}/revoke/")
    assert me(tokens["access_token"])[0] == 401
    assert exchange(partner, grant_type="refresh_token", refresh_token=tokens["refresh_token"])[0] >= 400
    assert "Batik" not in sari.get("/settings/partners/").content.decode()


def test_a_refresh_token_is_good_once(sari: Client, partner: tuple[str, str]) -> None:
    tokens = sign_in(sari, partner, ["openid", "profile"])
    status, fresh = exchange(partner, grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    assert status == 200
    assert me(fresh["access_token"])[0] == 200
    assert exchange(partner, grant_type="refresh_token", refresh_token=tokens["refresh_token"])[0] >= 400


def test_a_code_is_good_once_for_who_began_and_who_knows_the_secret(sari: Client, partner: tuple[str, str]) -> None:
    code = agree(sari, partner[0], ["openid"], scope="openid")["code"][0]
    assert exchange(partner, grant_type="authorization_code", code=code, code_verifier="w" * 50)[0] >= 400
    code = agree(sari, partner[0], ["openid"], scope="openid")["code"][0]
    assert exchange((partner[0], "wrong"), grant_type="authorization_code", code=code)[0] >= 400
    assert exchange(partner, grant_type="authorization_code", code=code)[0] == 200
    assert exchange(partner, grant_type="authorization_code", code=code)[0] >= 400


@pytest.mark.parametrize("elsewhere", ["https://evil.example/back", "https://shop.example/other", "javascript:alert(1)"])
def test_people_are_led_back_to_the_partner_only(sari: Client, partner: tuple[str, str], elsewhere: str) -> None:
    answer = ask(sari, partner[0], redirect_uri=elsewhere)
    assert answer.status_code != 302
    assert 'name="request"' not in answer.content.decode()


def test_a_partner_of_one_app_is_none_of_another(sabai: Client, partner: tuple[str, str]) -> None:
    sabai.force_login(Person.objects.get(id=cast.AYU))
    assert ask(sabai, partner[0]).status_code == 404
    assert ask(sabai, "nobody").status_code == 404


def test_what_a_person_agreed_to_at_one_app_is_agreed_to_nowhere_else(
    sari: Client, sabai: Client, partner: tuple[str, str]
) -> None:
    signed = re.search(r'name="request" value="([^"]+)"', ask(sari, partner[0]).content.decode())
    assert signed
    sabai.force_login(Person.objects.get(id=who(sari)))
    agreed = {"request": signed[1], "scopes": ["openid"], "action": "grant"}
    assert sabai.post("/identity/o/authorize", agreed).status_code == 404
    assert sari.post("/identity/o/authorize", agreed).status_code == 302


def test_a_partner_and_its_tokens_open_nothing_of_another_app(sari: Client, sabai: Client, partner: tuple[str, str]) -> None:
    tokens = sign_in(sari, partner, ["openid", "profile"])
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    for path in ("/api/me", "/identity/o/api/userinfo"):
        assert sari.get(path, headers=bearer).status_code == 200
        assert sabai.get(path, headers=bearer).status_code == 401
    assert sabai.post("/identity/o/api/userinfo", {"access_token": tokens["access_token"]}).status_code == 401
    code = agree(sari, partner[0], ["openid"], scope="openid")["code"][0]
    wanted = {
        "token": [
            {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": VERIFIER},
            {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]},
        ],
        "revoke": [{"token": tokens["access_token"]}],
    }
    by_header, by_body = {"Authorization": basic(*partner)}, {"client_id": partner[0], "client_secret": partner[1]}
    for endpoint, bodies in wanted.items():
        for body in bodies:
            where = f"/identity/o/api/{endpoint}"
            assert sabai.post(where, body, headers=by_header).json() == {"error": "invalid_client"}
            assert sabai.post(where, body | by_body).status_code == 401
    assert me(tokens["access_token"])[0] == 200
    for endpoint, bodies in wanted.items():
        for body in bodies:
            assert sari.post(f"/identity/o/api/{endpoint}", body | by_body).status_code == 200
    assert me(tokens["access_token"])[0] == 401


def test_a_stranger_comes_in_first_and_is_led_back(senyum: Client, partner: tuple[str, str]) -> None:
    where = ask(senyum, partner[0]).headers["Location"]
    assert where.startswith("/login/?next=/identity/o/authorize")
    where = ask(senyum, partner[0], prompt="login").headers["Location"]
    assert where.startswith("/login/?next=")


@pytest.mark.parametrize("token", ["", "x", "Bearer", "ü"])
def test_without_a_token_nobody_is_told_anything(token: str) -> None:
    assert me(token)[0] == 401


def test_the_deleted_are_gone_for_partners_too(sari: Client, partner: tuple[str, str]) -> None:
    tokens = sign_in(sari, partner, ["openid", "profile"])
    sari.post("/settings/delete/", {"sure": "on"})
    assert me(tokens["access_token"])[0] == 401
    assert not Token.objects.exists()


def test_what_is_granted_is_taken_along(sari: Client, partner: tuple[str, str]) -> None:
    sign_in(sari, partner, ["openid"])
    assert [each["name"] for each in sari.get("/settings/export/").json()["account"]["partners"]] == ["Toko <b>Batik"]


def test_discovery_leads_to_every_address(senyum: Client) -> None:
    found = senyum.get("/.well-known/openid-configuration").json()
    assert found["issuer"] == "http://senyum.localhost"
    assert len(senyum.get(urlsplit(found["jwks_uri"]).path).json()["keys"]) == 1
    for name in ("authorization", "token", "userinfo", "revocation", "end_session"):
        assert senyum.get(urlsplit(found[f"{name}_endpoint"]).path).status_code != 404
