"""What an audit finds."""

from typing import NamedTuple

from facevalue.kit import ids


class Finding(NamedTuple):
    """Something wrong: the rule that is broken, where, and what was found there instead of what."""

    rule: str
    where: str
    detail: str


def place(table: str, identifier: int) -> str:
    """Where a row is whose id carries its slot."""
    return f"{table} {identifier} of slot {ids.slot_in(int(identifier))}"
