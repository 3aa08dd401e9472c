"""The tables of the rooms that need no Django, created on a fresh database or left as they are."""

from facevalue.kit import sql
from facevalue.kit.db import Database

ROOMS = ("facevalue.kit", "facevalue.social")


def create(db: Database) -> None:
    """Creates what is missing."""
    for room in ROOMS:
        db.script(sql.schema(room, db.engine))
