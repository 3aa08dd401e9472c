"""The people of the demo, and whom they follow: believable by the figures that real networks have in common."""

import numpy as np
import pytest

from facevalue.demo import people
from facevalue.demo.people import CITIES, Follows, Person

COUNT = 4_000


@pytest.fixture(scope="module")
def everybody() -> list[Person]:
    return people.people(COUNT, 1)


@pytest.fixture(scope="module")
def follows(everybody: list[Person]) -> Follows:
    return people.follows(everybody, 1)


def test_the_same_seed_makes_the_same_world(everybody: list[Person], follows: Follows) -> None:
    again = people.follows(people.people(COUNT, 1), 1)
    assert people.people(COUNT, 1) == everybody
    assert people.people(COUNT, 2) != everybody
    assert (again.follower == follows.follower).all()
    assert (again.followee == follows.followee).all()


def test_names_are_unique_enough(everybody: list[Person]) -> None:
    names = [person.name for person in everybody]
    assert len(set(names)) > 0.85 * COUNT
    assert max(map(len, names)) <= 80
    assert all(name == " ".join(name.split()) for name in names)


def test_people_of_every_city_speak_its_language(everybody: list[Person]) -> None:
    assert {person.city for person in everybody} == set(range(len(CITIES)))
    assert all(person.language == CITIES[person.city].language for person in everybody)


def test_nobody_follows_themselves_or_anyone_twice(follows: Follows) -> None:
    assert (follows.follower != follows.followee).all()
    assert len(np.unique(np.stack((follows.follower, follows.followee)), axis=1).T) == len(follows.follower)


def test_followers_have_a_heavy_tail(follows: Follows) -> None:
    followers = np.bincount(follows.followee, minlength=COUNT)
    assert 15 < followers.mean() < 25
    assert followers.max() > 20 * followers.mean()
    assert np.median(followers) < 0.7 * followers.mean()
    assert np.sort(followers)[-COUNT // 100 :].sum() > 0.1 * followers.sum()


def test_many_follow_back_and_friends_are_friends_of_each_other(follows: Follows) -> None:
    pairs = set(zip(follows.follower.tolist(), follows.followee.tolist(), strict=True))
    assert 0.25 < sum((followee, follower) in pairs for follower, followee in pairs) / len(pairs) < 0.5
    friends = {pair for pair, friend in zip(sorted(pairs), follows.friend.tolist(), strict=True) if friend}
    assert len(friends) > 0.1 * len(pairs)
    assert {(followee, follower) for follower, followee in friends} == friends


def test_circles_close(everybody: list[Person], follows: Follows) -> None:
    """Whom those follow whom I follow, I follow far more likely than anybody."""
    following: list[set[int]] = [set() for _ in everybody]
    for follower, followee in zip(follows.follower.tolist(), follows.followee.tolist(), strict=True):
        following[follower].add(followee)
    steps = [(a, c) for a in range(0, COUNT, 20) for b in following[a] for c in following[b] if c != a]
    closed = sum(c in following[a] for a, c in steps) / len(steps)
    assert closed > 10 * len(follows.follower) / COUNT**2
    cities = np.array([person.city for person in everybody])
    assert 0.6 < (cities[follows.follower] == cities[follows.followee]).mean() < 0.85


def test_followers_are_listed_by_place(follows: Follows) -> None:
    listed = follows.followers(COUNT)
    assert sum(map(len, listed)) == len(follows.follower)
    assert listed[int(follows.followee[0])].count(int(follows.follower[0])) == 1
