"""What a creator is told of a picture, on both engines."""

from django.db import transaction

from facevalue.kit.clock import now_ms
from facevalue.trust import actions as trust
from facevalue.trust.models import Case, Submission
from facevalue.trust.queries import desk_of
from tests import cast
from tests.faces.creator import apps, compose_world
from tests.faces.creator.compose_world import World

ENGLISH = {"Accept-Language": "en"}


def test_what_became_of_it_is_told(world: World) -> None:
    ayu = apps.client_of(cast.AYU)
    draft = ayu.post(f"/compose/{world['campaign']}/", compose_world.form(world)).headers["Location"]
    where = ayu.post(draft, {"caption": "Pagi", "alt": ""}).headers["Location"]
    sent = Submission.objects.get()
    assert sent.state == "waiting"
    assert "Somebody has a look first" in ayu.get(where, headers=ENGLISH).content.decode()
    desk, case = desk_of(cast.PUTRI), Case.objects.get()
    with transaction.atomic():
        Case.objects.update(concern="brand")
        trust.decide(desk, case.pk, trust.Verdict.REJECT, trust.Reason.OFF_BRAND, now_ms(), "No cup in sight")
    refused = ayu.get(where, headers=ENGLISH).content.decode()
    assert "It cannot be shown" in refused
    assert "No cup in sight" in refused
    assert apps.client_of(cast.BUDI).post(f"{where}appeal", {"text": "Mine"}).status_code == 404
    assert ayu.post(f"{where}appeal", {"text": "There is a cup"}).headers["Location"] == where
    assert "Your appeal has arrived" in ayu.get(where, headers=ENGLISH).content.decode()
