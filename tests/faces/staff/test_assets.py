"""What brands uploaded is looked at by the operator's people before creators may use it."""

from facevalue.studio.actions import AssetKind, upload_asset
from facevalue.studio.queries import version
from tests import cast
from tests.faces.staff.conftest import ClientOf
from tests.faces.staff.scene import Scene
from tests.trust import pictures


def test_the_operators_people_approve_what_brands_upload(desk: Scene, client_of: ClientOf) -> None:
    frame = upload_asset(cast.KOPI_NUSANTARA, AssetKind.FRAME, "Malam", pictures.FRAME + b"<!-- 2 -->", cast.NOW).pk
    sticker = upload_asset(cast.KOPI_NUSANTARA, AssetKind.STICKER, "Bulan", pictures.STICKER + b"<!-- 2 -->", cast.NOW).pk
    wayan, putri = client_of(cast.WAYAN), client_of(cast.PUTRI)
    shown = wayan.get("/staff/assets/").content.decode()
    assert shown.index("Malam, version 1") < shown.index("Bulan, version 1")
    assert putri.get("/staff/assets/").status_code == 404
    assert putri.post(f"/staff/assets/{frame}/", {"verdict": "approve"}).status_code == 404
    assert version(frame).status == "draft"
    for verdict in ({}, {"verdict": ""}, {"verdict": "reject"}):
        assert wayan.post(f"/staff/assets/{frame}/", verdict).headers["Location"] == "/staff/assets/"
        assert version(frame).status == "draft", "nothing was said"
    wayan.post(f"/staff/assets/{frame}/", {"verdict": "approve"})
    wayan.post(f"/staff/assets/{sticker}/", {"verdict": "turn away"})
    assert (version(frame).status, version(frame).approved_by) == ("approved", cast.WAYAN)
    assert version(sticker).status == "retired"
    assert "Nothing waits" in wayan.get("/staff/assets/").content.decode()
    again = wayan.post(f"/staff/assets/{sticker}/", {"verdict": "approve"}, follow=True).content.decode()
    assert "The asset is retired" in again
    late = wayan.post(f"/staff/assets/{frame}/", {"verdict": "turn away"}, follow=True).content.decode()
    assert "The asset is approved" in late, "from another screen that is older"
    assert version(frame).status == "approved"
    assert wayan.post("/staff/assets/7/", {"verdict": "approve"}).status_code == 404
