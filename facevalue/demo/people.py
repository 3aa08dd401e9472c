"""Who lives in the demo world, and who follows whom there: communities by city and language, a power law of fame, people who
follow back, and friends of friends (after Holme and Kim, "Growing scale-free networks with tunable clustering", 2002).
"""

from dataclasses import dataclass
from random import Random
from typing import NamedTuple

import numpy as np

from facevalue.demo import names
from facevalue.demo.names import Culture
from facevalue.kit.columns import Column

Fame = np.ndarray[tuple[int], np.dtype[np.float64]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]
Pairs = np.ndarray[tuple[int, int], np.dtype[np.int64]]

WOMEN_SHARE = 0.64
FOLLOWS_MEDIAN = 9.0
FAME_EXPONENT = 1.2
FAME_MAX = 300.0


class City(NamedTuple):
    """Where people live: `country` is ISO 3166, `language` ISO 639, `size` in people of this world per thousand."""

    name: str
    country: str
    language: str
    size: int
    cultures: tuple[Culture, ...]


CITIES = (
    City("Jakarta", "ID", "id", 130, (names.JAVANESE, names.JAVANESE, names.SUNDANESE, names.BATAK)),
    City("Bandung", "ID", "id", 70, (names.SUNDANESE, names.SUNDANESE, names.JAVANESE)),
    City("Surabaya", "ID", "id", 70, (names.JAVANESE,)),
    City("Medan", "ID", "id", 40, (names.BATAK, names.BATAK, names.JAVANESE, names.MALAY)),
    City("Bangkok", "TH", "th", 100, (names.THAI,)),
    City("Chiang Mai", "TH", "th", 45, (names.THAI,)),
    City("Hà Nội", "VN", "vi", 65, (names.VIETNAMESE,)),
    City("Hồ Chí Minh City", "VN", "vi", 70, (names.VIETNAMESE,)),
    City("Manila", "PH", "fil", 75, (names.FILIPINO,)),
    City("Cebu", "PH", "fil", 35, (names.FILIPINO,)),
    City("Kuala Lumpur", "MY", "ms", 55, (names.MALAY, names.MALAY, names.MALAYSIAN_CHINESE, names.MALAYSIAN_INDIAN)),
    City("Lagos", "NG", "en", 90, (names.YORUBA, names.YORUBA, names.IGBO)),
    City("Enugu", "NG", "ig", 30, (names.IGBO,)),
    City("Abuja", "NG", "ha", 30, (names.HAUSA, names.IGBO, names.YORUBA)),
    City("Nairobi", "KE", "sw", 45, (names.KIKUYU, names.KIKUYU, names.LUO)),
    City("Mombasa", "KE", "sw", 15, (names.SWAHILI,)),
    City("Accra", "GH", "en", 35, (names.AKAN,)),
)


class Person(NamedTuple):
    """Somebody of the demo world; `city` is a place in CITIES."""

    name: str
    language: str
    city: int
    woman: bool
    covered: bool


@dataclass(frozen=True, slots=True)
class Follows:
    """Who follows whom, as places in the list of people; `friend` where both are each other's friends."""

    follower: Column
    followee: Column
    friend: Flags

    def followers(self, people: int) -> list[list[int]]:
        """The followers of each person."""
        order = np.argsort(self.followee, kind="stable")
        ends = np.cumsum(np.bincount(self.followee, minlength=people))
        return [part.tolist() for part in np.split(self.follower[order], ends[:-1])]


def people(count: int, seed: int) -> list[Person]:
    """So many people, city by city mixed; the same ones for the same seed."""
    rng = Random(f"people {seed}")
    cities = rng.choices(range(len(CITIES)), [city.size for city in CITIES], k=count)
    return [_person(city, rng) for city in cities]


def _person(place: int, rng: Random) -> Person:
    city = CITIES[place]
    woman = rng.random() < WOMEN_SHARE
    culture = rng.choice(city.cultures)
    name = names.compose(culture, rng, woman=woman)
    return Person(name, city.language, place, woman, covered=woman and rng.random() < culture.scarves)


def follows(everybody: list[Person], seed: int) -> Follows:
    """A follower graph among them: about 20 follows each, far more followers for a few."""
    rng = np.random.default_rng([seed, len(everybody)])
    city = np.array([person.city for person in everybody])
    fame = np.minimum(rng.pareto(FAME_EXPONENT, len(everybody)) + 1, FAME_MAX)
    pairs = _chosen(city, fame, rng)
    pairs = _distinct(np.concatenate((pairs, _followed_back(pairs, fame, rng)), axis=1))
    pairs = _distinct(np.concatenate((pairs, _friends_of_friends(pairs, rng)), axis=1))
    return Follows(pairs[0], pairs[1], _friends(pairs, city, rng))


def _chosen(city: Column, fame: Fame, rng: np.random.Generator) -> Pairs:
    """Most follow the known of their city, some those of their country, few the famous of the world."""
    country = np.array([[place.country for place in CITIES].index(place.country) for place in CITIES])[city]
    wanted = np.clip(rng.lognormal(np.log(FOLLOWS_MEDIAN), 0.8, len(city)), 1, 200).astype(np.int64)
    follower = np.repeat(np.arange(len(city)), wanted)
    circle = rng.choice(3, len(follower), p=(0.7, 0.2, 0.1))
    followee = np.zeros_like(follower)
    for width, homes in enumerate((city, country, np.zeros_like(city))):
        for home in np.unique(homes):
            members = np.flatnonzero(homes == home)
            rows = np.flatnonzero((circle == width) & (homes[follower] == home))
            weight = fame[members] ** (1.0 + 0.15 * width)
            followee[rows] = rng.choice(members, len(rows), p=weight / weight.sum())
    return np.stack((follower, followee))


def _followed_back(pairs: Pairs, fame: Fame, rng: np.random.Generator) -> Pairs:
    """Equals follow back, the famous hardly ever."""
    likely = 0.55 * np.minimum(1, 2 * fame[pairs[0]] / fame[pairs[1]])
    return pairs[::-1][:, rng.random(pairs.shape[1]) < likely]


def _friends_of_friends(pairs: Pairs, rng: np.random.Generator) -> Pairs:
    """Some also follow whom somebody they follow follows."""
    order = np.argsort(pairs[0], kind="stable")
    follower, followee = pairs[0][order], pairs[1][order]
    people_max = int(pairs.max()) + 1
    starts = np.searchsorted(follower, np.arange(people_max + 1))
    some = rng.choice(len(follower), len(follower) // 2, replace=False)
    middle = followee[some]
    choices = starts[middle + 1] - starts[middle]
    some, middle, choices = some[choices > 0], middle[choices > 0], choices[choices > 0]
    step = (rng.random(len(some)) * choices).astype(np.int64)
    return np.stack((follower[some], followee[starts[middle] + step]))


def _distinct(pairs: Pairs) -> Pairs:
    return np.unique(pairs[:, pairs[0] != pairs[1]], axis=1)


def _friends(pairs: Pairs, city: Column, rng: np.random.Generator) -> Flags:
    """Of those who follow each other within a city, many are friends."""
    low, high = np.minimum(pairs[0], pairs[1]), np.maximum(pairs[0], pairs[1])
    both, place, times = np.unique(np.stack((low, high)), axis=1, return_inverse=True, return_counts=True)
    friends = (times == 2) & (city[both[0]] == city[both[1]]) & (rng.random(len(times)) < 0.6)
    return np.asarray(friends[place.ravel()])
