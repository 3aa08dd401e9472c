"""What each room knows of a person, and what it does when they leave: a room's part is added to `PARTS`."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from django.db import connection

from facevalue.identity import actions, queries
from facevalue.kit import ids
from facevalue.kit.db import Database, wrap
from facevalue.ledger import queries as ledger
from facevalue.ledger.queries import Kind
from facevalue.social import actions as social_actions
from facevalue.social import queries as social
from facevalue.studio import actions as studio_actions
from facevalue.studio import queries as studio
from facevalue.trust import actions as trust_actions
from facevalue.trust import queries as trust

_PAGE, _PAGES_MAX = 500, 1_000


class Part(NamedTuple):
    """`export` gives plain JSON for a person, with ids as strings and times in milliseconds; `forget` makes what the room knows
    impersonal, in the transaction of its caller."""

    name: str
    export: Callable[[int], Any]
    forget: Callable[[int, int], None]


def export(person: int) -> dict[str, Any]:
    """Everything that is known of a person."""
    return {part.name: part.export(person) for part in PARTS}


def forget(person: int, now_ms: int) -> None:
    """Nothing personal is left anywhere."""
    for part in PARTS:
        part.forget(person, now_ms)


def tokens(person: int) -> int:
    """What is in the person's wallet, cleared or not."""
    return sum(entry["posted"] for entry in _export_wallet(person))


def _forget_person(person: int, now_ms: int) -> None:
    actions.delete_person(person)


def _export_wallet(person: int) -> list[dict[str, Any]]:
    db, slots, owners = _database(), np.array([ids.slot_of(person)], np.int64), np.array([person], np.int64)
    found = []
    for kind in (Kind.PURSE, Kind.PENDING):
        account = int(ledger.accounts_of(db, slots, owners, kind, ledger.TOKEN)[0])
        if account:
            balance = ledger.balance(db, account)
            found.append(
                {"account": str(account), "kind": kind.name.lower(), "posted": balance.posted, "available": balance.available}
            )
    return found


def _keep_wallet(person: int, now_ms: int) -> None:
    """Books are not changed: they name a person by number alone."""


def _export_social(person: int) -> dict[str, Any]:
    posts = [
        {
            "id": str(post.post),
            "campaign": str(post.campaign),
            "published_at": post.published_at,
            "caption": post.caption,
            "alt": post.alt,
            "visible": post.visible,
        }
        for post in _posts(person)
    ]
    comments = [{"id": str(each.id), "post": str(each.post), "at": each.at_ms, "text": each.text} for each in _comments(person)]
    shares = [{"post": str(each.post), "at": each.at_ms} for each in social.shares_by(_database(), person)]
    return {"posts": posts, "comments": comments, "shares": shares}


def _forget_social(person: int, now_ms: int) -> None:
    social_actions.forget(_database(), person)


def _export_pictures(person: int) -> list[dict[str, Any]]:
    found, before = [], None
    for _ in range(_PAGES_MAX):
        page = studio.compositions_of(person, before, _PAGE)
        found += [
            {"id": str(each.id), "made_at": each.made_at, "files": [studio.url(one.file) for one in each.renditions.all()]}
            for each in page
        ]
        if len(page) < _PAGE:
            break
        before = page[-1].id
    return found


def _erase_pictures(person: int, now_ms: int) -> None:
    studio_actions.erase(person)


def _posts(person: int) -> Iterator[social.Content]:
    for app in queries.apps_joined(person):
        place = social.START
        for _ in range(_PAGES_MAX):
            page = social.posts_of(_database(), person, app, person, place, _PAGE)
            yield from page.posts
            if page.next is None:
                break
            place = page.next


def _comments(person: int) -> Iterator[social.Comment]:
    after = 0
    for _ in range(_PAGES_MAX):
        found = social.comments_by(_database(), person, after, _PAGE)
        yield from found
        if len(found) < _PAGE:
            return
        after = found[-1].id


def _database() -> Database:
    connection.ensure_connection()
    return wrap(connection.connection)


# Identity comes last, so that the other rooms still find whom they forget.
PARTS = [
    Part("wallet", _export_wallet, _keep_wallet),
    Part("submissions", trust.export, trust_actions.forget),
    Part("social", _export_social, _forget_social),
    Part("pictures", _export_pictures, _erase_pictures),
    Part("account", queries.export_person, _forget_person),
]
