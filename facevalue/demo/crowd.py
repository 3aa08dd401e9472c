"""What people do with posts: their own network first, strangers, and whoever meets a post through somebody's share."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import exp
from random import Random
from typing import NamedTuple

from facevalue.kit.clock import HOUR_MS
from facevalue.social.ingest import records

# Out of a hundred engagements so many come through a share once there are some, by strangers, again from the same person, and
# so on; the rest comes from the creator's own network.
_VIA_SHARE = 0.46
_STRANGER_SHARE = 0.24
_AGAIN_SHARE = 0.05
_UNDO_SHARE = 0.015
_SELF_SHARE = 0.004
_ASTRAY_SHARE = 0.003
_KINDS = (records.LIKE,) * 74 + (records.COMMENT,) * 13 + (records.SHARE,) * 13
_REMEMBERED = 400
_TRIES_MAX = 3
# Most of what a post gets comes on its first day, the rest much later.
_QUICK_MS, _SLOW_MS, _SLOW_SHARE = 7 * HOUR_MS, 40 * HOUR_MS, 0.2


class Act(NamedTuple):
    """An engagement of places in the list of people; `via` is NOBODY for one on the post itself."""

    post: int
    kind: int
    undo: bool
    actor: int
    via: int


NOBODY = -1


@dataclass(slots=True)
class Post:
    """A post as the crowd sees it: `volume` engagements before people have seen enough of it."""

    id: int
    creator: int
    app: int
    published_at: int
    volume: float
    seen: int = 0
    sharers: list[int] = field(default_factory=list)
    latest: list[Act] = field(default_factory=list)
    done: set[tuple[int, int]] = field(default_factory=set)

    @property
    def appeal(self) -> float:
        """How much is left of it; an old post is never quite forgotten."""
        return max(self.volume - self.seen, 0.002 * self.volume)


def volume(followers: int, rng: Random) -> float:
    """How often a creator's post will be engaged with: some go round the world, most do not."""
    return (25 + 2.2 * followers) * rng.lognormvariate(0, 0.6)


def share_until(age_ms: float) -> float:
    """Which part of a post's engagements come before this age."""
    if age_ms <= 0:
        return 0.0
    return 1 - (1 - _SLOW_SHARE) * exp(-age_ms / _QUICK_MS) - _SLOW_SHARE * exp(-age_ms / _SLOW_MS)


class Crowd:
    """Everybody, with `followers` of each place in the list of people."""

    def __init__(self, followers: Sequence[Sequence[int]], rng: Random) -> None:
        self._followers = followers
        self._rng = rng

    def act(self, post: Post) -> Act:
        """What somebody does with the post next."""
        post.seen += 1
        dice = self._rng.random()
        if post.latest and dice < _AGAIN_SHARE:
            return self._rng.choice(post.latest)
        dice -= _AGAIN_SHARE
        if post.latest and dice < _UNDO_SHARE:
            return self._rng.choice(post.latest)._replace(undo=True, via=NOBODY)
        for _ in range(_TRIES_MAX):
            act = self._fresh(post)
            if (act.actor, act.kind) not in post.done:
                break
        self._remember(post, act)
        return act

    def _fresh(self, post: Post) -> Act:
        rng, own = self._rng, self._followers[post.creator]
        kind, dice = rng.choice(_KINDS), rng.random()
        if dice < _SELF_SHARE:
            return Act(post.id, kind, False, post.creator, NOBODY)
        if dice < _SELF_SHARE + _ASTRAY_SHARE:
            return Act(post.id, kind, False, self._anybody(), self._anybody())
        dice = rng.random()
        if post.sharers and dice < _VIA_SHARE:
            # Of two shares the newer one is seen: that is what makes chains long.
            via = post.sharers[max(rng.randrange(len(post.sharers)), rng.randrange(len(post.sharers)))]
            if self._followers[via]:
                return Act(post.id, kind, False, rng.choice(self._followers[via]), via)
        if not own or dice > 1 - _STRANGER_SHARE:
            return Act(post.id, kind, False, self._anybody(), NOBODY)
        return Act(post.id, kind, False, rng.choice(own), NOBODY)

    def _remember(self, post: Post, act: Act) -> None:
        post.done.add((act.actor, act.kind))
        if len(post.latest) < _REMEMBERED:
            post.latest.append(act)
        else:
            post.latest[self._rng.randrange(_REMEMBERED)] = act
        if act.kind == records.SHARE and act.actor != post.creator and len(post.sharers) < _REMEMBERED:
            post.sharers.append(act.actor)

    def _anybody(self) -> int:
        return self._rng.randrange(len(self._followers))
