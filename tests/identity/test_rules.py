"""Who may do what, and what a key looks like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevalue.identity import ingest, rules
from facevalue.identity.rules import OrganisationKind, RoleKind, Verb
from facevalue.kit import ids

NOW = 1_767_571_200_000
SECRET = b"a secret of the deployment"


def test_an_owner_may_do_everything_of_a_brand_but_what_is_the_operators() -> None:
    assert rules.powers(RoleKind.OWNER, OrganisationKind.BRAND) == set(Verb) - {Verb.PAYMENTS, Verb.MODERATE}


def test_only_the_operators_owner_and_moderators_decide_what_may_be_shown() -> None:
    deciders = {(role, kind) for role in RoleKind for kind in OrganisationKind if Verb.MODERATE in rules.powers(role, kind)}
    assert deciders == {
        (RoleKind.OWNER, OrganisationKind.OPERATOR),
        (RoleKind.MODERATOR, OrganisationKind.OPERATOR),
    }


def test_an_analyst_only_looks() -> None:
    assert {verb for kind in OrganisationKind for verb in rules.powers(RoleKind.ANALYST, kind)} == {Verb.SEE}


def test_only_the_operators_owner_and_treasurer_record_payments() -> None:
    recorders = {(role, kind) for role in RoleKind for kind in OrganisationKind if Verb.PAYMENTS in rules.powers(role, kind)}
    assert recorders == {
        (RoleKind.OWNER, OrganisationKind.OPERATOR),
        (RoleKind.TREASURER, OrganisationKind.OPERATOR),
    }


@pytest.mark.parametrize("role", RoleKind)
@pytest.mark.parametrize("mandate", RoleKind)
def test_a_mandate_never_allows_more_than_either_role(role: RoleKind, mandate: RoleKind) -> None:
    verbs = rules.powers_by_mandate(role, mandate)
    assert verbs <= rules.powers(role, OrganisationKind.AGENCY)
    assert verbs <= rules.powers(mandate, OrganisationKind.BRAND)
    assert Verb.ROLES not in verbs


@given(st.integers(1, ids.ID_MAX))
def test_a_key_tells_its_credential_and_secret(credential: int) -> None:
    secret = rules.make_secret()
    assert rules.read_key(rules.write_key(credential, secret)) == (credential, secret)


@given(st.text(max_size=120) | st.from_regex(r"fv_[0-9a-fé]{16}_[0-9a-zé]{64}", fullmatch=True))
def test_any_other_text_is_refused_or_read_as_it_would_be_written(text: str) -> None:
    parts = rules.read_key(text)
    assert parts is None or rules.write_key(*parts) == text


@pytest.mark.parametrize(
    "text",
    ["", "fv", "fv__", "fv_0000000000000001_short", f"fv_{'f' * 16}_{'0' * 64}", f"xx_{'0' * 16}_{'0' * 64}"],
)
def test_a_broken_key_is_none(text: str) -> None:
    assert rules.read_key(text) is None


def test_two_secrets_are_never_alike() -> None:
    assert rules.make_secret() != rules.make_secret()


def test_a_live_token_opens_one_campaign_until_it_expires() -> None:
    token = ingest.sign_live(SECRET, campaign=7, person=9, expires_ms=NOW)
    assert ingest.verify_live(SECRET, token, 7, NOW - 1) == 9
    assert ingest.verify_live(SECRET, token, 7, NOW) is None
    assert ingest.verify_live(SECRET, token, 8, NOW - 1) is None
    assert ingest.verify_live(b"another secret", token, 7, NOW - 1) is None


@given(st.data())
def test_a_live_token_with_one_changed_character_opens_nothing(data: st.DataObject) -> None:
    token = ingest.sign_live(SECRET, campaign=7, person=9, expires_ms=NOW)
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.characters().filter(lambda other: other != token[place]))
    changed = token[:place] + letter + token[place + 1 :]
    assert ingest.verify_live(SECRET, changed, 7, NOW - 1) is None


@given(st.text())
def test_any_text_is_no_live_token(text: str) -> None:
    assert ingest.verify_live(SECRET, text, 7, NOW) is None
