"""A ledger in plain Python, written apart from the real one: slow, obvious, and without a database."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Refused(Exception):
    """With the code of the error that the real ledger raises."""


class Line(NamedTuple):
    """One transfer as the accounts' histories show it."""

    at_ms: int
    debit: str
    credit: str
    amount: int


@dataclass
class Pot:
    """An account."""

    floor: int
    held: int = 0
    lines: list[Line] = field(default_factory=list)


@dataclass
class Aside:
    """A hold."""

    account: str
    amount: int
    expires_at_ms: int
    captured: int = 0
    state: str = "OPEN"

    @property
    def rest(self) -> int:
        return self.amount - self.captured if self.state == "OPEN" else 0


class Model:
    """Answers are numbers in the order in which they were first given."""

    def __init__(self, floors: dict[str, int]) -> None:
        self.pots = {name: Pot(floor) for name, floor in floors.items()}
        self.holds: dict[int, Aside] = {}
        self.keys: dict[str, tuple[Any, list[int]]] = {}
        self.answers = 0

    def posted(self, name: str, at_ms: int | None = None) -> int:
        lines = [line for line in self.pots[name].lines if at_ms is None or line.at_ms <= at_ms]
        return sum(line.amount if line.credit == name else -line.amount for line in lines)

    def move(self, rows: Iterable[tuple[str, str, int]], at_ms: int) -> None:
        rows = list(rows)
        change = dict.fromkeys(self.pots, 0)
        for debit, credit, amount in rows:
            change[debit] -= amount
            change[credit] += amount
        for name, pot in self.pots.items():
            if change[name] < 0 and self.posted(name) + change[name] - pot.held < pot.floor:
                raise Refused("insufficient_funds")
        for debit, credit, amount in rows:
            for name in (debit, credit):
                self.pots[name].lines.append(Line(at_ms, debit, credit, amount))

    def transfer(self, rows: list[tuple[str, str, int]], keys: list[str], at_ms: int) -> list[int]:
        known = self._known(keys, ("transfer", rows, keys))
        if known is None:
            self.move(rows, at_ms)
            known = self._remember(keys, ("transfer", rows, keys))
        return known

    def hold(self, account: str, amount: int, key: str, expires_at_ms: int) -> int:
        known = self._known([key], ("hold", account, amount, expires_at_ms))
        if known is None:
            pot = self.pots[account]
            if self.posted(account) - pot.held - amount < pot.floor:
                raise Refused("insufficient_funds")
            pot.held += amount
            known = self._remember([key], ("hold", account, amount, expires_at_ms))
            self.holds[known[0]] = Aside(account, amount, expires_at_ms)
        return known[0]

    def capture(self, number: int, credit: str, amount: int, key: str, *, final: bool, at_ms: int) -> int:
        known = self._known([key], ("capture", number, credit, amount, final))
        if known is not None:
            return known[0]
        hold = self.holds[number]
        if hold.state != "OPEN" or hold.expires_at_ms <= at_ms:
            raise Refused("hold_closed")
        if amount > hold.rest:
            raise Refused("hold_exceeded")
        self.pots[hold.account].held -= hold.rest if final else amount
        self.move([(hold.account, credit, amount)], at_ms)
        hold.captured += amount
        if final or not hold.rest:
            hold.state = "CAPTURED"
        return self._remember([key], ("capture", number, credit, amount, final))[0]

    def release(self, number: int) -> int:
        return self._close(number, "RELEASED")

    def expire(self, at_ms: int) -> int:
        due = [number for number, hold in self.holds.items() if hold.state == "OPEN" and hold.expires_at_ms <= at_ms]
        for number in due:
            self._close(number, "EXPIRED")
        return len(due)

    def _close(self, number: int, state: str) -> int:
        hold = self.holds[number]
        rest = hold.rest
        if hold.state == "OPEN":
            self.pots[hold.account].held -= rest
            hold.state = state
        return rest

    def _known(self, keys: list[str], body: Any) -> list[int] | None:
        found = [self.keys[key] for key in keys if key in self.keys]
        if not found:
            return None
        if len(found) < len(keys) or any(known != body for known, _ in found):
            raise Refused("key_conflict")
        return found[0][1]

    def _remember(self, keys: list[str], body: Any) -> list[int]:
        answers = list(range(self.answers, self.answers + len(keys)))
        self.answers += len(keys)
        for key in keys:
            self.keys[key] = (body, answers)
        return answers
