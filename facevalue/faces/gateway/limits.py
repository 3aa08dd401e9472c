"""How much one API key may do: token buckets, one pair for each credential."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from facevalue.faces.gateway.errors import RateLimited

CREDENTIALS_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Rates:
    """What a credential may do each second, and for how many seconds it may save up what it did not use."""

    requests_per_second: float = 10_000
    engagements_per_second: float = 200_000
    burst_s: float = 2


@dataclass(slots=True)
class _Bucket:
    """Fills by `rate` a second up to `capacity`."""

    rate: float
    capacity: float
    filled_at_s: float
    level: float

    def take(self, amount: float, now_s: float) -> float:
        """Takes the amount, or nothing: then it returns the seconds until there will be enough."""
        self.level = min(self.capacity, self.level + (now_s - self.filled_at_s) * self.rate)
        self.filled_at_s = now_s
        if self.level < amount:
            return (amount - self.level) / self.rate
        self.level -= amount
        return 0.0


@dataclass(slots=True)
class Limiter:
    """Counts requests and engagements of each credential. `clock` returns seconds and never goes back."""

    rates: Rates
    clock: Callable[[], float]
    _buckets: OrderedDict[int, tuple[_Bucket, _Bucket]] = field(default_factory=OrderedDict)

    def take_request(self, credential: int) -> None:
        """Raises RateLimited."""
        self._take(self._of(credential)[0], 1, f"{self.rates.requests_per_second:,.0f} requests")

    def take_engagements(self, credential: int, count: int) -> None:
        """Raises RateLimited."""
        self._take(self._of(credential)[1], count, f"{self.rates.engagements_per_second:,.0f} engagements")

    def _take(self, bucket: _Bucket, amount: int, allowed: str) -> None:
        wait_s = bucket.take(amount, self.clock())
        if wait_s > 0:
            raise RateLimited(f"This API key may send {allowed} a second", retry_after_s=wait_s)

    def _of(self, credential: int) -> tuple[_Bucket, _Bucket]:
        buckets = self._buckets.get(credential)
        if buckets is None:
            buckets = self._buckets[credential] = (
                self._full(self.rates.requests_per_second),
                self._full(self.rates.engagements_per_second),
            )
            # The credential that has been quiet for longest has full buckets anyway.
            if len(self._buckets) > CREDENTIALS_MAX:
                self._buckets.popitem(last=False)
        else:
            self._buckets.move_to_end(credential)
        return buckets

    def _full(self, rate: float) -> _Bucket:
        capacity = max(1.0, rate * self.rates.burst_s)
        return _Bucket(rate, capacity, self.clock(), capacity)
