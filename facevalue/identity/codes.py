"""One-time codes: whoever reads one back owns the phone number or the e-mail address it was sent to.

Nothing here asks whether the address is known, so nobody learns that from it. A code is good for one browser, one time, a few
minutes and a few tries; besides, tries and messages are limited by address and by place, so that many codes do not mean many
tries. With 6 digits, a day of guessing at one address succeeds with a probability of about 60 in a million.
"""

import secrets
from typing import NamedTuple

from django.utils.crypto import constant_time_compare, salted_hmac

from facevalue.identity import limits
from facevalue.identity.limits import Limit
from facevalue.identity.models import Code
from facevalue.identity.themes import Way
from facevalue.kit import ids
from facevalue.kit.clock import DAY_MS, HOUR_MS

DIGITS, TRIES_MAX, LIFE_MS = 6, 5, 10 * 60_000
# Many phones share one place, for networks have few addresses; a place is limited only to keep messages from being wasted.
RESEND = Limit("resend", 1, 30_000)
SENT_HOUR, SENT_DAY, SENT_PLACE = Limit("sent", 5, HOUR_MS), Limit("sent", 12, DAY_MS), Limit("sent from", 100, HOUR_MS)
TRIED_DAY, TRIED_PLACE = Limit("tried", 60, DAY_MS), Limit("tried from", 300, HOUR_MS)


class Sent(NamedTuple):
    """A code to be sent; `handle` stays in the session of the browser that asked for it."""

    handle: int
    code: str


class Proof(NamedTuple):
    """An address that its owner has proved to own."""

    way: Way
    address: str


def request(way: Way, address: str, place: str, now_ms: int) -> Sent:
    """A new code for an address, asked for from a network address. Raises TooOften."""
    who = f"{way} {address}"
    limits.sweep(now_ms)
    limits.count([(RESEND, who), (SENT_HOUR, who), (SENT_DAY, who), (SENT_PLACE, place)], now_ms)
    Code.objects.filter(expires_at__lte=now_ms).delete()
    handle, code = ids.make(), f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    Code.objects.create(id=handle, way=way, address=address, code_hmac=_hmac(handle, code), expires_at=now_ms + LIFE_MS)
    return Sent(handle, code)


def redeem(handle: int, code: str, place: str, now_ms: int) -> Proof | None:
    """Whose address it is, if this is the code; None if not, or if it is used, over, or tried too often. Raises TooOften.

    The try counts only if the caller commits.
    """
    found = Code.objects.select_for_update().filter(id=handle).first()
    if found is None:
        return None
    who = f"{found.way} {found.address}"
    limits.count([(TRIED_DAY, who), (TRIED_PLACE, place)], now_ms)
    if found.used_at or found.expires_at <= now_ms or found.tries >= TRIES_MAX:
        return None
    found.tries += 1
    is_right = constant_time_compare(found.code_hmac, _hmac(handle, code))
    if is_right:
        found.used_at = now_ms
    found.save(update_fields=["tries", "used_at"])
    return Proof(Way(found.way), found.address) if is_right else None


def forget(proof: Proof) -> None:
    """Nothing is left of an address that was proved: for whom the app may not know."""
    who = f"{proof.way} {proof.address}"
    limits.forget([(RESEND, who), (SENT_HOUR, who), (SENT_DAY, who), (TRIED_DAY, who)])
    Code.objects.filter(way=proof.way, address=proof.address).delete()


def _hmac(handle: int, code: str) -> str:
    return salted_hmac("facevalue.identity.codes", f"{handle} {code}", algorithm="sha256").hexdigest()
