"""What is one person's is nobody else's, at any address of an app; every address is in one of the tables below."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import URLResolver, get_resolver

from facevalue.identity.models import Person
from facevalue.kit.clock import now_ms
from facevalue.social.actions import COMMENT, LIKE
from facevalue.studio import actions as studio
from facevalue.studio.actions import AssetKind
from tests import cast
from tests.faces.creator import compose_world
from tests.faces.creator.apps import client_of
from tests.faces.creator.village import Village

PHONE = "+6281100012345"

# Of one person alone: with the ids of somebody else's things they are not there.
OWN = {
    "live": "/p/{post}/live/",
    "delete_comment": "/p/{post}/comments/{comment}/delete/",
    "receipt": "/wallet/{receipt}/",
    "upload": "/compose/uploads/{upload}",
    "draft": "/compose/{campaign}/drafts/{composition}/",
    "posted": "/compose/posted/{submission}/",
    "appeal": "/compose/posted/{submission}/appeal",
    "remove_passkey": "/settings/passkeys/{passkey}/remove/",
}
# About whoever looks, so that strangers have to come in first.
PERSONAL = {
    "activity": "/activity/",
    "wallet": "/wallet/",
    "me": "/me/",
    "submissions": "/pictures/",
    "blocked": "/blocked/",
    "compose": "/compose/{campaign}/",
    "settings": "/settings/",
    "profile": "/settings/profile/",
    "passkeys": "/settings/passkeys/",
    "granted": "/settings/partners/",
    "export": "/settings/export/",
    "delete": "/settings/delete/",
    "report": "/p/{post}/report/",
    "block": "/u/{person}/block/",
}
# What people do, which their own tests look at: likes, follows, uploads, consents, ways in.
ACTS = set(
    """like comment follow uploads posts tell revoke add_options login code code_again login_by_passkey login_options
    join_by_passkey join_options join logout connect authorization token userinfo account_login account_reauthenticate
    api_me""".split()  # noqa: SIM905
)
# The same for everybody.
PUBLIC = set(
    """home post share comments person campaigns campaign manifest offline stylesheet sign logo queue partners embed
    studio worker terms messages configuration jwks""".split()  # noqa: SIM905
)


def _names(resolver: URLResolver) -> set[str]:
    found = set[str]()
    for each in resolver.url_patterns:
        found |= _names(each) if isinstance(each, URLResolver) else {str(each.name)}
    return found


@pytest.fixture
def things(village: Village) -> dict[str, Any]:
    """Ids of what Ayu has."""
    made = {"frame": AssetKind.FRAME, "sticker": AssetKind.STICKER}
    assets = {name: compose_world.publish_asset(cast.KOPI_NUSANTARA, kind, name, now_ms()) for name, kind in made.items()}
    Person.objects.filter(id=cast.AYU).update(phone=PHONE)
    ayu = client_of(cast.AYU)
    draft = ayu.post(f"/compose/{village.kopi}/", compose_world.form(assets)).headers["Location"]
    sent = ayu.post(draft, {"caption": "Kopi pagi", "alt": "Me"}).headers["Location"]
    post = village.post("morning", cast.AYU)
    village.follow(cast.CHIDI, cast.AYU)
    village.engage(cast.CHIDI, post, LIKE)
    village.engage(cast.AYU, post, COMMENT, text="Thank you")
    receipts = re.findall(r'href="/wallet/(\d+)/"', ayu.get("/wallet/").content.decode())
    comments = re.findall(r"/comments/(\d+)/delete/", ayu.get(f"/p/{post}/comments/").content.decode())
    passkey = Authenticator.objects.create(user_id=cast.AYU, type=Authenticator.Type.WEBAUTHN, data={"name": "phone"})
    return {
        "post": post,
        "person": cast.AYU,
        "campaign": village.kopi,
        "receipt": receipts[0],
        "comment": comments[0],
        "upload": studio.begin_upload(cast.AYU, "a-photo", 1_000, now_ms()).pk,
        "composition": draft.split("/")[-2],
        "submission": sent.split("/")[-2],
        "passkey": passkey.pk,
    }


def _others() -> list[Client]:
    """Somebody in the same app, a fan, somebody in another app, a stranger, and the brand's owner."""
    people = [client_of(person) for person in (cast.BUDI, cast.CHIDI, cast.PUTRI)]
    return [*people, client_of(cast.BUDI, "sabai.localhost"), Client(SERVER_NAME="senyum.localhost")]


def test_every_address_is_in_a_table() -> None:
    assert _names(get_resolver("facevalue.faces.creator.urls")) == {*OWN, *PERSONAL, *ACTS, *PUBLIC}


def test_what_is_ones_own_is_not_there_for_others(things: dict[str, Any]) -> None:
    before = Authenticator.objects.count()
    for name, path in OWN.items():
        for other in _others():
            address = path.format(**things)
            said = {"text": "It was fine."}
            for answer in (other.get(address), other.head(address), other.delete(address), other.post(address, said)):
                # A removal that has nothing to remove leads back to one's own passkeys.
                where = answer.headers.get("Location", "")
                refused = answer.status_code in {401, 403, 404, 405} or where.startswith("/login/")
                assert refused or (name == "remove_passkey" and where == "/settings/passkeys/"), (name, answer)
                assert "Kopi pagi" not in answer.content.decode()
    assert Authenticator.objects.count() == before
    ayu = client_of(cast.AYU)
    for name in ("receipt", "draft", "posted", "live"):
        assert ayu.get(OWN[name].format(**things)).status_code in {200, 302}, name
    assert "Thank you" in ayu.get("/p/{post}/comments/".format(**things)).content.decode()


def test_strangers_come_in_before_anything_is_about_them(things: dict[str, Any], senyum: Client) -> None:
    for name, path in PERSONAL.items():
        answer = senyum.get(path.format(**things))
        assert answer.headers.get("Location", "").startswith("/login/"), name


def test_no_page_tells_others_what_is_known_of_one(things: dict[str, Any]) -> None:
    public = ["/", "/p/{post}", "/p/{post}/comments/", "/p/{post}/share/", "/u/{person}/"]
    for path in [*PERSONAL.values(), *public]:
        for other in _others():
            page = other.get(path.format(**things)).content.decode()
            assert PHONE not in page, path
            assert PHONE.removeprefix("+62") not in page, path
