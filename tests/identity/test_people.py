"""People, apps, and how somebody logs in."""

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from facevalue.identity import actions, ingest, queries
from facevalue.identity.errors import EmailTaken, HostTaken, NotFound, WrongKind
from facevalue.identity.models import Person
from facevalue.kit.db import Database
from tests import cast

pytestmark = pytest.mark.usefixtures("everybody")


@pytest.fixture
def everybody(models: None) -> None:
    cast.enter()


def test_a_person_logs_in_by_email_in_any_case() -> None:
    with transaction.atomic():
        person = actions.create_person("Sari", "Sari@Kopi.example", "kopi susu gula aren", "id", cast.NOW)
    assert authenticate(username="SARI@kopi.example", password="kopi susu gula aren") == person
    assert authenticate(username="sari@kopi.example", password="teh tarik") is None
    assert queries.person(person.id).name == "Sari"


def test_an_email_address_belongs_to_one_person() -> None:
    with transaction.atomic():
        actions.create_person("Sari", "sari@kopi.example", "kopi susu gula aren", "id", cast.NOW)
    with pytest.raises(EmailTaken), transaction.atomic():
        actions.create_person("Another Sari", "SARI@kopi.example", "es cendol", "id", cast.NOW)


def test_the_database_itself_refuses_a_second_spelling_of_an_address() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(name="Sari", email="Sari@kopi.example", language="id", created_at=cast.NOW)


def test_thousands_of_people_are_made_at_once(db: Database) -> None:
    count = 2_500
    with transaction.atomic():
        made = actions.create_people([f"Fan {place}" for place in range(count)], ["th"] * count, cast.NOW)
    assert len(set(made)) == count
    assert ingest.names(db, [made[0], made[-1], 999]) == {made[0]: "Fan 0", made[-1]: f"Fan {count - 1}"}
    assert authenticate(username="", password="") is None


def test_names_are_the_same_at_both_doors(db: Database) -> None:
    wanted = [cast.AYU, cast.EMEKA, 999]
    assert ingest.names(db, wanted) == queries.names(wanted) == {cast.AYU: "Ayu", cast.EMEKA: "Emeka"}
    assert ingest.names(db, []) == queries.names([]) == {}
    assert ingest.app_names(db, [cast.SENYUM, 999]) == {cast.SENYUM: "Senyum"}


def test_an_app_has_one_host_and_belongs_to_an_app_operator() -> None:
    with pytest.raises(HostTaken), transaction.atomic():
        actions.create_app(cast.SABAI_OPERATOR, "Copy", "SENYUM.localhost", cast.NOW)
    with pytest.raises(WrongKind), transaction.atomic():
        actions.create_app(cast.KOPI_NUSANTARA, "Kopi", "kopi.localhost", cast.NOW)
    with transaction.atomic():
        app = actions.create_app(cast.SABAI_OPERATOR, "Sabai Lite", "Lite.Sabai.localhost", cast.NOW)
    assert app.host == "lite.sabai.localhost"
    assert [known.name for known in queries.apps_of(cast.SABAI_OPERATOR)] == ["Sabai", "Sabai Lite"]
    assert set(queries.apps([app.id, cast.SENYUM, 999])) == {app.id, cast.SENYUM}


def test_an_organisation_starts_without_people() -> None:
    with transaction.atomic():
        organisation = actions.create_organisation(actions.OrganisationKind.RETAILER, "Warung Maju", cast.NOW)
    assert queries.organisation(organisation.id).name == "Warung Maju"
    with pytest.raises(NotFound):
        queries.organisation(organisation.id + 1)
