"""Keys: shown once, stored as a hash, rotated without a gap."""

from collections.abc import Iterable

import pytest
from django.db import transaction

from facevalue.identity import actions, ingest, queries, rules
from facevalue.identity.errors import NotFound, UnknownScope
from facevalue.identity.models import Credential
from facevalue.kit.clock import HOUR_MS
from facevalue.kit.db import Database
from tests import cast

LATER = cast.NOW + HOUR_MS
pytestmark = pytest.mark.usefixtures("everybody")


@pytest.fixture
def everybody(models: None) -> None:
    cast.enter()


def _create(scopes: Iterable[str] = ("engagements:write",), expires_at: int = 0) -> tuple[Credential, str]:
    with transaction.atomic():
        return actions.create_credential(
            cast.SENYUM_OPERATOR, "gateway", scopes, cast.NOW, app=cast.SENYUM, expires_at=expires_at
        )


def test_a_key_opens_what_its_scopes_say(db: Database) -> None:
    credential, text = _create(["live:read", "engagements:write"])
    found = ingest.authenticate(db, text, LATER)
    assert found == ingest.Credential(
        credential.id, cast.SENYUM_OPERATOR, cast.SENYUM, frozenset({"engagements:write", "live:read"}), 0
    )


def test_a_brands_own_key_belongs_to_no_app(db: Database) -> None:
    with transaction.atomic():
        _, text = actions.create_credential(cast.KOPI_NUSANTARA, "dashboard", ["live:read"], cast.NOW)
    found = ingest.authenticate(db, text, LATER)
    assert found is not None
    assert (found.organisation, found.app) == (cast.KOPI_NUSANTARA, 0)


def test_the_secret_is_not_stored() -> None:
    credential, text = _create()
    secret = text.rpartition("_")[2]
    assert secret not in {str(value) for value in Credential.objects.filter(id=credential.id).values_list().get()}
    assert len(bytes.fromhex(secret)) == 32


def test_a_wrong_secret_or_an_unknown_credential_opens_nothing(db: Database) -> None:
    credential, text = _create()
    assert ingest.authenticate(db, text[:-1] + ("0" if text[-1] != "0" else "1"), LATER) is None
    assert ingest.authenticate(db, rules.write_key(credential.id + 1, text.rpartition("_")[2]), LATER) is None
    assert ingest.authenticate(db, "nonsense", LATER) is None


@pytest.mark.parametrize("scopes", [[], ["engagements:write", "everything"]])
def test_scopes_have_to_exist(scopes: list[str]) -> None:
    with pytest.raises(UnknownScope):
        _create(scopes)


def test_a_key_ends_when_it_expires(db: Database) -> None:
    _, text = _create(expires_at=LATER)
    assert ingest.authenticate(db, text, LATER - 1) is not None
    assert ingest.authenticate(db, text, LATER) is None


def test_revoking_works_at_once_and_again(db: Database) -> None:
    credential, text = _create()
    for moment in (LATER, LATER + 1):
        with transaction.atomic():
            actions.revoke_credential(cast.SENYUM_OPERATOR, credential.id, moment)
        assert ingest.authenticate(db, text, LATER) is None
    assert queries.credentials_of(cast.SENYUM_OPERATOR)[0].revoked_at == LATER


def test_rotation_leaves_no_gap(db: Database) -> None:
    old, old_text = _create()
    with transaction.atomic():
        new, new_text = actions.rotate_credential(cast.SENYUM_OPERATOR, old.id, cast.TOMORROW, LATER)
    assert (new.app_id, new.scopes, new.name) == (old.app_id, old.scopes, old.name)
    for text in (old_text, new_text):
        assert ingest.authenticate(db, text, cast.TOMORROW - 1) is not None
    assert ingest.authenticate(db, old_text, cast.TOMORROW) is None
    assert ingest.authenticate(db, new_text, cast.TOMORROW) is not None


def test_rotation_never_prolongs_a_key_and_never_revives_one() -> None:
    old, _ = _create(expires_at=LATER)
    with transaction.atomic():
        actions.rotate_credential(cast.SENYUM_OPERATOR, old.id, cast.TOMORROW, cast.NOW)
    old.refresh_from_db()
    assert old.expires_at == LATER
    with pytest.raises(NotFound), transaction.atomic():
        actions.rotate_credential(cast.SENYUM_OPERATOR, old.id, cast.TOMORROW, LATER)


def test_use_is_noted_to_the_minute(db: Database) -> None:
    credential, _ = _create()
    for moment in (LATER, LATER + 59_999):
        ingest.note_use(db, credential.id, moment)
        credential.refresh_from_db()
        assert credential.last_used == LATER
    ingest.note_use(db, credential.id, LATER + 60_000)
    credential.refresh_from_db()
    assert credential.last_used == LATER + 60_000
