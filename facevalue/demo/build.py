"""What brands, their agency and the app operators did before the first post, all in one transaction."""

import secrets
from random import Random

import msgspec
import numpy as np
from django.db import transaction

from facevalue.campaigns import actions as campaigns
from facevalue.demo import people, script
from facevalue.demo.errors import FolderInUse
from facevalue.demo.script import APPS, HISTORY_DAYS, MANDATES, MEMBERS, OFFERS, ORGANISATIONS
from facevalue.demo.themes import THEMES
from facevalue.demo.world import AppKey, Creators, Folder, Login, PlannedPost, Star, World, escrow_tokens, home_apps, save
from facevalue.identity import actions as identity
from facevalue.kit import ids
from facevalue.kit.clock import DAY_MS
from facevalue.treasury import actions as treasury

# The rest of a budget is for what comes.
_PLANNED_SHARE = 0.7
_WORDS = (
    "kopi senyum pagi kelapa mangga melati ombak bintang sabai mali chang duean mekong hoa sen sampan jeepney amihan ankara "
    "adire okada njema safari baobab kente cocoa kora harmattan"
)


def build(folder: Folder, people_count: int, seed: int, now_ms: int) -> World:
    """Makes the world and keeps it, its past still untold. Raises FolderInUse."""
    log = folder.open_log()
    used = log.last_seq() > 0
    log.close()
    if used:
        raise FolderInUse(f"{folder.path} has engagements already that are not the demo's: choose another folder for the demo")
    everybody = people.people(people_count, seed)
    begun_at = now_ms - (HISTORY_DAYS + 1) * DAY_MS
    with transaction.atomic():
        organisations = {each.name: identity.create_organisation(each.kind, each.name, begun_at).id for each in ORGANISATIONS}
        apps = _apps(organisations, begun_at)
        _pay(organisations, begun_at)
        members = _members(organisations, begun_at)
        world = World(
            seed=seed,
            made_at=now_ms,
            people=identity.create_people(
                [person.name for person in everybody], [person.language for person in everybody], begun_at
            ),
            logins=[login for login, _ in members],
            apps=apps,
            brands=[organisations[offer.brand] for offer in OFFERS],
            campaigns=_campaigns(organisations, [app.app for app in apps], now_ms),
            posts=[],
            staff=next(person for login, person in members if login.role == identity.RoleKind.MODERATOR),
        )
        world.posts = _plan_posts(world)
        world.stars = _stars(world)
        # Kept before the commit: a file without its world is made anew, a world without its file would be lost.
        save(world, folder.path)
    return world


def _stars(world: World) -> list[Star]:
    """Of each app the creator of its newest post, who can be reached by phone."""
    stars = []
    for key, app in zip(world.apps, APPS, strict=True):
        place = next((post.creator for post in reversed(world.posts) if post.app == key.app), None)
        if place is not None:
            identity.give_phone(world.people[place], app.phone)
            stars.append(Star(world.everybody[place].name, app.phone, app.host))
    return stars


def _apps(organisations: dict[str, int], now_ms: int) -> list[AppKey]:
    made = []
    for app in APPS:
        operator = organisations[app.operator]
        created = identity.create_app(operator, app.name, app.host, now_ms)
        identity.publish_theme(created.id, THEMES[app.name], None, now_ms)
        scopes = [identity.Scope.ENGAGEMENTS_WRITE]
        _, key = identity.create_credential(operator, "Demo simulator", scopes, now_ms, app=created.id)
        made.append(AppKey(created.id, app.name, key))
    return made


def _pay(organisations: dict[str, int], now_ms: int) -> None:
    """The brands' first payments, recorded by the operator's treasurer."""
    treasurer = identity.create_people([script.TREASURER], ["fil"], now_ms)[0]
    identity.give_role(treasurer, organisations[script.OPERATOR], identity.RoleKind.TREASURER)
    treasury.accept_currency("USD", 840, tokens_per_cent=script.TOKENS_PER_CENT)
    for each in ORGANISATIONS:
        if each.payment_cents:
            brand = organisations[each.name]
            treasury.record_payment(brand, each.payment_cents, "USD", f"DEMO {each.name} 1", now_ms, treasurer)


def _members(organisations: dict[str, int], now_ms: int) -> list[tuple[Login, int]]:
    members = []
    for member in MEMBERS:
        password = f"{'-'.join(secrets.choice(_WORDS.split()) for _ in range(2))}-{secrets.randbelow(9000) + 1000}"
        person = identity.create_person(member.name, member.email, password, member.language, now_ms)
        identity.give_role(person.id, organisations[member.organisation], member.role)
        members.append((Login(member.name, member.email, password, member.role, member.organisation), person.id))
    for agency, brand, role in MANDATES:
        identity.give_mandate(organisations[agency], organisations[brand], role)
    return members


def _campaigns(organisations: dict[str, int], apps: list[int], now_ms: int) -> list[int]:
    made = []
    for offer in OFFERS:
        brand, plan = organisations[offer.brand], offer.plan(now_ms)
        campaign = campaigns.create(brand, offer.name, plan, offer.card, apps, plan.starts_at)
        campaigns.fund(brand, campaign.id, offer.funded_tokens, "first", plan.starts_at)
        campaigns.go_live(brand, campaign.id)
        made.append(campaign.id)
    return made


def _plan_posts(world: World) -> list[PlannedPost]:
    """Who posts what and when, up to now, as long as the budgets last."""
    rng, creators = Random(f"posts {world.seed}"), Creators(world.everybody, world.followers)
    apps, planned = home_apps(world), list[PlannedPost]()
    for place, offer in enumerate(OFFERS):
        plan, left_tokens = offer.plan(world.made_at), round(_PLANNED_SHARE * offer.funded_tokens)
        begins, ends = plan.starts_at, plan.ends_at or world.made_at
        for _ in range(max(2, round(offer.posts * len(world.people) / 1000))):
            creator = creators.choose(offer, rng)
            tokens = escrow_tokens(offer, creators.tier(creator), rng)
            if tokens <= left_tokens:
                left_tokens -= tokens
                published_at = begins + round((ends - begins) * rng.random() ** 0.8)
                who = creator, int(apps[creator]), creators.tier(creator)
                planned.append(PlannedPost(0, place, *who, tokens, published_at))
    planned.sort(key=lambda post: post.published_at)
    made = ids.make_many(ids.slot_of(np.array([world.people[post.creator] for post in planned])))
    return [msgspec.structs.replace(post, id=post_id) for post, post_id in zip(planned, made.tolist(), strict=True)]
