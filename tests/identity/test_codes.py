"""One-time codes under attack: guessed, used again, asked for in floods, by several processes at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import pytest
from django.db import connection, transaction

from facevalue.identity import codes, limits
from facevalue.identity.codes import DIGITS, LIFE_MS, RESEND, SENT_DAY, SENT_HOUR, TRIES_MAX, Proof, Sent
from facevalue.identity.errors import TooOften
from facevalue.identity.models import Attempt, Code
from facevalue.identity.queries import Way
from facevalue.kit.clock import DAY_MS, HOUR_MS
from tests import cast

pytestmark = pytest.mark.usefixtures("models")

PHONE, PLACE = "+6281234567890", "10.0.0.1"
PROOF = Proof(Way.PHONE, PHONE)


def _request(address: str = PHONE, place: str = PLACE, now_ms: int = cast.NOW) -> Sent:
    with transaction.atomic():
        return codes.request(Way.PHONE, address, place, now_ms)


def _redeem(sent: Sent, code: str | None = None, place: str = PLACE, now_ms: int = cast.NOW) -> Proof | None:
    with transaction.atomic():
        return codes.redeem(sent.handle, code or sent.code, place, now_ms)


def _wrong(sent: Sent) -> str:
    return f"{(int(sent.code) + 1) % 10**DIGITS:0{DIGITS}}"


def test_whoever_reads_the_code_back_owns_the_address() -> None:
    assert _redeem(_request()) == PROOF


def test_a_code_works_once() -> None:
    sent = _request()
    assert _redeem(sent) == PROOF
    assert _redeem(sent) is None


def test_a_code_ends_after_ten_minutes() -> None:
    sent = _request()
    assert _redeem(sent, now_ms=cast.NOW + LIFE_MS) is None
    assert _redeem(sent, now_ms=cast.NOW + LIFE_MS - 1) == PROOF


def test_after_a_few_tries_not_even_the_right_code_is_taken() -> None:
    sent = _request()
    assert [_redeem(sent, _wrong(sent)) for _ in range(TRIES_MAX)] == [None] * TRIES_MAX
    assert _redeem(sent) is None


def test_one_mistake_is_forgiven() -> None:
    sent = _request()
    assert _redeem(sent, _wrong(sent)) is None
    assert _redeem(sent) == PROOF


def test_a_code_is_good_for_the_browser_alone_that_asked() -> None:
    """Who only knows the code, from a glance at the phone, has no handle; nor does a handle of one's own help."""
    seen = _request()
    own = _request("+6281234567891")
    assert _redeem(Sent(own.handle, seen.code)) is None
    assert _redeem(Sent(seen.handle + 1, seen.code)) is None


def test_of_the_code_only_a_keyed_hash_is_kept() -> None:
    sent = _request()
    kept = Code.objects.get(id=sent.handle)
    assert sent.code not in kept.code_hmac
    assert len(kept.code_hmac) == 64
    with transaction.atomic():
        assert codes._hmac(sent.handle + 1, sent.code) != kept.code_hmac


def test_codes_have_all_their_digits() -> None:
    """Also those that begin with zeros; and they differ."""
    made = []
    for number in range(40):
        made.append(_request(f"+62812345{number:05}").code)
    assert {len(code) for code in made} == {DIGITS}
    assert len(set(made)) > 35


def test_a_day_of_guessing_at_one_phone_gets_few_tries() -> None:
    """The best that an attacker can do: ask for a code whenever it is allowed, and use up its tries, from ever new places."""
    tried, now_ms = 0, cast.NOW
    while now_ms < cast.NOW + DAY_MS:
        try:
            sent = _request(place=f"place {now_ms}", now_ms=now_ms)
            for _ in range(TRIES_MAX):
                _redeem(sent, _wrong(sent), place=f"place {now_ms}", now_ms=now_ms)
                tried += 1
        except TooOften as refused:
            now_ms += max(1, refused.extra["retry_after_s"]) * 1000
    assert tried <= 60
    assert tried / 10**DIGITS < 1e-4


def test_a_flood_of_messages_to_one_phone_is_stopped() -> None:
    got = 0
    for number in range(HOUR_MS // 10_000):
        with suppress(TooOften):
            _request(place=f"10.1.{number // 250}.{number % 250}", now_ms=cast.NOW + number * 10_000)
            got += 1
    assert got == SENT_HOUR.count_max


def test_a_flood_of_messages_from_one_place_is_stopped() -> None:
    for number in range(codes.SENT_PLACE.count_max):
        _request(f"+62812{number:07}")
    with pytest.raises(TooOften):
        _request("+628139999999")
    assert _request("+628139999999", place="10.0.0.2")


def test_a_day_has_its_limit_too() -> None:
    got = 0
    for hour in range(24):
        for minute in range(0, 60, 10):
            with suppress(TooOften):
                _request(now_ms=cast.NOW + hour * HOUR_MS + minute * 60_000)
                got += 1
    assert got == SENT_DAY.count_max
    assert _request(now_ms=cast.NOW + DAY_MS + HOUR_MS)


def test_asking_twice_in_a_row_takes_a_moment() -> None:
    _request()
    with pytest.raises(TooOften) as refused:
        _request(now_ms=cast.NOW + 10_000)
    assert refused.value.extra["retry_after_s"] == 20
    assert _request(now_ms=cast.NOW + RESEND.window_ms)


@contextmanager
def _own_connection() -> Iterator[None]:
    try:
        yield
    finally:
        connection.close()


def test_guesses_at_the_same_moment_are_all_counted() -> None:
    """Whoever sends many guesses at once hopes that each finds the counter at nought."""
    sent = _request()
    guesses = [f"{number:0{DIGITS}}" for number in range(24) if f"{number:0{DIGITS}}" != sent.code]

    def guess(code: str) -> Proof | None:
        with _own_connection():
            return _redeem(sent, code)

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(guess, guesses)) == {None}
    assert Code.objects.get(id=sent.handle).tries == TRIES_MAX
    assert _redeem(sent) is None


def test_one_code_at_the_same_moment_lets_one_in() -> None:
    sent = _request()

    def use(_: int) -> Proof | None:
        with _own_connection():
            return _redeem(sent)

    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(use, range(4)))
    assert (got.count(PROOF), got.count(None)) == (1, 3)
    assert Code.objects.get(id=sent.handle).used_at == cast.NOW


def test_what_is_over_is_thrown_away() -> None:
    _request()
    _request("+6281234567891", now_ms=cast.NOW + 2 * DAY_MS)
    assert Code.objects.count() == 1
    assert not Attempt.objects.filter(ends_at__lte=cast.NOW + 2 * DAY_MS).exists()


def test_an_address_can_be_forgotten() -> None:
    sent = _request()
    _redeem(sent)
    with transaction.atomic():
        codes.forget(PROOF)
    assert not Code.objects.exists()
    with transaction.atomic():
        assert limits._one_more(limits._key(SENT_HOUR, f"phone {PHONE}"), cast.NOW + 1, cast.NOW)[0] == 1


def test_counters_do_not_tell_who_was_counted() -> None:
    _request()
    assert all(len(key) == 64 and PHONE not in key for key in Attempt.objects.values_list("key", flat=True))
