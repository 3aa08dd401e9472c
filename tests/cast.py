"""The named people of the tests: the same ids, names and relations everywhere.

Rooms without Django use the ids alone. `enter()` writes the rows of identity: who owns, who only looks, who acts for whom.
"""

from django.db import transaction

from facevalue.identity import models, queries, rules
from facevalue.kit.clock import DAY_MS

NOW = 1_767_571_200_000  # 2026-01-05, midnight UTC
TOMORROW = NOW + DAY_MS

# Organisations
KOPI_NUSANTARA, SIAM_GLOW, LAGOS_THREADS = 11, 12, 13
MEKONG_MEDIA = 21  # the agency that manages Siam Glow's campaigns
SENYUM_OPERATOR, SABAI_OPERATOR = 31, 32
OPERATOR = 41

# Apps
SENYUM, SABAI = 51, 52

# Creators and fans
AYU, LINH, AMARA, MALI = 101, 102, 103, 104
BUDI, CHIDI, DEWI, EMEKA = 201, 202, 203, 204

# Staff
PUTRI = 301  # owns Kopi Nusantara
RIZAL = 302  # looks at Kopi Nusantara's figures
SOMCHAI = 303  # owns Siam Glow
NGOZI = 304  # owns Lagos Threads
THU = 305  # manages in Mekong Media
TALA = 306  # keeps the operator's treasury
WAYAN, GRACE, KOFI = 307, 308, 309  # decide for the operator what may be shown

ORGANISATIONS = {
    KOPI_NUSANTARA: (rules.OrganisationKind.BRAND, "Kopi Nusantara"),
    SIAM_GLOW: (rules.OrganisationKind.BRAND, "Siam Glow"),
    LAGOS_THREADS: (rules.OrganisationKind.BRAND, "Lagos Threads"),
    MEKONG_MEDIA: (rules.OrganisationKind.AGENCY, "Mekong Media"),
    SENYUM_OPERATOR: (rules.OrganisationKind.APP_OPERATOR, "Senyum Digital"),
    SABAI_OPERATOR: (rules.OrganisationKind.APP_OPERATOR, "Sabai Social"),
    OPERATOR: (rules.OrganisationKind.OPERATOR, "Facevalue"),
}
APPS = {SENYUM: (SENYUM_OPERATOR, "Senyum", "senyum.localhost"), SABAI: (SABAI_OPERATOR, "Sabai", "sabai.localhost")}
PEOPLE = {
    AYU: ("Ayu", "id"),
    LINH: ("Linh", "vi"),
    AMARA: ("Amara", "en"),
    MALI: ("Mali", "th"),
    BUDI: ("Budi", "id"),
    CHIDI: ("Chidi", "en"),
    DEWI: ("Dewi", "id"),
    EMEKA: ("Emeka", "en"),
    PUTRI: ("Putri", "id"),
    RIZAL: ("Rizal", "id"),
    SOMCHAI: ("Somchai", "th"),
    NGOZI: ("Ngozi", "en"),
    THU: ("Thu", "vi"),
    TALA: ("Tala", "en"),
    WAYAN: ("Wayan", "id"),
    GRACE: ("Grace", "en"),
    KOFI: ("Kofi", "en"),
}
ROLES = {
    (PUTRI, KOPI_NUSANTARA): rules.RoleKind.OWNER,
    (RIZAL, KOPI_NUSANTARA): rules.RoleKind.ANALYST,
    (SOMCHAI, SIAM_GLOW): rules.RoleKind.OWNER,
    (NGOZI, LAGOS_THREADS): rules.RoleKind.OWNER,
    (THU, MEKONG_MEDIA): rules.RoleKind.MANAGER,
    (TALA, OPERATOR): rules.RoleKind.TREASURER,
    (WAYAN, OPERATOR): rules.RoleKind.MODERATOR,
    (GRACE, OPERATOR): rules.RoleKind.MODERATOR,
    (KOFI, OPERATOR): rules.RoleKind.MODERATOR,
}


def enter() -> None:
    """Writes everybody into the database that Django leads to."""
    with transaction.atomic():
        models.Organisation.objects.bulk_create(
            models.Organisation(id=id_, kind=kind, name=name, created_at=NOW) for id_, (kind, name) in ORGANISATIONS.items()
        )
        models.App.objects.bulk_create(
            models.App(id=id_, organisation_id=organisation, name=name, host=host, created_at=NOW)
            for id_, (organisation, name, host) in APPS.items()
        )
        models.Person.objects.bulk_create(
            models.Person(id=id_, name=name, language=language, password="!", created_at=NOW)
            for id_, (name, language) in PEOPLE.items()
        )
        models.Role.objects.bulk_create(
            models.Role(person_id=person, organisation_id=organisation, kind=kind)
            for (person, organisation), kind in ROLES.items()
        )
        models.Mandate.objects.create(agency_id=MEKONG_MEDIA, brand_id=SIAM_GLOW, kind=rules.RoleKind.MANAGER)


def theme(app: int) -> queries.Theme:
    """What an app looks like now."""
    return queries.theme(models.App.objects.get(id=app))
