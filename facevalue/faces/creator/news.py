"""What is new for somebody: who follows them, and whether there is anything that they have not seen."""

from typing import NamedTuple

from django.db import transaction
from django.http import HttpRequest

from facevalue.faces.creator.reading import state, viewer
from facevalue.identity import queries as identity
from facevalue.kit.clock import now_ms
from facevalue.kit.db import Database
from facevalue.settlement import queries as settlement
from facevalue.social import queries as social
from facevalue.social.actions import see
from facevalue.social.queries import Seen

FOLLOWERS_SHOWN = 5


class NewFollower(NamedTuple):
    """Somebody who follows the reader: since they last looked (`is_new`), and whether they are followed back."""

    person: int
    name: str
    is_new: bool
    followed: bool


def unseen(request: HttpRequest) -> bool:
    """Whether somebody has earned, or is followed by somebody new, since they last opened this page."""
    who = viewer(request)
    if not who:
        return False
    db = state()
    before, now = social.seen(db, who), _upto_now(db, who)
    return now.position > before.position or now.earned > before.earned


def _upto_now(db: Database, who: int) -> Seen:
    newest = social.newest_followers(db, who, 1)
    return Seen(newest[0].position if newest else 0, settlement.earned(db, who))


def look(db: Database, who: int) -> list[NewFollower]:
    """The newest followers; and from now on everything until now has been seen."""
    before, now = social.seen(db, who), _upto_now(db, who)
    with transaction.atomic():
        see(db, who, now)
    return _followers(db, who, before.position)


def _followers(db: Database, who: int, upto: int) -> list[NewFollower]:
    at_ms = now_ms()
    away = set(social.blocked_by(db, who, at_ms))
    found = [each for each in social.newest_followers(db, who, FOLLOWERS_SHOWN) if each.person not in away]
    people = [each.person for each in found]
    names, followed = identity.names(people), social.following(db, who, people, at_ms)
    return [
        NewFollower(each.person, names[each.person], each.position > upto, each.person in followed)
        for each in found
        if each.person in names
    ]
