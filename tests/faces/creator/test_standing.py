"""Reports of posts, on both engines."""

from facevalue.trust.models import Report
from tests import cast
from tests.faces.creator.apps import client_of
from tests.faces.creator.village import Village

ENGLISH = {"Accept-Language": "en"}


def test_a_post_can_be_reported(village: Village) -> None:
    post = village.post("morning", cast.AYU)
    budi = client_of(cast.BUDI)
    assert "Something dangerous or forbidden" in budi.get(f"/p/{post}/report/", headers=ENGLISH).content.decode()
    assert budi.post(f"/p/{post}/report/", {"reason": "whatever"}).status_code == 200
    assert Report.objects.count() == 0
    assert budi.post(f"/p/{post}/report/", {"reason": "harm", "note": "It looks hot."}).status_code == 302
    found = Report.objects.get()
    assert (found.person, found.reason, found.note) == (cast.BUDI, "harm", "It looks hot.")


def test_nobody_reports_what_they_may_not_see_or_made_themselves(village: Village) -> None:
    ours, theirs = village.post("ours", cast.AYU), village.post("theirs", cast.MALI, cast.SABAI)
    assert client_of(cast.BUDI).post(f"/p/{theirs}/report/", {"reason": "harm"}).status_code == 404
    assert client_of(cast.AYU).post(f"/p/{ours}/report/", {"reason": "harm"}).status_code == 404


def test_whoever_has_posted_nothing_is_told_how(village: Village) -> None:
    page = client_of(cast.AYU).get("/pictures/", headers=ENGLISH).content.decode()
    assert "You have not posted anything here yet" in page
    assert client_of(cast.AYU).post("/compose/posted/7/appeal", {"text": "It was fine."}).status_code == 404
