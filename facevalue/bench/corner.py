"""A small world for a browser: the demo's two apps with campaigns, posts whose pictures weigh as much as any may, and a person
with a session in each app. Needs Django to be ready, and lead to the folder."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction

from facevalue.bench.grain import photo
from facevalue.campaigns import actions as campaigns
from facevalue.demo.actions import THEMES
from facevalue.identity import actions as identity
from facevalue.identity import queries as people
from facevalue.kit.db import wrap
from facevalue.kit.ids import make, slot_of
from facevalue.social import actions as social
from facevalue.studio import actions as studio
from facevalue.treasury import actions as treasury

POSTS_PER_APP = 6
_CHUNK = 120_000
_CARD = {campaigns.CreatorTier.NANO: campaigns.Prices(50, 80, 120)}
_NAMES = ("Ayu Lestari", "Linh Nguyễn", "Amara Obi", "Mali Suksan")


@dataclass(frozen=True, slots=True)
class Corner:
    """An app: where it answers, the session of a person in it and of another one, the first one's newest post, and a post of
    the other one."""

    name: str
    host: str
    session: str
    friend_session: str
    person: int
    own_post: int
    other_post: int
    campaign: int


def build(now_ms: int) -> list[Corner]:
    """Both apps."""
    with transaction.atomic():
        treasury.accept_currency("USD", 840, tokens_per_cent=100)
        brand = identity.create_organisation(identity.OrganisationKind.BRAND, "Kopi Nusantara", now_ms).pk
        treasury.record_payment(brand, 1_000_000, "USD", "bench", now_ms)
        apps = [_app(name, now_ms) for name in THEMES]
        names = [f"{name} {n}" for n in range(len(apps)) for name in _NAMES]
        creators = identity.create_people(names, ["en"] * len(names), now_ms)
        offers = [_offer(brand, name, apps, now_ms) for name in ("Pagi Bersama", "Es Kopi Susu", "Ramadan frames")]
    people_of = [creators[n * len(_NAMES) : (n + 1) * len(_NAMES)] for n in range(len(apps))]
    corners = [_corner(app, people_of[n], offers[0], n, now_ms) for n, app in enumerate(apps)]
    # The smaller files come a moment after a post. Here they are made first, lest they come between two visits.
    while studio.render_rest(POSTS_PER_APP):
        pass
    return corners


def _app(name: str, now_ms: int) -> int:
    operator = identity.create_organisation(identity.OrganisationKind.APP_OPERATOR, f"{name} Digital", now_ms)
    app = identity.create_app(operator.pk, name, f"{name.lower()}.localhost", now_ms)
    identity.publish_theme(app.pk, THEMES[name], None, now_ms)
    return int(app.pk)


def _offer(brand: int, name: str, apps: list[int], now_ms: int) -> int:
    plan = campaigns.Plan(starts_at=now_ms - 60_000, fee_bps=1_000)
    offer = campaigns.create(brand, name, plan, _CARD, apps, now_ms).pk
    campaigns.describe(brand, offer, "Show us your first cup of the day, wherever you are.")
    campaigns.go_live(brand, offer)
    campaigns.fund(brand, offer, 10_000_000, "bench", now_ms)
    return int(offer)


def _corner(app: int, creators: list[int], campaign: int, seed: int, now_ms: int) -> Corner:
    posts = [_post(app, creators[n % len(creators)], campaign, f"picture {n}", seed, now_ms) for n in range(POSTS_PER_APP)]
    me, other = (creators[(POSTS_PER_APP - back) % len(creators)] for back in (1, 2))
    found = people.apps([app])[app]
    return Corner(found.name, found.host, session_of(me), session_of(other), me, posts[-1], posts[-2], campaign)


def _post(app: int, creator: int, campaign: int, name: str, seed: int, now_ms: int) -> int:
    data, key = photo(seed, name), f"{name} {app}"[:40].replace(" ", "-")
    upload = studio.begin_upload(creator, key, len(data), now_ms)
    for start in range(0, len(data), _CHUNK):
        studio.append(creator, upload.pk, start, data[start : start + _CHUNK])
    kept = studio.finish_upload(creator, upload.pk, now_ms)
    with transaction.atomic():
        composition = studio.compose(creator, key, kept.pk, None, [], None, now_ms)
    studio.render(composition.pk)
    post = make(slot_of(creator))
    words = ("Kopi dulu, baru bisa senyum. Who is with me this morning?", "A person smiles into the camera")
    with transaction.atomic():
        campaigns.publish(creator, campaign, app, campaigns.CreatorTier.NANO, 20_000, now_ms, post)
        content = social.Content(post, creator, app, campaign, composition.pk, now_ms, *words)
        social.write_content(wrap(connection.connection), content)
    return post


def session_of(person_id: int) -> str:
    """The value of a session cookie with which this person is logged in."""
    person = people.person(person_id)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)
