"""The desk by plain forms: who gets in, what they see, and what their buttons do."""

import pytest
from django.db import transaction
from django.test import Client

from facevalue.kit.clock import now_ms
from facevalue.trust import actions, queries
from facevalue.trust.models import Case, Submission
from tests import cast
from tests.faces.staff.conftest import ClientOf
from tests.faces.staff.scene import Scene, state


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def case_of(submission: int) -> int:
    return Case.objects.get(submission=submission, closed_at=0).pk


def test_strangers_find_no_desk(desk: Scene, client_of: ClientOf) -> None:
    case = case_of(desk.rude)
    for path in ("/staff/", f"/staff/cases/{case}/"):
        assert Client(SERVER_NAME="localhost").get(path).status_code == 302
        for person in (cast.AYU, cast.RIZAL, cast.TALA):
            assert client_of(person).get(path).status_code == 404
    for path in ("/staff/next/", "/staff/undo/", f"/staff/cases/{case}/decide/"):
        assert client_of(cast.RIZAL).post(path, {"verdict": "approve"}).status_code == 404
        assert client_of(cast.WAYAN).get(path).status_code == 405
    assert state(desk.rude) == "waiting"


def test_the_riskiest_case_comes_first(desk: Scene, client_of: ClientOf) -> None:
    shown = page(client_of(cast.WAYAN), "/staff/")
    order = [shown.index(f"/staff/cases/{case_of(submission)}/") for submission in (desk.ruder, desk.rude, desk.stickered)]
    assert order == sorted(order)
    assert "90 %" in shown
    assert "Kopi Nusantara, in Senyum." in shown


def test_a_case_shows_picture_brief_findings_and_trail(desk: Scene, client_of: ClientOf) -> None:
    shown = page(client_of(cast.WAYAN), f"/staff/cases/{case_of(desk.rude)}/")
    for words in (
        "Dasar goblok",
        "Morning light, a cup",
        "The text insults somebody.",
        "By Ayu",
        "Submitted it",
        ".jpg",
    ):
        assert words in shown
    assert shown.count('data-key="') == 14, "approve, ten reasons, second opinion, undo, next"


@pytest.mark.parametrize("after", ["", "0", "first", "-1", "1.5", "²", "9" * 19, "9" * 5_000])
def test_after_no_case_comes_the_first_one(desk: Scene, client_of: ClientOf, after: str) -> None:
    answer = client_of(cast.WAYAN).post("/staff/next/", {"after": after})
    assert answer.headers["Location"] == f"/staff/cases/{case_of(desk.ruder)}/"


def test_one_decides_after_the_other(desk: Scene, client_of: ClientOf) -> None:
    wayan = client_of(cast.WAYAN)
    rude, ruder, stickered = (f"/staff/cases/{case_of(submission)}/" for submission in (desk.rude, desk.ruder, desk.stickered))
    assert wayan.post("/staff/next/").headers["Location"] == ruder
    assert wayan.post("/staff/next/", {"after": case_of(desk.ruder)}).headers["Location"] == rude
    assert wayan.post(f"{rude}decide/", {"verdict": "reject:language", "note": "The second word"}).headers["Location"] == ruder
    assert state(desk.rude) == "rejected"
    shown = page(wayan, ruder)
    assert "Rejected." in shown
    assert wayan.post("/staff/undo/").headers["Location"] == rude
    assert state(desk.rude) == "waiting"
    assert "The second word" in page(wayan, rude), "the trail forgets nothing"
    for path, verdict in ((rude, "reject:language"), (ruder, "second"), (stickered, "approve")):
        last = wayan.post(f"{path}decide/", {"verdict": verdict})
    assert last.headers["Location"] == "/staff/"
    assert "Nothing waits for you." in page(wayan, "/staff/")
    assert state(desk.stickered) == "published"


def test_the_same_case_for_two_people(desk: Scene, client_of: ClientOf) -> None:
    wayan, grace = client_of(cast.WAYAN), client_of(cast.GRACE)
    case = f"/staff/cases/{case_of(desk.ruder)}/"
    wayan.post("/staff/next/")
    assert "Somebody else has this case on the screen." in page(grace, case)
    wayan.post(f"{case}decide/", {"verdict": "reject:harm"})
    assert grace.post(f"{case}decide/", {"verdict": "approve"}).headers["Location"] == case
    shown = page(grace, case)
    assert "Somebody has decided this case already" in shown
    assert "This case is decided." in shown
    assert state(desk.ruder) == "rejected"


@pytest.mark.parametrize("verdict", ["", "delete", "reject:", "reject:because", "reject"])
def test_what_is_no_decision_decides_nothing(desk: Scene, client_of: ClientOf, verdict: str) -> None:
    case = case_of(desk.rude)
    answer = client_of(cast.WAYAN).post(f"/staff/cases/{case}/decide/", {"verdict": verdict})
    assert answer.headers["Location"] == f"/staff/cases/{case}/"
    assert state(desk.rude) == "waiting"


def test_a_brand_decides_what_concerns_it(desk: Scene, client_of: ClientOf) -> None:
    putri = client_of(cast.PUTRI)
    own, safety = case_of(desk.stickered), case_of(desk.rude)
    shown = page(putri, "/staff/")
    assert f"/staff/cases/{own}/" in shown
    assert f"/staff/cases/{safety}/" not in shown
    assert "How often the checks are wrong" not in shown
    assert putri.get(f"/staff/cases/{safety}/").status_code == 404
    assert putri.post(f"/staff/cases/{safety}/decide/", {"verdict": "approve"}).status_code == 404
    assert client_of(cast.SOMCHAI).get(f"/staff/cases/{own}/").status_code == 404
    putri.post(f"/staff/cases/{own}/decide/", {"verdict": "approve"})
    assert state(desk.stickered) == "published"
    assert 'href="/staff/"' in page(putri, "/brand/campaigns/")
    assert 'href="/staff/"' not in page(client_of(cast.RIZAL), "/brand/campaigns/")


def test_who_reported_it_only_the_operators_people_are_told(desk: Scene, client_of: ClientOf) -> None:
    putri, wayan, own = client_of(cast.PUTRI), client_of(cast.WAYAN), f"/staff/cases/{case_of(desk.stickered)}/"
    putri.post(f"{own}decide/", {"verdict": "approve"})
    with transaction.atomic():
        post = Submission.objects.get(pk=desk.stickered).post
        actions.report(cast.BUDI, post, queries.Reason.HARM, now_ms(), "She is my sister")
    seen, told = page(putri, own), page(wayan, own)
    assert "Somebody: Reported it" in seen
    assert "Dangerous" in seen
    assert "Budi" not in seen
    assert "my sister" not in seen
    assert "Budi: Reported it" in told
    assert "Dangerous: She is my sister" in told


def test_text_of_people_never_becomes_markup(desk: Scene, client_of: ClientOf) -> None:
    case = Case.objects.select_related("submission").get(submission=desk.rude)
    case.submission.caption = case.submission.alt = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    case.submission.save()
    shown = page(client_of(cast.WAYAN), f"/staff/cases/{case.pk}/")
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert "onerror=alert(1)&gt;" in shown
