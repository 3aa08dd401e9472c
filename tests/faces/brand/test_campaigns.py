"""The campaigns' pages as the server writes them, on both engines."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from facevalue.faces.brand import live
from facevalue.identity.ingest import verify_live
from facevalue.insight.errors import StoreLocked
from facevalue.kit.clock import now_ms
from tests import cast
from tests.faces.brand.people import client_of, plan_campaign
from tests.faces.brand.recorded import busy, totals

pytestmark = pytest.mark.usefixtures("people")


@pytest.fixture
def kopi() -> int:
    return plan_campaign(cast.KOPI_NUSANTARA, "Ramadan frames")


@pytest.fixture
def glow() -> int:
    return plan_campaign(cast.SIAM_GLOW, "Songkran stickers")


@pytest.fixture(autouse=True)
def told() -> Iterator[dict[int, Any]]:
    """What the pages are told of each campaign: totals, or an error."""
    answers: dict[int, Any] = {}

    def provide(campaign: int, _now_ms: int) -> live.Totals:
        answer: live.Totals = answers.get(campaign, totals())
        if isinstance(answer, Exception):
            raise answer
        return answer

    live.provider = provide
    yield answers
    live.provider = None


def _visible(page: str) -> str:
    """What can be read of a page, without what is hidden."""
    page = re.sub(r"<(\w+)[^>]*\shidden>.*?</\1>|<script.*?</script>|<noscript>.*?</noscript>", " ", page, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"</?(?:span|strong)[^>]*>", "", page)).split())


def test_everybody_sees_the_campaigns_of_their_own_brands(kopi: int, glow: int) -> None:
    seen = {
        person: client_of(person).get("/brand/campaigns/").content.decode() for person in (cast.PUTRI, cast.SOMCHAI, cast.NGOZI)
    }
    assert "Ramadan frames" in seen[cast.PUTRI]
    assert "Songkran stickers" not in seen[cast.PUTRI]
    assert "Songkran stickers" in seen[cast.SOMCHAI]
    assert "There is no campaign yet" in seen[cast.NGOZI]
    assert f'href="/brand/campaigns/{kopi}/"' in seen[cast.PUTRI]
    assert "Draft, from 5 January 2026" in seen[cast.PUTRI]


@pytest.mark.parametrize("page", ["", "stream/"])
@pytest.mark.parametrize(
    ("person", "sees_kopi", "sees_glow"),
    [
        (cast.PUTRI, True, False),
        (cast.RIZAL, True, False),
        (cast.SOMCHAI, False, True),
        (cast.THU, False, True),  # through the agency
        (cast.NGOZI, False, False),
        (cast.TALA, False, False),
    ],
)
def test_whatever_belongs_to_others_does_not_exist(
    kopi: int, glow: int, page: str, person: int, sees_kopi: bool, sees_glow: bool
) -> None:
    browser = client_of(person)
    statuses = [browser.get(f"/brand/campaigns/{campaign}/{page}").status_code for campaign in (kopi, glow)]
    assert statuses == [200 if sees else 404 for sees in (sees_kopi, sees_glow)]


@pytest.mark.parametrize("campaign", [0, 1, 2**63, 10**40])
def test_no_such_campaign(campaign: int) -> None:
    answer = client_of(cast.PUTRI).get(f"/brand/campaigns/{campaign}/")
    assert answer.status_code == 404
    assert "There is no such page here" in answer.content.decode()


def test_figures_are_there_without_a_script(kopi: int, told: dict[int, Any]) -> None:
    told[kopi] = busy(1_000_000)
    page = _visible(client_of(cast.PUTRI).get(f"/brand/campaigns/{kopi}/").content.decode())
    for words in (
        "each once. 1,153,000,000 Paid",
        " 341,000,000 29.6%, by creators' own networks",
        "Free 812,000,000 70.4%, reach that you got for nothing",
        "Funded 987,654,000,000 $98,765,400.00",
        "Spent 65,432,000,000 $6,543,200.00",
        "Reserved for posts 123,456,000,000 $12,345,600.00",
        "Not yet in use 798,766,000,000",
        "Through two shares",
        "Shares 203,000,000",
        "Linh Nguyễn 69,000,000 engagements 8,999,000,000 $899,900.00",
        "Amara &lt;script&gt; ",
        "0 to 5 seconds ago 12,000,000 10,000,000",
        "Not counted: ",
    ):
        assert words in page
    assert "No engagement yet" not in page
    assert "cannot be read" not in page


def test_an_empty_campaign_says_so(kopi: int, told: dict[int, Any]) -> None:
    told[kopi] = totals(funded_tokens="5000000")
    page = _visible(client_of(cast.PUTRI).get(f"/brand/campaigns/{kopi}/").content.decode())
    assert "No engagement yet." in page
    assert "Funded 5,000,000 $500.00" in page
    assert "No creator has earned anything yet." in page
    assert "A thousand engagements cost" not in page


@pytest.mark.parametrize("trouble", ["no provider", "an error"])
def test_figures_that_cannot_be_read_are_not_shown_as_zero(kopi: int, told: dict[int, Any], trouble: str) -> None:
    told[kopi] = StoreLocked("another process has it")
    if trouble == "no provider":
        live.provider = None
    answer = client_of(cast.PUTRI).get(f"/brand/campaigns/{kopi}/")
    page = _visible(answer.content.decode())
    assert answer.status_code == 200
    assert "The figures cannot be read at the moment." in page
    assert "data-figures hidden" in answer.content.decode()


def test_the_ticket_opens_the_stream_of_this_campaign_alone(kopi: int, glow: int) -> None:
    url = client_of(cast.PUTRI).get(f"/brand/campaigns/{kopi}/stream/").json()["url"]
    path, token = url.split("?token=")
    secret = settings.SECRET_KEY.encode()
    assert path == f"/v1/campaigns/{kopi}/live"
    assert verify_live(secret, token, kopi, now_ms()) == cast.PUTRI
    assert verify_live(secret, token, glow, now_ms()) is None
    assert verify_live(secret, token, kopi, now_ms() + live.TICKET_LIFE_MS) is None


def test_whoever_is_logged_out_gets_no_ticket(client: Client, kopi: int) -> None:
    answer = client.get(f"/brand/campaigns/{kopi}/stream/")
    assert answer.status_code == 401
    assert answer.json() == {}


def test_private_pages_are_not_kept_by_caches(kopi: int) -> None:
    browser = client_of(cast.PUTRI)
    for page in ("", f"{kopi}/", f"{kopi}/stream/"):
        assert "no-store" in browser.get(f"/brand/campaigns/{page}").headers["Cache-Control"]


def test_pages_only_show(kopi: int) -> None:
    browser = client_of(cast.PUTRI)
    assert [browser.post(f"/brand/campaigns/{page}").status_code for page in ("", f"{kopi}/", f"{kopi}/stream/")] == [405] * 3


def test_the_policy_is_strict(kopi: int) -> None:
    answer = client_of(cast.PUTRI).get(f"/brand/campaigns/{kopi}/")
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
