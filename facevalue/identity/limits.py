"""How often something may be tried. The counts stand in the database, so that they hold for all processes and outlive them."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection
from django.utils.crypto import salted_hmac

from facevalue.identity.errors import TooOften
from facevalue.identity.models import Attempt
from facevalue.kit import sql
from facevalue.kit.db import wrap

_SQL = sql.load("facevalue.identity")


class Limit(NamedTuple):
    """At most `count_max` tries of `what` in a window, which begins with the first of them."""

    what: str
    count_max: int
    window_ms: int


def count(limits: Iterable[tuple[Limit, str]], now_ms: int) -> None:
    """Counts one more try for each limit and whom it concerns. Raises TooOften, and then counts nothing if the caller's
    transaction ends with it."""
    for limit, who in limits:
        tried, ends_at = _one_more(_key(limit, who), now_ms + limit.window_ms, now_ms)
        if tried > limit.count_max:
            seconds = -(-(ends_at - now_ms) // 1000)
            raise TooOften("That was too often. Wait a little and try again", retry_after_s=seconds)


def forget(limits: Iterable[tuple[Limit, str]]) -> None:
    """As if they had never tried."""
    Attempt.objects.filter(key__in=[_key(limit, who) for limit, who in limits]).delete()


def sweep(now_ms: int) -> None:
    """Throws away windows that are over."""
    Attempt.objects.filter(ends_at__lte=now_ms).delete()


def _one_more(key: str, ends_at: int, now_ms: int) -> tuple[int, int]:
    assert connection.in_atomic_block, "the caller opens the transaction"
    row = wrap(connection.connection).row(_SQL.count_attempt, key=key, ends_at=ends_at, now_ms=now_ms)
    assert row
    return row[0], row[1]


def _key(limit: Limit, who: str) -> str:
    # Keyed, because phone numbers are few enough to be guessed back from a plain hash.
    return salted_hmac("facevalue.identity.limits", f"{limit.what} {limit.window_ms} {who}", algorithm="sha256").hexdigest()
