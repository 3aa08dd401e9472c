"""A brake on guessing passwords.

Counted in Django's cache: with the default one, in the memory of each process, so a restart forgives and every further
process allows as many tries again.
"""

from hashlib import sha256

from django.core.cache import cache

WINDOW_SECONDS = 15 * 60
# One person from one place; one person from everywhere, so high that a stranger hardly locks anyone out; one place.
PAIR_MAX, PERSON_MAX, PLACE_MAX = 5, 50, 100


def allow(email: str, place: str) -> bool:
    """Counts a try to log in as `email` from the address `place`, and says whether it may go on."""
    counted = [
        _count(key) <= limit
        for key, limit in ((_pair(email, place), PAIR_MAX), (_key(email), PERSON_MAX), (_key(place), PLACE_MAX))
    ]
    return all(counted)


def forgive(email: str, place: str) -> None:
    """Forgets the tries of somebody who did know the password."""
    cache.delete(_pair(email, place))


def _count(key: str) -> int:
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        return cache.incr(key)
    except ValueError:  # the window ended in between
        return 1


def _pair(email: str, place: str) -> str:
    return _key(f"{email.lower()} {place}")


def _key(text: str) -> str:
    return f"login-{sha256(text.lower().encode()).hexdigest()}"
