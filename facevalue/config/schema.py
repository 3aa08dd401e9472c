"""The tables of all rooms, created on a fresh database and brought up to date on an old one."""

from facevalue.kit import sql
from facevalue.kit.db import Database, connect

# Those that need no Django; the others have migrations.
ROOMS = ("facevalue.kit", "facevalue.ledger", "facevalue.social", "facevalue.settlement")


def create(db: Database) -> None:
    """Creates what is missing of the rooms without Django."""
    for room in ROOMS:
        db.script(sql.schema(room, db.engine))


def prepare(target: str) -> None:
    """Brings the whole database at an address or path up to date; Django's settings must point there."""
    import django
    from django.core.management import call_command
    from django.db import connections

    db = connect(target)
    create(db)
    db.close()
    django.setup()
    call_command("migrate", verbosity=0)
    connections.close_all()
