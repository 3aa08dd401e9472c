"""A brand's brief and rules as code: written, replayed, live."""

import pytest
from django.core.cache import cache
from django.test import Client

from facevalue.campaigns.models import Campaign
from facevalue.trust.models import RuleSet
from tests import cast
from tests.faces.brand.people import client_of
from tests.faces.staff import scene
from tests.faces.staff.scene import Scene

STRICT = '{"faces": {"min": 2, "then": "reject"}}'


@pytest.fixture
def submitted(models: None) -> Scene:
    cache.clear()
    return scene.build()


def test_rules_are_written_replayed_and_then_live(submitted: Scene) -> None:
    putri, home = client_of(cast.PUTRI), f"/brand/campaigns/{submitted.campaign}/rules/"
    assert scene.RULES.replace('"', "&quot;") in putri.get(home).content.decode()
    path = putri.post(home, {"source": STRICT}).headers["Location"]
    assert path == f"{home}2/"
    assert "Before rules go live" in putri.get(path).content.decode()
    refused = putri.post(path, {"do": "live"})
    assert (refused.status_code, "Replay the rules first" in refused.content.decode()) == (409, True)
    putri.post(path, {"do": "replay", "among": "campaign"})
    shown = putri.get(path).content.decode()
    assert "4 submissions in" in shown
    assert "The number of faces is not what the campaign asks for." in shown
    assert 'href="?was=0&amp;would=2">1</a>' in shown
    only = putri.get(f"{path}?was=0&would=2").content.decode()
    assert only.count("would be rejected") == 1
    assert "Cà phê" in only
    putri.post(path, {"do": "live"})
    assert [row.version for row in RuleSet.objects.filter(live_at__gt=0, retired_at=0)] == [2]
    putri.post(path, {"do": "retire"})
    assert not RuleSet.objects.filter(live_at__gt=0, retired_at=0).exists()


def test_what_is_wrong_is_said_and_nothing_is_lost(submitted: Scene) -> None:
    wrong = '{"faces": {"min": "two"}}'
    answer = client_of(cast.PUTRI).post(f"/brand/campaigns/{submitted.campaign}/rules/", {"source": wrong})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "$.faces.min: Expected `int`, got `str`" in shown
    assert wrong.replace('"', "&quot;") in shown


def test_others_see_no_rules(submitted: Scene) -> None:
    home = f"/brand/campaigns/{submitted.campaign}/rules/"
    for path in (home, f"{home}1/"):
        assert client_of(cast.SOMCHAI).get(path).status_code == 404
        assert client_of(cast.RIZAL).get(path).status_code == 403
        assert Client(SERVER_NAME="localhost").get(path).status_code == 302
    assert client_of(cast.SOMCHAI).post(f"{home}1/", {"do": "retire"}).status_code == 404
    assert client_of(cast.PUTRI).get(f"{home}9/").status_code == 404


def test_the_brief_is_kept(submitted: Scene) -> None:
    path = f"/brand/campaigns/{submitted.campaign}/brief/"
    assert client_of(cast.RIZAL).post(path, {"brief": "x"}).status_code == 403
    assert client_of(cast.PUTRI).post(path, {"brief": "Smile <b>"}).status_code == 302
    assert Campaign.objects.get(id=submitted.campaign).brief == "Smile <b>"
    home = client_of(cast.PUTRI).get(f"/brand/campaigns/{submitted.campaign}/rules/").content.decode()
    assert "Smile &lt;b&gt;" in home
