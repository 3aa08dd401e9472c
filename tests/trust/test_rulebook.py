"""The versions of a campaign's rules: replayed before they go live, and what they decide then."""

import json

import pytest
from django.db import transaction

from facevalue.campaigns.errors import NotFound as NoCampaign
from facevalue.kit.clock import DAY_MS
from facevalue.trust import actions, queries
from facevalue.trust.errors import InvalidRules, NotFound, NotReplayed, WrongState
from facevalue.trust.models import Decision, RuleSet
from facevalue.trust.queries import Outcome
from facevalue.trust.rules import Concern, State
from tests import cast
from tests.trust import steps
from tests.trust.conftest import House, live_campaign

BRAND = cast.KOPI_NUSANTARA
TWO_FACES = json.dumps({"faces": {"min": 2}})
TWO_FACES_OR_NONE = json.dumps({"faces": {"min": 2, "then": "reject"}})


def write(house: House, source: str, now_ms: int = cast.NOW) -> int:
    with transaction.atomic():
        return actions.write_rules(BRAND, house.campaign, source, cast.PUTRI, now_ms).version


def replay(house: House, version: int, *, whole_brand: bool = False, now_ms: int = steps.LATER) -> list[list[int]]:
    found = queries.would_decide(BRAND, house.campaign, version, now_ms, whole_brand=whole_brand)
    with transaction.atomic():
        actions.keep_replay(BRAND, house.campaign, version, found, now_ms)
    return found.counts


def go_live(house: House, source: str) -> None:
    version = write(house, source)
    replay(house, version)
    with transaction.atomic():
        actions.go_live(BRAND, house.campaign, version, cast.NOW)


def test_rules_go_live_only_after_a_replay_and_one_version_at_a_time(house: House) -> None:
    first = write(house, TWO_FACES)
    assert write(house, TWO_FACES) == first, "it says the same"
    with pytest.raises(NotReplayed), transaction.atomic():
        actions.go_live(BRAND, house.campaign, first, cast.NOW)
    replay(house, first)
    for version in (first, write(house, TWO_FACES_OR_NONE)):
        replay(house, version)
        with transaction.atomic():
            actions.go_live(BRAND, house.campaign, version, cast.NOW)
    assert [(row.version, row.retired_at > 0) for row in queries.versions(BRAND, house.campaign)] == [(2, False), (1, True)]
    with transaction.atomic():
        actions.retire(BRAND, house.campaign, 2, cast.NOW)
    with pytest.raises(WrongState), transaction.atomic():
        actions.retire(BRAND, house.campaign, 2, cast.NOW)


def test_a_replay_shows_what_would_have_been_decided_picture_by_picture(house: House) -> None:
    out, two, waits = house.submit(), house.submit(faces=2), house.case().submission
    rejected = house.case()
    steps.reject(steps.WAYAN, rejected)
    version = write(house, TWO_FACES)
    assert replay(house, version) == [[1, 1, 0], [0, 1, 0], [0, 1, 0]]
    rows, total = queries.changed(queries.version(BRAND, house.campaign, version), None, None, 0, 9)
    assert [row.submission.id for row in rows] == [rejected.submission_id, waits.id, out.id]
    assert total == 3
    assert two.id not in {row.submission.id for row in rows}
    rows, total = queries.changed(queries.version(BRAND, house.campaign, version), Outcome.PUBLISH, Outcome.REVIEW, 0, 9)
    assert [(row.submission.id, row.why) for row in rows] == [(out.id, [queries.RULES["faces"]])]
    assert replay(house, version, now_ms=cast.NOW + 31 * DAY_MS) == [[0, 0, 0]] * 3, "a month is over"


def test_a_new_campaign_learns_from_the_brands_others(house: House) -> None:
    made = house.submit()
    new = live_campaign(BRAND, "Kopi Malam")
    with transaction.atomic():
        version = actions.write_rules(BRAND, new, TWO_FACES, cast.PUTRI, cast.NOW).version
    alone = queries.would_decide(BRAND, new, version, steps.LATER, whole_brand=False)
    whole = queries.would_decide(BRAND, new, version, steps.LATER, whole_brand=True)
    assert (alone.total, whole.total) == (0, 1)
    assert whole.rows["submission"].tolist() == [made.id]


def test_live_rules_let_a_person_look_or_reject_and_may_be_appealed(house: House) -> None:
    go_live(house, TWO_FACES)
    case = house.submit().cases.get()
    assert (case.concern, case.why) == (Concern.BRAND, [queries.RULES["faces"]])
    go_live(house, TWO_FACES_OR_NONE)
    made = house.submit()
    said = Decision.objects.get(submission=made)
    assert (said.algorithm, said.version, said.verdict, said.moved_to) == ("brand rules", 2, "reject", State.REJECTED)
    standing = queries.submission(cast.AYU, made.id)
    assert standing.reason == "It does not fit what the brand asks for in this campaign."
    assert standing.evidence == [queries.RULES["faces"]], "said once"
    steps.approve(steps.WAYAN, steps.appeal(made))
    assert queries.submission(cast.AYU, made.id).appeal == "upheld"
    assert house.submit(faces=2).state == State.PUBLISHED


def test_rules_name_backgrounds_of_the_brand_alone(house: House) -> None:
    own = {"backgrounds": {"assets": [str(house.frame.asset_id)]}}
    assert write(house, json.dumps(own)) == 1
    for source in ('{"backgrounds": {"assets": ["7"]}}', '{"faces": 1}'):
        with pytest.raises(InvalidRules):
            write(house, source)
    assert RuleSet.objects.count() == 1


@pytest.mark.parametrize("word", [" ", "*", " *", "\u200b", "\u0301", " -teh", "kopi -", "kopi - "])
def test_an_empty_word_is_refused_for_it_would_be_in_every_caption(house: House, word: str) -> None:
    for name in ("required", "forbidden"):
        with pytest.raises(InvalidRules, match="is an empty word") as refused:
            write(house, json.dumps({"words": {"languages": {"id": {name: ["kopi*", word]}}}}))
        assert refused.value.extra["path"] == f"$.words.languages.id.{name}[1]"
    assert write(house, json.dumps({"words": {"languages": {"id": {"required": ["kopi* -kopian"]}}}})) == 1


def test_another_brands_rules_are_not_found(house: House) -> None:
    version, other = write(house, TWO_FACES), cast.SIAM_GLOW
    with pytest.raises(NoCampaign):
        queries.versions(other, house.campaign)
    with pytest.raises(NoCampaign), transaction.atomic():
        actions.write_rules(other, house.campaign, TWO_FACES_OR_NONE, cast.SOMCHAI, cast.NOW)
    with pytest.raises(NotFound):
        queries.would_decide(other, house.campaign, version, cast.NOW, whole_brand=True)
    for change in (actions.go_live, actions.retire):
        with pytest.raises(NotFound), transaction.atomic():
            change(other, house.campaign, version, cast.NOW)
