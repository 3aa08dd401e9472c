"""A person of one organisation gets nothing of another."""

import pytest
from django.db import transaction

from facevalue.identity import actions, queries
from facevalue.identity.errors import NotAllowed, NotFound, WrongKind
from facevalue.identity.queries import Verb
from tests import cast

BRANDS = {cast.KOPI_NUSANTARA, cast.SIAM_GLOW, cast.LAGOS_THREADS}


@pytest.fixture(autouse=True)
def everybody(models: None) -> None:
    cast.enter()


def _sees(person: int) -> set[int]:
    return {organisation.id for organisation in queries.organisations(person)}


def test_people_see_their_own_organisations_only() -> None:
    assert _sees(cast.PUTRI) == _sees(cast.RIZAL) == {cast.KOPI_NUSANTARA}
    assert _sees(cast.SOMCHAI) == {cast.SIAM_GLOW}
    assert _sees(cast.THU) == {cast.MEKONG_MEDIA, cast.SIAM_GLOW}
    assert _sees(cast.AYU) == set()


@pytest.mark.parametrize("verb", Verb)
def test_a_stranger_is_not_even_told_that_a_brand_exists(verb: Verb) -> None:
    for brand in BRANDS - {cast.KOPI_NUSANTARA}:
        assert not queries.may(cast.PUTRI, verb, brand)
        with pytest.raises(NotFound):
            queries.require(cast.PUTRI, verb, brand)


def test_an_analyst_is_told_that_the_role_is_too_small() -> None:
    with pytest.raises(NotAllowed, match="fund"):
        queries.require(cast.RIZAL, Verb.FUND, cast.KOPI_NUSANTARA)
    assert queries.require(cast.RIZAL, Verb.SEE, cast.KOPI_NUSANTARA).name == "Kopi Nusantara"


def test_an_agency_acts_for_the_brand_that_gave_it_a_mandate() -> None:
    assert queries.may(cast.THU, Verb.PLAN, cast.SIAM_GLOW)
    assert not queries.may(cast.THU, Verb.ROLES, cast.SIAM_GLOW)
    assert not queries.may(cast.THU, Verb.SEE, cast.LAGOS_THREADS)
    with transaction.atomic():
        actions.take_mandate(cast.MEKONG_MEDIA, cast.SIAM_GLOW)
    assert not queries.may(cast.THU, Verb.SEE, cast.SIAM_GLOW)


def test_only_a_brand_gives_a_mandate_and_only_to_an_agency() -> None:
    with pytest.raises(WrongKind), transaction.atomic():
        actions.give_mandate(cast.SIAM_GLOW, cast.KOPI_NUSANTARA, actions.RoleKind.OWNER)


def test_a_role_can_be_changed_and_taken() -> None:
    with transaction.atomic():
        actions.give_role(cast.RIZAL, cast.KOPI_NUSANTARA, actions.RoleKind.MANAGER)
    assert queries.may(cast.RIZAL, Verb.FUND, cast.KOPI_NUSANTARA)
    with transaction.atomic():
        actions.take_role(cast.RIZAL, cast.KOPI_NUSANTARA)
    assert _sees(cast.RIZAL) == set()


def test_an_inactive_person_may_do_nothing() -> None:
    person = queries.person(cast.PUTRI)
    person.is_active = False
    person.save()
    assert _sees(cast.PUTRI) == set()
    with pytest.raises(NotFound):
        queries.person(cast.PUTRI)


def test_credentials_of_another_organisation_are_out_of_reach() -> None:
    with transaction.atomic():
        key, _ = actions.create_credential(cast.SENYUM_OPERATOR, "gateway", ["engagements:write"], cast.NOW, app=cast.SENYUM)
    assert queries.credentials_of(cast.SABAI_OPERATOR) == []
    with pytest.raises(NotFound), transaction.atomic():
        actions.revoke_credential(cast.SABAI_OPERATOR, key.id, cast.NOW)
    with pytest.raises(NotFound), transaction.atomic():
        actions.rotate_credential(cast.SABAI_OPERATOR, key.id, cast.TOMORROW, cast.NOW)
    with pytest.raises(NotFound), transaction.atomic():
        actions.create_credential(cast.SABAI_OPERATOR, "theirs", ["engagements:write"], cast.NOW, app=cast.SENYUM)
